// What the user of a service may not read counts as it does for the service; where owners say nothing, nothing is claimed.
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { judge } from '../../../src/checks/judge';
import { openDirectory } from '../../../src/cli/open-directory';
import { listen } from './listen';

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write('SKIPPED: owners are given by root alone\n');

const uid = 64062;
const versions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: uid } as const;
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-service-access-'));
  write('passwd', `root:x:0:0::/root:/bin/sh\nglance:x:${uid}:${uid}::/:/bin/sh\n`);
  write('group', `glance:x:${uid}:\nadm:x:4:syslog,glance\n`);
  write('glance/glance-api.conf', '[paste_deploy]\nflavor = keystone\n', 0o640, uid);
  write('glance/glance.conf.d/90-x.conf', '[DEFAULT]\nenabled_import_methods = [glance-direct]\n');
  write('glance/policy.d/90-x.yaml', '"delete_image": "role:admin"\n');
  for (const name of ['glance', 'glance/glance.conf.d', 'glance/policy.d']) chmodSync(join(root, name), 0o755);
  listen();
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

function write(path: string, text: string, mode = 0o644, gid = 0): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), mode);
  if (isRoot) chownSync(join(root, path), 0, gid);
}

/** Findings about what is shut, and the verdict of an attack that the drop-in stops. */
function look(launcher: 'uwsgi' | 'eventlet' | 'mod_wsgi' = 'uwsgi') {
  const { attacks, findings } = judge(openDirectory(root, { ...versions, launcher }, true));
  return {
    verdict: attacks.find(({ attack }) => attack.id === 'ssrf-decimal-address')?.answer.verdict,
    told: findings
      .filter(({ lint }) => /^file-(?:does-not-load|never-read)$/.test(lint.id))
      .map(({ lint, severity, finding }) => `${severity} ${lint.id} ${finding.at.file}: ${finding.message}`),
  };
}

describe.each(isRoot ? ['root'] : [])('as %s', () => {
  test('what all may read, or the group of the service, is judged as ever', () => {
    expect(look()).toEqual({ verdict: 'stopped', told: [] });
    chownSync(join(root, 'glance/glance.conf.d/90-x.conf'), 0, 4);
    chmodSync(join(root, 'glance/glance.conf.d/90-x.conf'), 0o640);
    expect(look()).toEqual({ verdict: 'stopped', told: [] });
  });

  const told = {
    file: 'high file-does-not-load glance/glance.conf.d/90-x.conf: glance does not start: user glance has no right to it (mode 0600, owner 0, group 0).',
    policy:
      'high file-does-not-load glance/policy.d/90-x.yaml: No verdict on glance: user glance has no right to it (mode 0600, owner 0, group 0), and every request that asks a rule ends in an error.',
    list: 'high file-does-not-load glance/glance.conf.d/90-x.conf: No verdict on glance: only an access list lets user glance read it (mode 0640, owner 0, group 0).',
    directory:
      'high file-never-read glance/glance.conf.d/90-x.conf: Never read: user glance may not list glance/glance.conf.d (mode 0700, owner 0, group 0) and takes it for empty.',
    search:
      'high file-does-not-load glance/glance.conf.d: glance does not start: user glance has no right to it (mode 0744, owner 0, group 0).',
    home: 'high file-does-not-load glance: glance does not start: user glance has no right to it (mode 0700, owner 0, group 0).',
  };
  test.each<[string, number, string, string]>([
    ['glance/glance.conf.d/90-x.conf', 0o600, 'not-applicable', told.file],
    ['glance/glance.conf.d/90-x.conf', 0o640, 'not-applicable', told.list],
    ['glance/glance.conf.d', 0o700, 'open', told.directory],
    ['glance/glance.conf.d', 0o711, 'open', told.directory.replace('0700', '0711')],
    ['glance/glance.conf.d', 0o744, 'not-applicable', told.search],
    ['glance/policy.d/90-x.yaml', 0o600, 'not-applicable', told.policy],
    ['glance/policy.d', 0o700, 'not-applicable', told.policy.replace('/90-x.yaml', '').replace('0600', '0700')],
    ['glance', 0o700, 'not-applicable', told.home],
  ])('%s with mode %o', (path, mode, verdict, message) => {
    chmodSync(join(root, path), mode);
    expect(look()).toEqual({ verdict, told: [message] });
  });

  test('bits of the owner count alone for the owner', () => {
    const path = join(root, 'glance/glance.conf.d/90-x.conf');
    chownSync(path, uid, uid);
    chmodSync(path, 0o044);
    expect(look().told.join()).toMatch(/does not start: user glance has no right to it \(mode 0044/);
  });

  test.each<[string, () => void]>([
    ['a copy that belongs to root', () => chownSync(join(root, 'glance/glance-api.conf'), 0, 0)],
    ['a tree without users', () => rmSync(join(root, 'passwd'))],
    ['a service that runs as root', () => write('passwd', 'glance:x:0:0::/:/bin/sh\n')],
    ['a unit with another user', () => write('systemd/system/glance-api.service.d/1.conf', '[Service]\nUser=www\n')],
    [
      'a unit of its own without user',
      () => write('systemd/system/glance-api.service', '[Service]\nExecStart=/usr/bin/x\n'),
    ],
    [
      'a unit with more groups',
      () => write('systemd/system/glance-api.service.d/1.conf', '[Service]\nSupplementaryGroups=x\n'),
    ],
  ])('nothing is claimed of %s', (_, change) => {
    chmodSync(join(root, 'glance/glance.conf.d/90-x.conf'), 0o600);
    chmodSync(join(root, 'glance/policy.d'), 0o700);
    expect(look().told).not.toEqual([]);
    change();
    expect(look()).toEqual({ verdict: 'stopped', told: [] });
  });

  test('a directory of options in /etc itself is one of the service too', () => {
    rmSync(join(root, 'glance/glance.conf.d'), { recursive: true });
    write('glance.conf.d/90-x.conf', '[DEFAULT]\nenabled_import_methods = [glance-direct]\n');
    expect(look()).toEqual({ verdict: 'stopped', told: [] });
    chmodSync(join(root, 'glance.conf.d'), 0o700);
    const { verdict, told: all } = look();
    expect([verdict, all.length]).toEqual(['open', 1]);
  });

  test('nor under mod_wsgi, where the web server says who reads', () => {
    chmodSync(join(root, 'glance/glance.conf.d/90-x.conf'), 0o600);
    expect(look('mod_wsgi').told).toEqual([]);
  });

  test('a file that no launcher of it reads decides nothing', () => {
    write('glance/glance-image-import.conf', '[DEFAULT]\n', 0o600);
    expect(look('eventlet').told).toEqual([]);
    expect(look().told.join()).toMatch(/glance-image-import.conf: glance does not start/);
  });
});

test('without the rights of root it is said above', () => expect(typeof isRoot).toBe('boolean'));
