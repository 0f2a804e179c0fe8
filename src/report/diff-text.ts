// The comparison for a terminal: what opened first, then every change under its direction, then one line a region.
import type { FleetDiff } from '../checks/diff/fleet';
import type { Direction } from '../checks/types';
import { groupChanges, type ShownChange } from './diff-groups';
import { type Paint, wrapText } from './paint';
import { showText } from './safe-text';

/** Names of regions shown before "and N more". */
const maxRegionsShown = 5;
/** Regions listed one by one. */
const maxRegionRows = 40;
/** Entries of one direction, and files that were not compared. */
const maxEntries = 400;

/** The whole comparison. */
export function diffToText(diff: FleetDiff, paint: Paint): string {
  const lines: (string | readonly string[])[] = [];
  const paints: Readonly<Record<Direction, (text: string) => string>> = {
    looser: paint.bad,
    tighter: paint.good,
    neutral: paint.strong,
  };
  const list = (title: string, ids: readonly string[]): void => {
    if (ids.length > 0) lines.push(title, ...wrapText(ids.join(' '), 2, 2), '');
  };
  list(paint.bad(`ATTACKS OPENED (${diff.attacksOpened.length})`), diff.attacksOpened);
  list(paint.good(`ATTACKS CLOSED (${diff.attacksClosed.length})`), diff.attacksClosed);
  if (diff.notCompared.length > 0) {
    lines.push(paint.warn(`NOT COMPARED (${diff.notCompared.length}): what these files change is not known`));
    for (const { side, file, because, lost } of diff.notCompared.slice(0, maxEntries))
      lines.push(...wrapText(showText(`${side} ${file}: ${because}; lost: ${lost}`), 2, 6));
    if (diff.notCompared.length > maxEntries) lines.push(`  and ${diff.notCompared.length - maxEntries} more`);
    lines.push('');
  }
  for (const direction of ['looser', 'tighter', 'neutral'] as const) {
    const changes = diff.changes.filter((change) => change.direction === direction);
    if (changes.length === 0) continue;
    lines.push(paints[direction](`${direction.toUpperCase()} (${changes.length})`));
    const shown = groupChanges(changes);
    lines.push(shown.slice(0, maxEntries).flatMap((entry) => describeEntry(entry, paint)));
    if (shown.length > maxEntries) lines.push(`  and ${shown.length - maxEntries} more; --format json has all of them`);
    lines.push('');
  }
  if (diff.regions.length > 0) lines.push(...listRegions(diff, paint), '');
  const count = (direction: Direction) => diff.changes.filter((change) => change.direction === direction).length;
  lines.push(
    diff.changes.length === 0
      ? diff.notCompared.length > 0
        ? 'no difference in what could be read'
        : 'no difference'
      : `${count('looser')} looser, ${count('tighter')} tighter, ${count('neutral')} neutral; ` +
          `${diff.attacksOpened.length} attacks opened, ${diff.attacksClosed.length} closed`,
  );
  return `${lines.flat().join('\n')}\n`;
}

function describeEntry({ change, where, texts }: ShownChange, paint: Paint): string[] {
  const { attacks, because, regions } = change;
  return [
    `  ${paint.strong(where)}`,
    ...texts.flatMap(({ before, after }) => [
      ...(before === null ? [] : wrapText(`- ${before}`, 4, 6)),
      ...(after === null ? [] : wrapText(`+ ${after}`, 4, 6)),
    ]),
    ...(because === '' ? [] : wrapText(because, 4, 4)),
    ...(attacks.length === 0 ? [] : wrapText(`attacks: ${attacks.join(', ')}`, 4, 6)),
    ...(regions.length === 0 ? [] : wrapText(`in ${nameRegions(regions)}`, 4, 6)),
  ];
}

function listRegions(diff: FleetDiff, paint: Paint): string[] {
  const rows = diff.regions
    .slice(0, maxRegionRows)
    .map(({ name, attacksOpened, attacksClosed, looser, tighter, neutral }) => {
      const attacks = `${attacksOpened.length} opened, ${attacksClosed.length} closed`;
      return `  ${name}: ${looser} looser, ${tighter} tighter, ${neutral} neutral; attacks ${attacks}`;
    });
  const rest = diff.regions.length - rows.length;
  return [
    paint.strong(`REGIONS THAT DIFFER (${diff.regions.length})`),
    ...rows,
    ...(rest > 0 ? [`  and ${rest} more`] : []),
  ];
}

/** The first few names, then a count. */
export function nameRegions(regions: readonly string[]): string {
  const shown = regions.slice(0, maxRegionsShown).join(', ');
  const rest = regions.length - maxRegionsShown;
  return rest > 0 ? `${shown} and ${rest} more` : shown;
}
