// The generated pages are those that the source would give today, and none of them leaves a check, code or key out.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeDocs } from '../../scripts/docs';
import { attackIds, lintIds } from '../../src/checks';
import { intentSchema } from '../../src/intent/schema';
import { problemCodes } from '../../src/problems';

const root = join(__dirname, '../..');
const docs = composeDocs();
const read = (path: string) => docs.get(path) as string;

test.each([...docs.keys()])('%s is up to date (npm run docs)', (path) => {
  expect(readFileSync(join(root, path), 'utf8')).toBe(docs.get(path));
});

test('every attack and lint has a heading and a row', () => {
  const text = read('docs/checks.md');
  const ids = [...attackIds, ...lintIds];
  expect([...text.matchAll(/^### (.+)$/gm)].map((match) => match[1])).toEqual(ids);
  expect([...text.matchAll(/^\| \[(.+)\]\(#\1\) \|/gm)].map((match) => match[1])).toEqual(ids);
});

test('every problem code has a row', () => {
  const rows = [...read('docs/problems.md').matchAll(/^\| `(.+?)` \|/gm)].map((match) => match[1]);
  expect(rows).toEqual(Object.keys(problemCodes).sort());
});

test('every key of the schema has a row with a description', () => {
  const text = read('docs/intent.md');
  const rows = [...text.matchAll(/^\| `(.+?)` \| (.+?) \| (.+?) \| (.+) \|$/gm)];
  const tables = text.split('\n').filter((line) => line.startsWith('| `')).length;
  expect(rows.length).toBe(tables);
  const names = new Set(rows.flatMap((row) => (row[1] as string).split(/[.[\]]+/)));
  const missing = listSchemaKeys(intentSchema).filter((name) => !names.has(name));
  expect(missing).toEqual([]);
});

test('a table row never breaks: as many cells as its head, and no raw markup from the source', () => {
  for (const [path, text] of docs) {
    let width = 0;
    for (const line of text.split('\n')) {
      if (!line.startsWith('|')) width = 0;
      else {
        const cells = line.split(/(?<!\\)\|/).length;
        width ||= cells;
        expect({ path, line, cells }).toEqual({ path, line, cells: width });
      }
    }
  }
});

/** Every property name anywhere in a schema. */
function listSchemaKeys(node: unknown): string[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = Object.entries(node).flatMap(([keyword, child]) =>
    keyword === 'properties'
      ? [...Object.keys(child as object), ...Object.values(child as object).flatMap(listSchemaKeys)]
      : listSchemaKeys(child),
  );
  return [...new Set(own)];
}
