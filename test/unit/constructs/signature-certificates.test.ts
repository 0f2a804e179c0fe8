// Certificates of an intent: where they come from, what is written, and what is refused without being shown.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lintIds, loadLint } from '../../../src/checks';
import { Cloud } from '../../../src/checks/cloud/cloud';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { loadIntent, parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';
import { IntentProblems } from '../../../src/problems';
import { loadTarget, targetNames } from '../../../src/targets';
import { etc } from '../../../src/targets/etc';
import { pemOf } from '../../data/certificates';

const directory = mkdtempSync(join(tmpdir(), 'glacis-certificates-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const [root, issuing] = ['11111111-2222-4333-8444-555555555555', '66666666-7777-4888-9999-aaaaaaaaaaaa'];
const certificates = {
  root: { id: root, pem: pemOf('root') },
  issuing: { id: issuing, pem: pemOf('issuing') },
  signer: { pem: pemOf('signer') },
};
const intentWith = (signatureKeyManager: object) => ({
  release: '2025.1',
  novaSignatures: { defaultTrustedCertificateIds: [root, issuing] },
  signatureKeyManager,
});

type ReadBeside = Parameters<typeof parseIntent>[3];
const collect = (signatureKeyManager: object, readBeside?: ReadBeside) => {
  const text = JSON.stringify(intentWith(signatureKeyManager));
  const [region] = settleRegions(parseIntent(text, 'glacis.json', 'json', readBeside));
  return hardenRegion(undefined, region as NonNullable<typeof region>).collect();
};
const files = (signatureKeyManager: object) => etc.layOut(collect(signatureKeyManager));

function problemsOf(signatureKeyManager: object, readBeside?: ReadBeside): string {
  try {
    collect(signatureKeyManager, readBeside);
  } catch (error) {
    if (error instanceof IntentProblems) return JSON.stringify(error.problems);
    throw error;
  }
  return '';
}

test('each certificate lies under its id, or under its name until it has one', () => {
  const tree = files({ certificates, readers: ['0123456789abcdef0123456789abcdef'] });
  const own = [...tree.keys()].filter((path) => path.startsWith('key-manager/'));
  expect(own).toEqual([
    `key-manager/certificates/${root}.pem`,
    `key-manager/certificates/${issuing}.pem`,
    'key-manager/certificates/signer.pem',
    'key-manager/glacis-store-certificates.sh',
  ]);
  expect(tree.get(`key-manager/certificates/${root}.pem`)).toContain(pemOf('root'));
  expect(tree.get('key-manager/glacis-store-certificates.sh')).toContain(
    `regrant issuing ${issuing}\nregrant root ${root}\nstore signer signer.pem\n`,
  );
  expect(tree.get('README.md')).toContain('sh key-manager/glacis-store-certificates.sh');
});

test('the judge finds nothing to say about a sound chain, and says it of a broken one', () => {
  const find = (given: object) => {
    const documents = collect({ certificates: given });
    const cloud = new Cloud(etc.layOut(documents), documents);
    const ids = lintIds.filter((id) => /certificate-|private-key/.test(id));
    return ids.filter((id) => loadLint(id).find(cloud).length > 0);
  };
  expect(find(certificates)).toEqual([]);
  expect(find({ ...certificates, root: { id: root, pem: pemOf('root-pathlen-0') } })).toEqual([
    'trusted-certificate-chain',
  ]);
  const { root: _root, ...partial } = certificates;
  expect(find(partial)).toEqual(['trusted-certificate-unseen']);
});

test('members that issue each other, and one without a path length, are told as what they are', () => {
  const find = (id: 'trusted-certificate-chain' | 'trusted-certificate-authority', given: object) => {
    const documents = collect({ certificates: given });
    return loadLint(id).find(new Cloud(etc.layOut(documents), documents));
  };
  const ring = { a: { id: root, pem: pemOf('ring-a') }, b: { id: issuing, pem: pemOf('ring-b') } };
  expect(find('trusted-certificate-chain', ring).map(({ message }) => message)[0]).toContain('Boots hang');
  const unbounded = { root: { id: root, pem: pemOf('root-no-pathlen') }, other: { id: issuing, pem: pemOf('root') } };
  expect(find('trusted-certificate-authority', unbounded)).toMatchObject([
    { severity: 'low', subject: `key-manager/${root}` },
  ]);
});

test.each(targetNames)('%s carries certificates and script, and judges them', (name) => {
  const target = loadTarget(name);
  const documents = collect({ certificates });
  const tree = target.layOut(documents);
  expect(tree.get('key-manager/certificates/signer.pem')).toContain(pemOf('signer'));
  expect(target.toEtc(tree).get('key-manager/certificates/signer.pem')).toContain(pemOf('signer'));
});

describe('files beside an intent', () => {
  test('are read when the intent is', () => {
    mkdirSync(join(directory, 'certs'), { recursive: true });
    writeFileSync(join(directory, 'certs', 'root.pem'), pemOf('root'));
    const path = join(directory, 'glacis.json');
    writeFileSync(path, JSON.stringify(intentWith({ certificates: { root: { id: root, file: 'certs/root.pem' } } })));
    const [region] = settleRegions(loadIntent(path));
    expect(region?.intent.signatureKeyManager?.certificates?.root).toEqual({ id: root, pem: pemOf('root') });
  });

  test('of regions and nodes too', () => {
    const part = { signatureKeyManager: { certificates: { root: { file: 'root.pem' } } } };
    const text = JSON.stringify({ release: '2025.1', regions: { one: part, two: {} }, nodes: { public: part } });
    const loaded = parseIntent(text, 'glacis.json', 'json', () => pemOf('root'));
    expect(JSON.stringify(loaded.value)).not.toContain('root.pem');
    expect(loaded.problems).toEqual([]);
  });

  test.each(['../root.pem', '/etc/root.pem', 'a/../../b', './root.pem', 'a//b'])('%s is no such file', (file) => {
    const asked: string[] = [];
    const problems = problemsOf({ certificates: { root: { file } } }, (path) => {
      asked.push(path);
      return pemOf('root');
    });
    expect([problems.includes('bad-value'), asked]).toEqual([true, []]);
  });

  test('one that is not there, or a reader that does not exist, is a problem at its place', () => {
    const given = { certificates: { root: { file: 'root.pem' } } };
    expect(problemsOf(given, () => null)).toContain('/signatureKeyManager/certificates/root/file');
    expect(problemsOf(given)).toContain('unreadable');
  });
});

describe('what is refused', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0IGJ5dGVz\n-----END PRIVATE KEY-----\n';

  test.each([
    ['as pem', { root: { pem: key } }],
    ['behind a certificate', { root: { pem: `${pemOf('root')}${key}` } }],
    ['under a key that does not exist', { root: { pem: pemOf('root'), key } }],
    ['as an id', { root: { pem: pemOf('root'), id: key } }],
  ])('a private key %s, without showing it', (_, given) => {
    const problems = problemsOf({ certificates: given });
    expect(problems).toContain('a private key');
    expect(problems).not.toContain('c2VjcmV0');
  });

  test.each([
    ['two certificates in one', { root: { pem: `${pemOf('root')}${pemOf('issuing')}` } }, 'bad-value'],
    ['no certificate', { root: { pem: 'root' } }, 'bad-value'],
    ['neither pem nor file', { root: { id: root } }, 'bad-value'],
    [
      'one id twice',
      { root: { id: root, pem: pemOf('root') }, other: { id: root, pem: pemOf('issuing') } },
      'duplicate-key',
    ],
    ['a name that is a path', { '../x': { pem: pemOf('root') } }, 'certificates'],
  ])('%s', (_, given, code) => {
    expect(problemsOf({ certificates: given })).toContain(code);
  });
});
