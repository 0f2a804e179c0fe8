// A side with a file that cannot be read: what is lost is told, and "nothing got looser" is never claimed.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { diff } from '../../../src/cli/diff';
import { listNotCompared } from '../../../src/cli/not-compared';
import { listen } from './listen';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-not-compared-'));
  for (const side of ['a', 'b']) write(`${side}/glance/glance-api.conf`, '[paste_deploy]\nflavor = keystone\n');
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function run(before: string, after: string, ...more: string[]): { code: number; out: string } {
  const { printed } = listen();
  const code = diff([before, after, '--release', '2025.1', ...more]);
  return { code, out: printed.mock.calls.join('') };
}

test('equal but for a link out of the tree: exit 1 in every format, and with --fail-on looser too', () => {
  symlinkSync('/etc/hostname', join(root, 'b/glance/policy.yaml'));
  const [a, b] = [join(root, 'a'), join(root, 'b')];
  const json = run(a, b, '--format', 'json');
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toMatchObject({
    changes: [],
    notCompared: [{ side: 'after', file: 'glance/policy.yaml', lost: expect.stringContaining('policy rules') }],
  });
  expect(run(a, b, '--fail-on', 'looser')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/NOT COMPARED \(1\)[\s\S]*no difference in what could be read/),
  });
  const markdown = run(a, b, '--format', 'markdown');
  expect(markdown.out).toMatch(/^### Glacis: not known, files could not be read\n/);
  expect(run(a, a).code).toBe(0);
});

test('what got looser stays looser', () => {
  symlinkSync('/etc/hostname', join(root, 'b/glance/policy.yaml'));
  write('b/glance/glance-api.conf', '[DEFAULT]\nimage_size_cap = 9223372036854775807\n[paste_deploy]\nflavor =\n');
  expect(run(join(root, 'a'), join(root, 'b')).code).toBe(3);
});

test('links and submodules of a git revision are told too', () => {
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@t', ...args]);
  git('init', '-q');
  symlinkSync('glance-api.conf', join(root, 'b/glance/99-link.conf'));
  git('add', '.');
  git('commit', '-q', '-m', 'x');
  jest.spyOn(process, 'cwd').mockReturnValue(root);
  const { code, out } = run('HEAD:a', 'HEAD:b', '--format', 'json');
  expect(code).toBe(1);
  expect(JSON.parse(out).notCompared).toEqual([
    expect.objectContaining({ side: 'after', file: 'glance/99-link.conf', because: 'a symbolic link' }),
  ]);
});

test.each([
  ['glance/glance.conf.d', 'options'],
  ['region/etc/nova/policy.d/50.yaml', 'policy rules'],
  ['haproxy/haproxy.cfg', 'limits'],
  ['nftables.conf', 'firewall'],
  ['systemd/system/glance-api.service.d/80.conf', 'bounds'],
  ['systemd/system/var-lib-glance.mount', 'bounds'],
  ['systemd/system', 'bounds'],
  ['systemd', 'bounds'],
])('%s decides %s', (path, words) => {
  const [found] = listNotCompared('before', [{ path, because: 'EACCES' }], false, false);
  expect(found?.lost).toContain(words);
});

test('what decides nothing is nobody’s loss, except in a directory that synth wrote', () => {
  const unread = [
    'nginx/modules-enabled/50-mod-geoip.conf',
    'ssl/server.pem',
    'README.md',
    'systemd/system/sshd.service',
    'systemd/system/multi-user.target.wants/glance-api.service',
  ].map((path) => ({
    path,
    because: 'a link',
  }));
  expect(listNotCompared('before', unread, false, false)).toEqual([]);
  expect(listNotCompared('before', unread, true, false).map(({ file }) => file)).toEqual(
    unread.map(({ path }) => path).sort(),
  );
});
