// A directory like /etc as a cloud: a file that could override all others and cannot be read leaves nothing to judge.
import { execFileSync } from 'node:child_process';
import fs, { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAttack } from '../../../src/checks';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { readSide } from '../../../src/cli/compared-side';
import { openDirectory, tellOfDefaults } from '../../../src/cli/open-directory';
import { IntentProblems } from '../../../src/problems';
import { listen } from './listen';

const versions: CloudVersions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 };
let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-open-directory-'));
  mkdirSync(join(root, 'glance/glance.conf.d'), { recursive: true });
  mkdirSync(join(root, 'nginx'));
  writeFileSync(join(root, 'glance/glance-api.conf'), '[DEFAULT]\n');
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

test.each([
  ['an option file', 'glance/glance.conf.d/99-late.conf', '/etc/hostname'],
  ['a directory of options', 'nova/nova.conf.d', '/etc'],
  ['a directory of rules', 'glance/policy.d', '/etc'],
  ['a policy file', 'cinder/policy.yaml', '/etc/hostname'],
  ['a service', 'cinder', '/etc'],
])('%s that is a link out of the directory is no reason to judge the rest', (_, path, target) => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  symlinkSync(target, join(root, path));
  expect(() => openDirectory(root, versions)).toThrow(IntentProblems);
});

test('an option file beyond the bound is no reason either', () => {
  writeFileSync(join(root, 'glance/glance.conf.d/99-late.conf'), '#'.repeat(8 * 1024 * 1024 + 1));
  expect(() => openDirectory(root, versions)).toThrow(IntentProblems);
});

test.each(['glance/glance-image-import.conf', 'glance/policy.yaml', 'nova/nova.conf'])(
  'a directory or a pipe in the place of %s is no reason either: the service opens it, and what then comes is not in the tree',
  (path) => {
    mkdirSync(join(root, path), { recursive: true });
    expect(() => openDirectory(root, versions)).toThrow(/a directory/);
    rmSync(join(root, path), { recursive: true });
    execFileSync('mkfifo', [join(root, path)]);
    expect(() => openDirectory(root, versions)).toThrow(/a pipe/);
  },
);

test('where no file of Glance is, its verdicts are said to be those of its defaults; a broken or closed file is no such case', () => {
  const { told } = listen();
  const tell = (mayMiss = false) => tellOfDefaults(openDirectory(root, versions, mayMiss));
  tell();
  writeFileSync(join(root, 'glance/glance-api.conf'), 'not an option\n');
  tell();
  rmSync(join(root, 'glance/glance-api.conf'));
  symlinkSync('/etc/hostname', join(root, 'glance/glance-api.conf'));
  mkdirSync(join(root, 'nova'));
  writeFileSync(join(root, 'nova/nova.conf'), '[DEFAULT]\n');
  told.mockClear();
  tell(true);
  expect(told.mock.calls.filter(([text]) => String(text).startsWith('here '))).toEqual([]);
  rmSync(join(root, 'glance'), { recursive: true });
  told.mockClear();
  tell();
  expect(told.mock.calls).toEqual([
    ['no option file that Glance reads is there: what is said of Glance is said of its defaults\n'],
  ]);
});

test('what may count is told and the rest is judged; links of the rest of /etc are nobody’s business', () => {
  const { told } = listen();
  for (const path of [
    'alternatives',
    'systemd/system/multi-user.target.wants',
    'systemd/system/glance-api.service.d',
  ]) {
    mkdirSync(join(root, path), { recursive: true });
  }
  symlinkSync('/usr/share/nginx', join(root, 'nginx/modules'));
  symlinkSync('/usr/bin/vim', join(root, 'alternatives/editor'));
  symlinkSync('/usr/lib/os-release', join(root, 'os-release'));
  symlinkSync('/lib/systemd/system/ssh.service', join(root, 'systemd/system/sshd.service'));
  symlinkSync('/lib/systemd/system/nginx.service', join(root, 'systemd/system/multi-user.target.wants/nginx.service'));
  expect([...openDirectory(root, versions).files.keys()]).toEqual(['glance/glance-api.conf']);
  expect(told).not.toHaveBeenCalled();
  symlinkSync('/etc/hostname', join(root, 'glance/server.pem'));
  symlinkSync('/etc/hostname', join(root, 'systemd/system/glance-api.service.d/80.conf'));
  symlinkSync('/etc/hostname', join(root, 'nftables.conf'));
  expect([...openDirectory(root, versions).files.keys()]).toEqual(['glance/glance-api.conf']);
  expect(told.mock.calls.map(([line]) => String(line).split(':')[0])).toEqual([
    'glance/server.pem',
    'nftables.conf',
    'systemd/system/glance-api.service.d/80.conf',
  ]);
});

test('a directory that may not be listed is a problem of its own', () => {
  const closed = Object.assign(new Error('EACCES'), { code: 'EACCES' });
  jest.spyOn(fs, 'readdirSync').mockImplementation(() => {
    throw closed;
  });
  expect(() => openDirectory(root, versions)).toThrow(/EACCES/);
  expect(() => readSide(root, 'before')).toThrow(IntentProblems);
});

