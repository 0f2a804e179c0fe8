// docs/api.md is the public interface as it is compiled today, and names everything behind the doors.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { composeApi } from '../../scripts/api';

const root = resolve(__dirname, '../..');
const api = composeApi();

test('docs/api.md is up to date (npm run api)', () => {
  expect(readFileSync(join(root, 'docs/api.md'), 'utf8')).toBe(api);
});

test('every name of src/index.ts has a heading and a declaration', () => {
  const index = readFileSync(join(root, 'src/index.ts'), 'utf8');
  const names = [...index.matchAll(/export (?:type )?\{([^}]+)\}/g)]
    .flatMap((match) => (match[1] as string).split(','))
    .map((name) => name.trim().replace(/^type /, ''))
    .filter((name) => name !== '');
  const [, main = ''] = api.split('## glacis\n');
  const headings = [...(main.split('## glacis/')[0] as string).matchAll(/^### (\w+)\n\n```ts\n(export .+)/gm)];
  expect(headings.map((match) => match[1])).toEqual(names.sort());
  for (const [, name, signature] of headings) expect(signature).toMatch(new RegExp(`\\b${name}\\b`));
});

/** Of the language, and of constructs. */
const known = new Set(
  'Readonly Partial Record ReadonlyMap Iterable Pick Omit Error ErrorOptions Symbol Construct Node Props'.split(' '),
);

test('every type that a public name needs has a name that can be imported', () => {
  const [, main = ''] = api.split('## glacis\n');
  const own = main.split('## glacis/')[0] as string;
  const headings = new Set([...own.matchAll(/^### (\w+)$/gm)].map(([, name]) => name));
  const blocks = [...own.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, block = '']) => block.replace(/'[^']*'/g, ''));
  const named = new Set(blocks.flatMap((block) => block.match(/(?<![\w.])[A-Z]\w+(?![\w?]*[(])/g) ?? []));
  expect([...named].filter((name) => !headings.has(name) && !known.has(name))).toEqual([]);
});
