// What a fleet holds in memory: synth in a heap that is too small for a second copy of anything that grows with the regions.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { glacis } from './run-cli';

let work: string;
beforeAll(() => {
  work = mkdtempSync(join(tmpdir(), 'glacis-memory-'));
});
afterAll(() => rmSync(work, { recursive: true, force: true }));

const REGIONS = 2000;
/** It takes 16; 28 were needed when the old manifest, every place of the intent and a text for each path were held. */
const HEAP_MIB = 22;
/** Two halves of 1 MiB, and what V8 rounds up to. Left alone it takes 32. */
const MAX_YOUNG_BYTES = 4 * 2 ** 20;

function synthesize(prefix: string): { readonly status: number | null; readonly youngBytes: number } {
  const regions = Array.from(
    { length: REGIONS },
    (_, i) => `  r${i}: { imageImport: { allowedHosts: [${prefix}${i}.example.org, cloud.debian.org] } }\n`,
  );
  const intent = join(work, 'glacis.yaml');
  writeFileSync(intent, `release: "2025.1"\nimageCreateRateLimit: {}\nregions:\n${regions.join('')}`);
  const preload = join(work, 'young.cjs');
  const young = "require('node:v8').getHeapSpaceStatistics().find((one) => one.space_name === 'new_space').space_size";
  writeFileSync(preload, `process.on('exit', () => process.stderr.write('YOUNG ' + ${young} + '\\n'));`);
  const flags = [`--max-old-space-size=${HEAP_MIB}`, '--require', preload];
  const { status, stderr } = spawnSync(
    process.execPath,
    [...flags, glacis, 'synth', intent, '--out', 'out', '--quiet'],
    {
      cwd: work,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  return { status, youngBytes: Number(/^YOUNG ([0-9]+)$/m.exec(stderr)?.[1]) };
}

test('2,000 regions that all differ: a new tree, and all of it changed', () => {
  for (const prefix of ['a', 'b']) {
    const { status, youngBytes } = synthesize(prefix);
    expect({ prefix, status }).toEqual({ prefix, status: 0 });
    expect(youngBytes).toBeLessThanOrEqual(MAX_YOUNG_BYTES);
  }
}, 180_000);
