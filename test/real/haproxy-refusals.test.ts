// The real HAProxy and lines beside a limit: it refuses the files that are credited with no limit, and takes the others.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findUnknownSample } from '../../src/emulators/edge/haproxy-names';
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

/** Of the lists that HAProxy prints of itself; names of Lua scripts are of the host. */
function listNames(kind: string): string[] {
  const file = join(directory, 'empty.cfg');
  writeFileSync(file, '');
  const { stdout } = spawnSync('haproxy', [`-dK${kind}`, '-c', '-f', file], { encoding: 'utf8' });
  return [...stdout.matchAll(/^(?:\[[ Y.]*\] +|\t*)?([\w.+-]+)(?=[(:]| =)/gm)].map(([, name = '']) => name);
}

(hasProgram('haproxy') ? describe : leaveOut)('the real HAProxy', () => {
  test.each(refusedHaproxy)('refuses %s', (text) => expect(isTaken(text)).toBe(false));
  test.each(takenHaproxy)('takes %s', (text) => expect(isTaken(text)).toBe(true));

  test('has no sample or converter that is not known', () => {
    const [samples, conditions, converters] = ['smp', 'acl', 'cnv'].map(listNames) as [string[], string[], string[]];
    // 2.6 has the fewest.
    expect(samples.length).toBeGreaterThanOrEqual(450);
    expect(conditions.length).toBeGreaterThanOrEqual(77);
    expect(converters.length).toBeGreaterThanOrEqual(135);
    const isUnknown = (expression: string) => findUnknownSample('acl', ['name', expression]) !== null;
    expect([...samples, ...conditions].filter(isUnknown)).toEqual([]);
    expect(converters.filter((name) => isUnknown(`src,${name}`))).toEqual([]);
    expect(['nosuch', 'src,nosuch', 'hdr(a),lower,nosuch(1)'].every(isUnknown)).toBe(true);
  });
});
