// The report that the README shows is one that an example prints.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

test('every line of it stands in the verdicts of examples/public-region, in that order', () => {
  const [, report = ''] = /## How to read the verdicts\n\n((?: {4}.*\n|\n)+)/.exec(read('README.md')) ?? [];
  const shown = report.split('\n').flatMap((line) => (line.trim() === '' ? [] : line.slice(4)));
  const printed = read('snapshots/public-region/etc/verdicts.txt').split('\n');
  expect(shown.length).toBeGreaterThan(8);
  let from = 0;
  for (const line of shown) {
    const at = printed.indexOf(line, from);
    expect({ line, isPrinted: at >= 0 }).toEqual({ line, isPrinted: true });
    from = at;
  }
});
