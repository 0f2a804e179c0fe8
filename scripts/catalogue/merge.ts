// Adds snapshots of extract.py to the stored catalogue: `npx tsx scripts/catalogue/merge.ts SNAPSHOT.json [SNAPSHOT.json ...]`.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readOptionFile, readRuleFile } from '../../src/openstack/catalogue/files';
import { releaseNames } from '../../src/openstack/releases';
import { describeChanges } from './changes';
import { compactOptions, compactRules, printColumns } from './compact';
import { expandSnapshots, replaceRelease } from './expand';
import type { Snapshot } from './snapshot';

const folder = join(__dirname, '..', '..', 'src', 'openstack', 'data');

function writeColumns(name: string, text: string): void {
  writeFileSync(join(folder, `${name}.json`), text);
  console.error(`${name}.json: ${text.length} bytes`);
}

function mergeSnapshots(paths: readonly string[]): void {
  const fresh: Snapshot[] = paths.map((path) => JSON.parse(readFileSync(path, 'utf8')));
  const service = fresh[0]?.service;
  if (service === undefined || fresh.some((snapshot) => snapshot.service !== service)) {
    throw new RangeError('the snapshots must be of one service');
  }
  const drivers = service === 'cinder' ? readOptionFile('drivers') : undefined;
  const stored = expandSnapshots(readOptionFile(service), readRuleFile(service), drivers);
  const snapshots = replaceRelease(stored, fresh, releaseNames);
  writeColumns(`${service}.options`, printColumns(compactOptions(snapshots, releaseNames, (option) => !option.driver)));
  if (drivers !== undefined) {
    writeColumns(
      'cinder.drivers',
      printColumns(compactOptions(snapshots, releaseNames, (option) => option.driver === true)),
    );
  }
  writeColumns(`${service}.rules`, printColumns(compactRules(snapshots, releaseNames)));
  const at = releaseNames.indexOf(fresh[0]!.release);
  const [older, newer] = [at - 1, at].map((index) => snapshots.find(({ release }) => release === releaseNames[index]));
  if (older && newer)
    console.log([`${newer.release} after ${older.release}:`, ...describeChanges(older, newer)].join('\n'));
}

if (process.argv.length < 3) {
  console.error('usage: npx tsx scripts/catalogue/merge.ts SNAPSHOT.json [SNAPSHOT.json ...]');
  process.exitCode = 1;
} else {
  mergeSnapshots(process.argv.slice(2));
}
