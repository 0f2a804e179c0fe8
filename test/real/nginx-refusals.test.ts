// The real nginx and statements beside a limit: it refuses the files that are credited with no limit, and takes the others.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixedNginxVariables } from '../../src/emulators/edge/nginx-builtins';
import { refusedNginx, takenNginx, unknownToNginx } from '../unit/emulators/edge/nginx-refusals';
import { hasProgram, leaveOut } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-nginx-refusals-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function isTaken(text: string): boolean {
  const file = join(directory, 'nginx.conf');
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${directory}/${n};`);
  writeFileSync(file, `user root; pid ${directory}/pid; events { } http { ${places.join(' ')} ${text} }`);
  const { status, stderr } = spawnSync('nginx', ['-t', '-c', file, '-e', `${directory}/error`], { encoding: 'utf8' });
  expect(stderr).toMatch(status === 0 ? /test is successful/ : /\[emerg\]/);
  return status === 0;
}

(hasProgram('nginx') ? describe : leaveOut)('the real nginx', () => {
  test.each([...refusedNginx, ...unknownToNginx])('refuses %s', (text) => expect(isTaken(text)).toBe(false));
  test.each(takenNginx)('takes %s', (text) => expect(isTaken(text)).toBe(true));

  test('has every variable of the table, and lets nobody define it anew', () => {
    const names = [...fixedNginxVariables];
    expect(isTaken(`log_format x "${names.map((name) => `\${${name}}`).join(' ')}"; server { }`)).toBe(true);
    expect(names.filter((name) => isTaken(`server { set $${name} 1; }`))).toEqual([]);
    expect(isTaken('server { set $args 1; set $limit_rate 1; }')).toBe(true);
  });
});
