// The committed snapshots are exactly what an operator gets. This test never writes: `npm run snapshots` does.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listExamples, renderSnapshot, snapshotsDirectory } from './render-snapshot';

function listFiles(directory: string, prefix = ''): string[] {
  return readdirSync(join(directory, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    return entry.isDirectory() ? listFiles(directory, path) : [path];
  });
}

test('every example has a snapshot, and no snapshot is an orphan', () => {
  expect(readdirSync(snapshotsDirectory).sort()).toEqual(listExamples());
});

test.each(listExamples())('%s renders to its snapshot (npm run snapshots)', (example) => {
  const directory = join(snapshotsDirectory, example);
  const { files } = renderSnapshot(example);
  expect(listFiles(directory).sort()).toEqual([...files.keys()].sort());
  for (const [path, text] of files) {
    expect({ path, text: readFileSync(join(directory, path), 'utf8') }).toEqual({ path, text });
  }
});
