// A directory like /etc as a cloud: a file that could override all others and cannot be read leaves nothing to judge.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAttack } from '../../../src/checks';
import type { CloudVersions } from '../../../src/checks/cloud';
import { openDirectory } from '../../../src/cli/open-directory';
import { IntentProblems } from '../../../src/problems';

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

test('a link that no verdict rests on is told, and the rest is judged', () => {
  const told = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  symlinkSync('/usr/share/nginx', join(root, 'nginx/modules'));
  symlinkSync('/etc/hostname', join(root, 'glance/server.pem'));
  expect([...openDirectory(root, versions).files.keys()]).toEqual(['glance/glance-api.conf']);
  expect(told).toHaveBeenCalledTimes(2);
});

test.each([
  ['nginx/sites-enabled/public', 'not-applicable'],
  ['nginx/loop.conf', 'not-applicable'],
  // Neither holds a server.
  ['nginx/modules-enabled/50-echo.conf', 'stopped'],
  ['nginx/sites-available/old', 'stopped'],
])('a limit is not credited where %s of the proxy cannot be read: %s', (path, verdict) => {
  const limited = join(__dirname, '../../checks/trees/edge-limited');
  cpSync(limited, root, { recursive: true });
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const judgeFlood = () => loadAttack('dos-image-create-flood').judge(openDirectory(root, versions));
  expect(judgeFlood().verdict).toBe('stopped');
  mkdirSync(join(root, path, '..'), { recursive: true });
  symlinkSync(path.includes('loop') ? 'loop.conf' : '/srv/somewhere/else', join(root, path));
  const answer = judgeFlood();
  expect(answer.verdict).toBe(verdict);
  if (verdict !== 'stopped') expect(answer.because).toContain(`${path} cannot be read`);
});

test('a directory with nothing to judge is a problem, not a report on the defaults', () => {
  rmSync(join(root, 'glance'), { recursive: true });
  expect(() => openDirectory(root, versions)).toThrow(/got nothing of Glance/);
  mkdirSync(join(root, 'glance-api'));
  writeFileSync(join(root, 'glance-api/glance-api.conf'), '[DEFAULT]\n');
  expect(() => openDirectory(root, versions)).toThrow(/unreadable/);
  expect([...openDirectory(join(root, 'glance-api'), versions).files.keys()]).toEqual(['glance/glance-api.conf']);
});
