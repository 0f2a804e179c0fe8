// Standard streams: a reader that leaves, a writer that never ends, what is no stream at all. The exit code stays that of the answer.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glacis, runCli } from './run-cli';

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-streams-'));
  mkdirSync(join(work, 'etc/glance'), { recursive: true });
  writeFileSync(join(work, 'etc/glance/glance-api.conf'), '[DEFAULT]\n');
  writeFileSync(join(work, 'strict.yaml'), 'release: "2025.1"\n');
  const open = 'imageImport: { enabledImportMethods: [glance-direct, web-download], allowedHosts: [a.example] }\n';
  writeFileSync(join(work, 'open.yaml'), `release: "2025.1"\n${open}`);
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

/** `glacis` in a shell, with what stands around it; answers with its own exit code and what it said on stderr. */
function runInShell(line: string): { readonly code: number; readonly stderr: string } {
  const command = line.replace('glacis', `"${process.execPath}" "${glacis}"`);
  const script = command.replace(/^(.*?)( \|.*)?$/, '($1; echo $? >code) 2>said$2');
  spawnSync('sh', ['-c', script], { cwd: work, timeout: 60_000 });
  return { code: Number(readFileSync(join(work, 'code'), 'utf8')), stderr: readFileSync(join(work, 'said'), 'utf8') };
}

test.each([
  ['glacis list attacks | true', 0],
  ['glacis verify open.yaml | true', 2],
  ['glacis verify open.yaml --format json | true', 2],
  ['glacis verify open.yaml --format html | true', 2],
  ['glacis audit etc --release 2025.1 --format sarif | true', 2],
  ['glacis diff strict.yaml open.yaml | true', 3],
  ['glacis diff open.yaml strict.yaml | true', 2],
])('%s: nobody reads, and the exit code is %i all the same', (line, code) => {
  expect(runInShell(line)).toEqual({ code, stderr: '' });
});

test('a reader of standard error that leaves changes nothing either', () => {
  const command = `"${process.execPath}" "${glacis}" synth strict.yaml --out told`;
  spawnSync('sh', ['-c', `(${command} >list; echo $? >code) 2>&1 | true`], { cwd: work });
  expect(readFileSync(join(work, 'code'), 'utf8')).toBe('0\n');
  expect(readFileSync(join(work, 'list'), 'utf8')).toContain('+ README.md\n');
});

test.each([
  ['</tmp', 'standard input: unreadable\n    got:    EISDIR'],
  ['</dev/zero', 'standard input: too-large\n'],
  ['</dev/null', 'got:    no URL\n'],
  ['<&-', 'got:    no URL\n'],
])('probe --input jsonl %s is a problem', (redirection, words) => {
  const { code, stderr } = runInShell(`glacis probe --config etc --release 2025.1 --input jsonl ${redirection}`);
  expect(code).toBe(1);
  expect(stderr).toContain(words);
  expect(stderr).not.toContain('    at ');
});

test('a file of hosts that never ends is a problem, and so are URLs in two places', () => {
  const probe = ['probe', '--config', 'etc', '--release', '2025.1'];
  const endless = runCli([...probe, '--hosts', '/dev/zero', 'http://a.example/'], { cwd: work });
  expect(endless).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('/dev/zero: too-large\n') });
  const both = runCli([...probe, '--input', 'jsonl', 'http://a.example/'], { cwd: work, input: '"http://b.example/"' });
  expect(both).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('one of the two') });
});
