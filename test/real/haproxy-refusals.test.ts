// The real HAProxy and lines beside a limit: it refuses the files that are credited with no limit, and takes the others.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refusedHaproxy, takenHaproxy } from '../unit/emulators/edge/haproxy-refusals';
import { hasProgram, leaveOut } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-haproxy-refusals-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function isTaken(text: string): boolean {
  const file = join(directory, 'haproxy.cfg');
  writeFileSync(file, text);
  const { status, stderr } = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
  if (status !== 0) expect(stderr).toMatch(/\[ALERT\]/);
  return status === 0;
}

(hasProgram('haproxy') ? describe : leaveOut)('the real HAProxy', () => {
  test.each(refusedHaproxy)('refuses %s', (text) => expect(isTaken(text)).toBe(false));
  test.each(takenHaproxy)('takes %s', (text) => expect(isTaken(text)).toBe(true));
});
