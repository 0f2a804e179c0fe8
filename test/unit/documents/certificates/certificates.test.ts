// PEM armour, and the script that stores certificates, run with a client that writes down what it is asked.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  holdsPrivateKey,
  listCertificateFiles,
  readSingleCertificate,
  renderCertificate,
} from '../../../../src/documents/certificates/pem';
import { renderStoreScript } from '../../../../src/documents/certificates/store-script';
import { InternalError } from '../../../../src/problems';
import { pemOf } from '../../../data/certificates';

const directory = mkdtempSync(join(tmpdir(), 'glacis-certificates-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const id = '66666666-7777-4888-9999-aaaaaaaaaaaa';

describe('PEM', () => {
  test('what is read is written again, explanations left out', () => {
    const bytes = readSingleCertificate(`explained\n${pemOf('root')}`) as Buffer;
    expect(renderCertificate(bytes)).toBe(pemOf('root'));
  });

  test.each([
    ['two certificates', `${pemOf('root')}${pemOf('issuing')}`],
    ['another label', pemOf('root').replaceAll('CERTIFICATE', 'PUBLIC KEY')],
    ['an end of another label', pemOf('root').replace('END CERTIFICATE', 'END KEY')],
    ['no end', pemOf('root').slice(0, -20)],
    ['something that is no base64', pemOf('root').replace(/\n[A-Za-z]/, '\n!')],
    ['an empty block', '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n'],
    ['a key behind it', `${pemOf('root')}-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n`],
  ])('%s is not one certificate', (_, text) => {
    expect(readSingleCertificate(text)).toBeNull();
  });

  test('keys are seen, certificates are none', () => {
    expect(holdsPrivateKey('x -----BEGIN ENCRYPTED PRIVATE KEY-----')).toBe(true);
    expect(holdsPrivateKey(pemOf('root'))).toBe(false);
  });

  test('a file named after an id has that id', () => {
    const files = new Map([
      [`key-manager/certificates/${id}.pem`, `# root\n${pemOf('root')}`],
      ['key-manager/certificates/signer.pem', pemOf('signer')],
      ['key-manager/other.pem', pemOf('signer')],
    ]);
    expect(listCertificateFiles(files).map(({ name, id, at }) => [name, id, at.line])).toEqual([
      [id, id.replaceAll('-', ''), 2],
      ['signer', null, 1],
    ]);
  });
});

describe('the script', () => {
  const run = (script: string, { isExpired = false } = {}) => {
    const bin = join(directory, 'bin');
    mkdirSync(bin, { recursive: true });
    mkdirSync(join(directory, 'certificates'), { recursive: true });
    const client = `#!/bin/sh
for word in "$@"; do printf '%s|' "$word" >> ${directory}/calls; done
echo >> ${directory}/calls
[ "$2" = store ] && echo http://keys/v1/secrets/${id}
[ "$2" = list ] && printf 'http://keys/v1/secrets/other\\nhttp://keys/v1/secrets/${id}\\n'
exit 0
`;
    writeFileSync(join(bin, 'openstack'), client);
    writeFileSync(join(bin, 'openssl'), `#!/bin/sh\nexit ${isExpired ? 1 : 0}\n`);
    for (const name of ['openstack', 'openssl']) chmodSync(join(bin, name), 0o755);
    writeFileSync(join(directory, 'certificates', 'signer.pem'), `# header\n${pemOf('signer')}`);
    writeFileSync(join(directory, 'store.sh'), script);
    writeFileSync(join(directory, 'calls'), '');
    const { status, stdout, stderr } = spawnSync('sh', [join(directory, 'store.sh')], {
      encoding: 'utf8',
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}` },
    });
    const calls = readFileSync(join(directory, 'calls'), 'utf8').trim().split('\n');
    return { status, stdout, stderr, calls };
  };

  test('stores the bare certificate, lets the readers in and prints the id', () => {
    const { status, stdout, calls } = run(
      renderStoreScript([{ name: 'signer', file: 'signer.pem', id: null }], ['alice', 'bob']),
    );
    expect([status, stdout]).toEqual([0, `signer ${id}\n`]);
    const payload = Buffer.from(pemOf('signer')).toString('base64');
    expect(calls[0]).toContain(`--secret-type|certificate|--payload-content-type|application/octet-stream|`);
    expect(calls[0]).toContain(`--payload-content-encoding|base64|--payload|${payload}|`);
    const grant = (user: string) => `acl|user|add|--operation-type|read|--user|${user}|http://keys/v1/secrets/${id}|`;
    expect(calls.slice(1)).toEqual([grant('alice'), grant('bob')]);
  });

  test('a certificate with an id is not stored again, and gets its readers at its own address', () => {
    const { status, stdout, calls } = run(renderStoreScript([{ name: 'signer', file: `${id}.pem`, id }], ['alice']));
    expect([status, stdout]).toEqual([0, `signer ${id}\n`]);
    expect(calls.some((call) => call.startsWith('secret|store'))).toBe(false);
    expect(calls.at(-1)).toBe(`acl|user|add|--operation-type|read|--user|alice|http://keys/v1/secrets/${id}|`);
  });

  test('an expired certificate is not stored', () => {
    const script = renderStoreScript([{ name: 'signer', file: 'signer.pem', id: null }], []);
    const { status, stderr, calls } = run(script, { isExpired: true });
    expect([status, stderr, calls]).toEqual([1, 'signer has expired\n', ['']]);
  });

  test('a word that a shell would read otherwise is never written', () => {
    expect(() => renderStoreScript([{ name: 'a;b', file: 'a.pem', id: null }], [])).toThrow(InternalError);
    expect(() => renderStoreScript([], ['$(id)'])).toThrow(InternalError);
  });
});
