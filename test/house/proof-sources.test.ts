// What an answer of the proof depends on is found by following imports and named scripts; every proof keeps its answers.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { digestSources, listSources } from '../proof/sources';

const proofs = resolve(__dirname, '../proof');
const files = readdirSync(proofs).filter((name) => name.endsWith('.proof.ts'));
const sourcesOf = (name: string) => listSources([join(proofs, name)]).files;

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glacis-kept-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const write = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
};

test.each(files)('%s keeps its answers', (name) => {
  expect(sourcesOf(name)).toContain('test/proof/kept-answers.ts');
});

test.each([
  ['differential-formats.proof.ts', 'test/differential/format-witness.py', 'src/emulators/formats/nova-gate.ts'],
  ['differential-ini.proof.ts', 'test/real/oslo-config.py', 'src/emulators/oslo-config/effective-config.ts'],
  ['differential-policy.proof.ts', 'test/real/oslo-policy-witness.py', 'src/emulators/oslo-policy/parse-check.ts'],
  [
    'differential-precedence.proof.ts',
    'test/differential/precedence_under_uwsgi.py',
    'src/emulators/oslo-config/files-read.ts',
  ],
  ['differential-signatures.proof.ts', 'test/differential/signing_chains.py', 'src/emulators/signatures/nova-boot.ts'],
  ['differential-urls.proof.ts', 'test/real/url_witness_glance.py', 'src/emulators/url/split-url.ts'],
  ['edge-load.proof.ts', 'test/real/bed/load.py', 'test/real/bed/bed.conf'],
  ['edge-load.proof.ts', 'test/real/bed/python/sitecustomize.py', 'test/real/bed/witness.py'],
])('%s depends on %s and %s', (name, ...reached) => {
  expect(sourcesOf(name)).toEqual(expect.arrayContaining(reached));
});

test('a byte of what is imported changes the digest; what is imported as a type, or not at all, does not', () => {
  const root = write('root.ts', "import { b } from './b';\nimport type { C } from './c';\nexport const a: C = b;\n");
  write('b.ts', 'export const b = 1;\n');
  write('c.ts', 'export type C = number;\n');
  const before = digestSources(listSources([root]));
  write('c.ts', 'export type C = string;\n');
  write('d.ts', 'export const d = 1;\n');
  expect(digestSources(listSources([root]))).toBe(before);
  write('b.ts', 'export const b = 2;\n');
  expect(digestSources(listSources([root]))).not.toBe(before);
  expect(listSources([root], /\/b\.ts$/).files).toHaveLength(1);
});

test('a module or a script that is not there is said', () => {
  const root = write('root.ts', "import './gone';\n");
  expect(() => listSources([root])).toThrow('imports ./gone, which is not there');
  const other = write('other.ts', `run('gone-witness${'.'}py');\n`);
  expect(() => listSources([other])).toThrow('names gone-witness.py, which is not there');
});