test.each([
  ['nginx/sites-enabled/public', 'not-applicable'],
  ['nginx/loop.conf', 'not-applicable'],
  // Neither holds a server.
  ['nginx/modules-enabled/50-echo.conf', 'stopped'],
  ['nginx/sites-available/old', 'stopped'],
  ['nginx/modules', 'stopped'],
])('a limit is not credited where %s of the proxy cannot be read: %s', (path, verdict) => {
  const limited = join(__dirname, '../../checks/trees/edge-limited');
  cpSync(limited, root, { recursive: true });
  listen();
  const judgeFlood = () => loadAttack('dos-image-create-flood').judge(openDirectory(root, versions));
  expect(judgeFlood().verdict).toBe('stopped');
  mkdirSync(join(root, path, '..'), { recursive: true });
  symlinkSync(path.includes('loop') ? 'loop.conf' : '/srv/somewhere/else', join(root, path));
  const answer = judgeFlood();
  expect(answer.verdict).toBe(verdict);
  if (verdict !== 'stopped') expect(answer.because).toContain(`${path} cannot be read`);
});

test.each(['nginx', 'haproxy', 'nginx/conf.d/90-limit.conf'])(
  'a flood is not called open where %s cannot be read: the limit may be there',
  (path) => {
    rmSync(join(root, 'nginx'), { recursive: true });
    listen();
    const judgeFlood = () => loadAttack('dos-image-create-flood').judge(openDirectory(root, versions));
    expect(judgeFlood().verdict).toBe('open');
    mkdirSync(join(root, path, '..'), { recursive: true });
    symlinkSync('/srv/somewhere/else', join(root, path));
    expect(judgeFlood()).toMatchObject({ verdict: 'not-applicable', because: expect.stringContaining(path) });
  },
);

test('a directory with nothing to judge is a problem, not a report on the defaults', () => {
  rmSync(join(root, 'glance'), { recursive: true });
  expect(() => openDirectory(root, versions)).toThrow(/got nothing of Glance/);
  mkdirSync(join(root, 'glance-api'));
  writeFileSync(join(root, 'glance-api/glance-api.conf'), '[DEFAULT]\n');
  expect(() => openDirectory(root, versions)).toThrow(/unreadable/);
  expect([...openDirectory(join(root, 'glance-api'), versions).files.keys()]).toEqual(['glance/glance-api.conf']);
});

test('drop-ins beside a main file: without the start of a Debian package it is said that its scripts turn them round', () => {
  const { told } = listen();
  const tell = (packages: object, launcher: 'uwsgi' | 'eventlet' = 'eventlet') => {
    told.mockClear();
    openDirectory(root, { ...versions, packages, launcher });
    return told.mock.calls.map(([text]) => String(text)).filter((text) => text.includes('let it win'));
  };
  for (const service of ['glance', 'nova']) mkdirSync(join(root, `${service}/${service}.conf.d`), { recursive: true });
  const files = ['glance/glance-api.conf', 'glance/glance.conf.d/1.conf', 'nova/nova.conf', 'nova/nova.conf.d/1.conf'];
  for (const file of files) writeFileSync(join(root, file), '[DEFAULT]\n');
  expect(tell({ glance: '30.0.0', nova: '31.0.0' })).toEqual([]);
  const debian = { glance: '2:30.0.0-3+deb13u2', nova: '2:31.0.0-6+deb13u2' };
  expect(tell(debian).map((text) => text.split(':')[0])).toEqual(['glance/glance-api.conf', 'nova/nova.conf']);
  expect(tell(debian, 'uwsgi').map((text) => text.split(':')[0])).toEqual(['nova/nova.conf']);
  mkdirSync(join(root, 'systemd/system'), { recursive: true });
  writeFileSync(join(root, 'systemd/system/nova-compute.service'), '[Service]\nExecStart=/usr/bin/nova-compute\n');
  expect(tell(debian).map((text) => text.split(':')[0])).toEqual(['glance/glance-api.conf']);
});

test('names of a service in /etc itself are read where its own directory lacks them, a closed one leaves no verdict', () => {
  listen();
  writeFileSync(join(root, 'glance/glance-api.conf'), '[DEFAULT]\nshow_multiple_locations = False\n');
  rmSync(join(root, 'glance/glance.conf.d'), { recursive: true });
  mkdirSync(join(root, 'glance.conf.d'));
  writeFileSync(join(root, 'glance.conf.d/1.conf'), '[DEFAULT]\nshow_multiple_locations = True\n');
  writeFileSync(join(root, 'policy.yaml'), '"delete_image": "@"\n');
  mkdirSync(join(root, 'policy.d'));
  writeFileSync(join(root, 'policy.d/1.yaml'), '"get_image": "@"\n');
  for (const name of ['glance.confd', 'policy.txt', 'xpolicy.yaml', 'glancex']) writeFileSync(join(root, name), '');
  const cloud = openDirectory(root, versions);
  const paths = ['glance.conf.d/1.conf', 'glance/glance-api.conf', 'policy.d/1.yaml', 'policy.yaml'];
  expect([...cloud.files.keys()].sort()).toEqual(paths);
  expect(cloud.config('glance').get('DEFAULT', 'show_multiple_locations').at?.file).toBe('glance.conf.d/1.conf');
  expect(cloud.policy('nova').files.read).toEqual(['policy.yaml', 'policy.d/1.yaml']);
  // An empty directory is enough.
  mkdirSync(join(root, 'glance/glance.conf.d'));
  expect(openDirectory(root, versions).config('glance').get('DEFAULT', 'show_multiple_locations').value).toBe(false);
  rmSync(join(root, 'policy.yaml'));
  symlinkSync('/etc/hostname', join(root, 'policy.yaml'));
  expect(() => openDirectory(root, versions)).toThrow(/link out of the directory/);
});
