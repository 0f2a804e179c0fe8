// `npm run mutation`: breaks every rendered setting, judges what comes of it and writes docs/mutation.md. Takes minutes on every processor.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { composePage, findGaps } from '../test/mutation/page';
import { type MutationRun, mergeRuns, runMutants, type Share } from '../test/mutation/records';

/** `--only=public-region,zed-bookworm`: these trees alone. `--share=0/2`: what a child does of it. */
const argument = (name: string): string | undefined =>
  process.argv.find((one) => one.startsWith(`--${name}=`))?.slice(name.length + 3);
const only = argument('only')?.split(',');
const [index, of] = argument('share')?.split('/').map(Number) ?? [];

if (index !== undefined && of !== undefined) {
  const run = runMutants(
    (subject, count) => process.stderr.write(`${subject}: ${count} mutants\n`),
    { index, of },
    only,
  );
  process.stdout.write(JSON.stringify(run));
} else {
  const count = Math.max(2, availableParallelism());
  void Promise.all(Array.from({ length: count }, (_, share) => runShare({ index: share, of: count }))).then((runs) => {
    const run = mergeRuns(runs);
    const gaps = findGaps(run);
    writeFileSync(join(__dirname, '../docs/mutation.md'), composePage(run));
    if (gaps.length === 0) return;
    process.stderr.write(`${gaps.join('\n')}\n`);
    process.exitCode = 1;
  });
}

function runShare({ index, of }: Share): Promise<MutationRun> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, __filename, `--share=${index}/${of}`, ...process.argv.slice(2)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(JSON.parse(Buffer.concat(parts).toString('utf8')) as MutationRun);
      else reject(new Error(`a share ended with ${code}`));
    });
  });
}
