// Files that cannot be read below a service: the audit says what the service makes of them, and judges what does not rest on them.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { judge } from '../../../src/checks/judge';
import { openDirectory } from '../../../src/cli/open-directory';
import { listen } from './listen';
import { runCli } from './run-cli';

const versions: CloudVersions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-closed-files-'));
  for (const path of ['glance/glance.conf.d', 'glance/old', 'glance/policy.d', 'nova']) {
    mkdirSync(join(root, path), { recursive: true });
  }
  writeFileSync(join(root, 'glance/glance-api.conf'), '[paste_deploy]\nflavor = keystone\n');
  writeFileSync(join(root, 'nova/nova.conf'), '[glance]\nverify_glance_signatures = True\n');
  listen();
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

const makers: Readonly<Record<string, (path: string) => void>> = {
  directory: (path) => mkdirSync(path),
  dangling: (path) => symlinkSync('nowhere', path),
  loop: (path) => symlinkSync('50-x.conf', path),
  outside: (path) => symlinkSync('/etc/hostname', path),
  binary: (path) => writeFileSync(path, Buffer.from([0x5b, 0x41, 0x5d, 0x0a, 0, 0, 0x80, 0xff])),
  latin1: (path) => writeFileSync(path, Buffer.from('[DEFAULT]\n# caf\xe9\n', 'latin1')),
};

function judgeWith(kind: string, path: string) {
  makers[kind]?.(join(root, path));
  const { attacks, findings } = judge(openDirectory(root, versions, true));
  const told = findings.filter(({ lint }) => lint.id === 'file-does-not-load');
  const verdicts = new Set(attacks.map(({ answer }) => answer.verdict));
  return {
    attacks,
    verdicts,
    places: told.map(({ finding }) => finding.at.file),
    messages: told.map((one) => one.finding.message),
  };
}

test.each([
  ['directory', /glance does not start: it is a directory/],
  ['dangling', /glance does not start: it is a link that leads nowhere/],
  ['loop', /glance does not start: it is a loop of links/],
  ['outside', /No verdict on glance: it cannot be read here \(a link out/],
  ['binary', /glance cannot load this/],
])('an option file that is a %s', (kind, message) => {
  const { verdicts, places, messages } = judgeWith(kind, 'glance/glance.conf.d/50-x.conf');
  expect(places).toEqual(['glance/glance.conf.d/50-x.conf']);
  expect(messages.join()).toMatch(message);
  expect([...verdicts]).toEqual(['not-applicable']);
});

test('bytes of Latin-1 are a finding, and the attacks are judged', () => {
  const { verdicts, places, messages } = judgeWith('latin1', 'glance/glance.conf.d/50-x.conf');
  expect(places).toEqual(['glance/glance.conf.d/50-x.conf']);
  expect(messages.join()).toMatch(/not UTF-8/);
  expect(verdicts.has('open')).toBe(true);
});

test.each(['glance/old/50-x.conf', 'glance/glance.conf.d/50-x.conf.bak.yaml', 'glance/README.conf'])(
  'nothing rests on %s, which no service reads',
  (path) => {
    for (const kind of ['outside', 'dangling', 'directory']) {
      const { verdicts, places } = judgeWith(kind, path);
      expect({ kind, places, isOpen: verdicts.has('open') }).toEqual({ kind, places: [], isOpen: true });
      // Nor does what needs every file need this one.
      expect(openDirectory(root, versions).files.size).toBe(2);
      rmSync(join(root, path), { recursive: true });
    }
  },
);

test.each([
  ['a link that leads nowhere in place of the file of rules', 'dangling', 'glance/policy.yaml'],
  ['a directory among the files of rules', 'directory', 'glance/policy.d/50-x.yaml'],
])('%s is passed over', (_, kind, path) => {
  const { verdicts, places } = judgeWith(kind, path);
  expect({ places, isOpen: verdicts.has('open') }).toEqual({ places: [], isOpen: true });
});

test('without rules that count nothing is said of glance', () => {
  const { verdicts, messages } = judgeWith('outside', 'glance/policy.d/50-x.yaml');
  expect([...verdicts]).toEqual(['not-applicable']);
  expect(messages.join()).toMatch(/No verdict on glance/);
});

test('without the options of nova only attacks that look at nova go without a verdict', () => {
  const before = judge(openDirectory(root, versions, true)).attacks;
  const { attacks, places } = judgeWith('outside', 'nova/nova.conf.d');
  expect(places).toEqual(['nova/nova.conf.d']);
  const lost = attacks.filter(({ answer }) => answer.because.startsWith('nothing is known of nova without'));
  expect(lost.map(({ attack }) => attack.id)).toContain('sig-unsigned-boot');
  const others = attacks.filter((one) => !lost.includes(one));
  expect(others.length).toBeGreaterThan(60);
  for (const { attack, answer } of others) {
    expect(answer).toEqual(before.find((one) => one.attack.id === attack.id)?.answer);
  }
});

test('the command names the file and answers with 2; what needs the whole tree, or has nothing left to judge, ends with 1', async () => {
  makers.directory?.(join(root, 'glance/glance.conf.d/50-x.conf'));
  const audited = await runCli(['audit', root, '--release', '2025.1']);
  expect({ code: audited.code, isTold: audited.stdout.includes('glance/glance.conf.d/50-x.conf:1') }).toEqual({
    ...{ code: 2, isTold: true },
  });
  const fixed = await runCli(['audit', root, '--release', '2025.1', '--fix', '--in-place']);
  expect(fixed.code).toBe(1);
  const probed = await runCli(['probe', '--config', root, '--release', '2025.1', 'http://example.org/']);
  expect(probed.code).toBe(1);
  rmSync(join(root, 'nova'), { recursive: true });
  rmSync(join(root, 'glance'), { recursive: true });
  symlinkSync('/etc', join(root, 'glance'));
  expect((await runCli(['audit', root, '--release', '2025.1'])).code).toBe(1);
});

/** As a user who is not root, for whom modes count. */
function judgeAsNobody(mode: number): unknown {
  const path = join(root, 'glance/glance.conf.d/50-x.conf');
  writeFileSync(path, '[DEFAULT]\n');
  chmodSync(path, mode);
  chmodSync(root, 0o755);
  const script = `
    ${process.getuid?.() === 0 ? 'process.setgid(65534); process.setuid(65534);' : ''}
    const { openDirectory } = require(${JSON.stringify(resolve(__dirname, '../../../src/cli/open-directory'))});
    const { closedFiles } = openDirectory(${JSON.stringify(root)}, ${JSON.stringify(versions)}, true).versions;
    process.stdout.write(JSON.stringify(closedFiles));`;
  const tsx = resolve(__dirname, '../../../node_modules/tsx/dist/cli.mjs');
  const { stdout, stderr } = spawnSync(process.execPath, [tsx, '-e', script], { encoding: 'utf8' });
  return stdout === '' ? stderr : JSON.parse(stdout);
}

test('a mode that lets nobody read is the end of the service; one that lets others read is no verdict', () => {
  const file = 'glance/glance.conf.d/50-x.conf';
  expect(judgeAsNobody(0)).toEqual([{ file, got: 'EACCES', isClosedToAll: true }]);
  expect(judgeAsNobody(0o640)).toEqual(
    process.getuid?.() === 0 ? [{ file, got: 'EACCES', isClosedToAll: false }] : undefined,
  );
});
