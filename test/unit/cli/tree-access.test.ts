// Owners and modes of two trees on disk: what others gain is looser, and a checkout or an intent has none to compare.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { diffAccess, type FileAccess } from '../../../src/checks/diff/access';
import { listRegions, readSide } from '../../../src/cli/compared-side';
import { readTreeAccess } from '../../../src/cli/tree-access';
import { runCli } from './run-cli';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-access-'));
  mkdirSync(join(work, 'old/glance/policy.d'), { recursive: true });
  writeFileSync(join(work, 'old/glance/glance-api.conf'), '[paste_deploy]\nflavor = keystone\n');
  writeFileSync(join(work, 'old/glance/policy.d/a.yaml'), '"add_image": "role:admin"\n');
  for (const file of ['glance-api.conf', 'policy.d/a.yaml']) chmodSync(join(work, 'old/glance', file), 0o640);
  for (const directory of ['old/glance', 'old/glance/policy.d']) chmodSync(join(work, directory), 0o750);
  cpSync(join(work, 'old'), join(work, 'new'), { recursive: true });
});
afterEach(() => rmSync(work, { recursive: true, force: true }));

const compare = (...sides: readonly string[]) => {
  const { code, stdout } = runCli(['diff', ...sides, '--release', '2025.1', '--format', 'json'], { cwd: work });
  const { changes } = JSON.parse(stdout) as { changes: { [key: string]: unknown }[] };
  return { code, told: changes.map((one) => [one.direction, one.kind, one.file, one.because].join(' | ')) };
};

test('a file that everybody reads and a directory that everybody writes are looser, the way back is tighter', () => {
  expect(compare('old', 'new')).toEqual({ code: 0, told: [] });
  chmodSync(join(work, 'new/glance/glance-api.conf'), 0o644);
  chmodSync(join(work, 'new/glance/policy.d'), 0o773);
  expect(compare('old', 'new')).toEqual({
    code: 3,
    told: [
      'looser | access | glance/glance-api.conf | everybody may now read',
      'looser | access | glance/policy.d | the group may now write, everybody may now write and enter',
    ],
  });
  expect(compare('new', 'old')).toMatchObject({
    code: 2,
    told: [/^tighter/, /^tighter/].map((e) => expect.stringMatching(e)),
  });
  expect(compare('old/glance', 'new/glance').told).toHaveLength(2);
});

test('the bit that lets a program run is told and loosens nothing of a file', () => {
  chmodSync(join(work, 'new/glance/glance-api.conf'), 0o751);
  expect(compare('old', 'new').told).toEqual(['neutral | access | glance/glance-api.conf | ']);
});

test('a checkout has no modes to compare; an intent and a revision have none', () => {
  execFileSync('git', ['init', '-q', join(work, 'new')]);
  for (const file of ['glance-api.conf', 'policy.d/a.yaml']) chmodSync(join(work, 'new/glance', file), 0o644);
  expect(compare('old', 'new')).toEqual({ code: 0, told: [] });
  chmodSync(join(work, 'new/glance/policy.d/a.yaml'), 0o666);
  expect(compare('old', 'new')).toEqual({ code: 0, told: [] });
  // Where not everybody reads every file, the modes are somebody's own.
  chmodSync(join(work, 'new/glance/glance-api.conf'), 0o640);
  expect(compare('old', 'new').code).toBe(3);
  const side = readSide(join(work, 'old'), 'before');
  const versions = { release: '2025.1', packages: {}, launcher: 'uwsgi', glanceUid: 64062 } as const;
  expect(listRegions('old', side, versions)[0]?.access?.size).toBe(4);
});

test('who reads the tree owns what it wrote: only root leaves a copy as a host has it', () => {
  const file = join(work, 'new/glance/glance-api.conf');
  for (const path of ['glance-api.conf', 'policy.d/a.yaml']) chmodSync(join(work, 'new/glance', path), 0o644);
  const files = new Map([
    ['glance/glance-api.conf', ''],
    ['glance/policy.d/a.yaml', ''],
  ]);
  const access = readTreeAccess(join(work, 'new'), files, '');
  if (statSync(file).uid === 0) expect(access?.get('glance/glance-api.conf')?.mode).toBe(0o644);
  else expect(access).toBeUndefined();
});

describe('owners and groups', () => {
  const file = (more: Partial<FileAccess>): Map<string, FileAccess> =>
    new Map([['glance/a.conf', { uid: 0, gid: 0, mode: 0o640, isDirectory: false, ...more }]]);

  test.each<[Partial<FileAccess>, 'looser' | 'tighter' | 'neutral', string]>([
    [{ uid: 1000 }, 'looser', 'user 1000 owns it now'],
    [{ mode: 0o600 }, 'tighter', ''],
    [{ gid: 64062 }, 'neutral', ''],
    [{ mode: 0o604 }, 'looser', 'everybody may now read'],
    [{ mode: 0o660, gid: 1000 }, 'looser', 'the group may now write'],
  ])('%j', (more, direction, because) => {
    expect(diffAccess(file({}), file(more))).toEqual([expect.objectContaining({ direction, because })]);
    const back = diffAccess(file(more), file({}))[0]?.direction;
    expect(back).toBe(
      { looser: more.mode === 0o604 ? 'looser' : 'tighter', tighter: 'looser', neutral: 'neutral' }[direction],
    );
  });

  test('what only one side has is told as a file, not by its mode', () =>
    expect(diffAccess(file({}), new Map())).toEqual([]));
});
