// `npm run snapshots`: renders every example for every target into snapshots/, after the real programs accepted the files.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { acceptTree } from '../test/real/acceptance';
import { listExamples, renderSnapshot, snapshotsDirectory } from '../test/snapshots/render-snapshot';

const complaints: string[] = [];
const rendered = listExamples().map((example) => ({ example, snapshot: renderSnapshot(example) }));
for (const { example, snapshot } of rendered) {
  for (const tree of snapshot.trees) {
    complaints.push(...acceptTree(tree).map((complaint) => `${example} ${tree.region ?? ''}: ${complaint}`));
  }
}
if (complaints.length > 0) {
  process.stderr.write(`${complaints.join('\n')}\nsnapshots/ was left as it was\n`);
  process.exit(1);
}
rmSync(snapshotsDirectory, { recursive: true, force: true });
for (const { example, snapshot } of rendered) {
  for (const [path, text] of snapshot.files) {
    const file = join(snapshotsDirectory, example, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
process.stderr.write(`${rendered.length} examples rendered\n`);
