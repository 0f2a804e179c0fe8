// The README of each example says which attacks stay open there, and no other: read in the committed verdicts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '../..');
const examples = readdirSync(join(root, 'snapshots')).filter((name) => existsSync(join(root, 'examples', name)));

/** Ids below OPEN in the verdicts of every region, under the target that the intent names. */
function listOpen(example: string): string[] {
  const intent = readFileSync(join(root, 'examples', example, 'glacis.yaml'), 'utf8');
  const target = /^targets: \[([a-z-]+)/m.exec(intent)?.[1] ?? 'etc';
  const directory = join(root, 'snapshots', example, target);
  const verdicts = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('verdicts.txt'),
  );
  expect(verdicts.length).toBeGreaterThan(0);
  return verdicts.flatMap((path) => {
    const text = readFileSync(join(directory, path), 'utf8');
    const open = /^OPEN .*?(?=^(?:STOPPED|ACCEPTED|NOT APPLICABLE|LINTS))/ms.exec(text)?.[0] ?? '';
    return [...open.matchAll(/^ {4}(?:critical|high|medium|low) +([a-z0-9-]+)$/gm)].map(([, id = '']) => id);
  });
}

test.each(examples)('%s says what stays open', (example) => {
  const readme = readFileSync(join(root, 'examples', example, 'README.md'), 'utf8');
  const words = /^Stays open: .*/ms.exec(readme)?.[0] ?? '';
  const told = [...words.matchAll(/`([a-z]+-[a-z0-9-]+)`/g)].map(([, id = '']) => id);
  const neighbours = new Set(examples);
  expect([...new Set(told.filter((id) => !neighbours.has(id)))].sort()).toEqual([...new Set(listOpen(example))].sort());
  if (told.length === 0) expect(words).toBe('Stays open: nothing.\n');
});
