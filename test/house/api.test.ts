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
