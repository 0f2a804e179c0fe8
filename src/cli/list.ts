// glacis list: what Glacis knows, one line each.
import { type Command, exitCodes } from './command';
import { readFormat, readOptions, refuseWord } from './options';
import { print } from './streams';

/** A row: id, then words. */
type Row = readonly [id: string, ...words: string[]];

const kinds: Readonly<Record<string, () => readonly Row[]>> = {
  attacks: () => {
    const { attackIds, loadAttack } = require('../checks') as typeof import('../checks');
    return attackIds.map((id) => [id, loadAttack(id).severity, loadAttack(id).title]);
  },
  lints: () => {
    const { lintIds, loadLint } = require('../checks') as typeof import('../checks');
    return lintIds.map((id) => [id, loadLint(id).severity, loadLint(id).title]);
  },
  advisories: () => {
    const { advisories } = require('../openstack/advisories') as typeof import('../openstack/advisories');
    return advisories.map(({ id, year, title }) => [id, String(year), title]);
  },
  releases: () => {
    const { releases } = require('../openstack/releases') as typeof import('../openstack/releases');
    return releases.map(({ name, majors, series }) => [
      name,
      `glance ${majors.glance}`,
      `nova ${majors.nova}`,
      `cinder ${majors.cinder}`,
      series,
    ]);
  },
  targets: () => {
    const { loadTarget, targetNames } = require('../targets') as typeof import('../targets');
    return targetNames.map((name) => [name, loadTarget(name).title]);
  },
  constructs: () => {
    const { constructWords } = require('../constructs/words') as typeof import('../constructs/words');
    return constructWords.map(({ name, intentKey, does }) => [name, intentKey ?? '-', does]);
  },
};

/** KIND is attacks, lints, advisories, releases, targets or constructs. */
export const list: Command = (args) => {
  const names = Object.keys(kinds).join(', ');
  const { values, positionals } = readOptions(
    args,
    { format: { type: 'string' } },
    { min: 1, max: 1, names: `KIND: ${names}` },
  );
  const kind = positionals[0] as string;
  const read = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (!read) throw refuseWord('', kind, Object.keys(kinds));
  const rows = read();
  if (readFormat(values.format, ['text', 'json']) === 'json') {
    print(
      `${JSON.stringify(
        rows.map(([id, ...words]) => ({ id, words })),
        null,
        2,
      )}\n`,
    );
    return exitCodes.nothing;
  }
  const widths = rows.reduce<number[]>((all, row) => row.map((cell, i) => Math.max(all[i] ?? 0, cell.length)), []);
  for (const row of rows) {
    print(`${row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  ')}\n`);
  }
  return exitCodes.nothing;
};
