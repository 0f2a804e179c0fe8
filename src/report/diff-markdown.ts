// The comparison as a pull request comment: the verdict in the first line, a table, long lists folded.
import type { FleetChange, FleetDiff } from '../checks/diff/fleet';
import { groupChanges, type ShownChange } from './diff-groups';
import { nameRegions } from './diff-text';
import { escapeMarkdown } from './safe-text';

/** Rows shown of one direction. */
const maxRows = 60;
/** Characters of the rows of what is looser, and of every other table: code hosts refuse comments above 65,536. */
const maxCharacters = { looser: 30_000, other: 7_000 };
/** Longest text in a cell, and of what is said of a change. */
const maxCellCharacters = 160;
const maxReasonCharacters = 600;
/** Lines of a file in one cell. */
const maxLines = 6;

/** The whole comparison. */
export function diffToMarkdown(diff: FleetDiff): string {
  if (diff.changes.length + diff.notCompared.length === 0) return '### Glacis: no difference\n';
  const of = (direction: FleetChange['direction']) => diff.changes.filter((change) => change.direction === direction);
  const [looser, tighter, neutral] = [of('looser'), of('tighter'), of('neutral')];
  const isLooser = looser.length > 0 || diff.attacksOpened.length > 0;
  const lines = [
    `### Glacis: ${sayVerdict(isLooser, diff.notCompared.length)}`,
    '',
    `${looser.length} looser, ${tighter.length} tighter, ${neutral.length} neutral; ` +
      `${diff.attacksOpened.length} attacks opened, ${diff.attacksClosed.length} closed.`,
    '',
    ...listAttacks('Opened', diff.attacksOpened),
    ...listAttacks('Closed', diff.attacksClosed),
    ...listNotCompared(diff),
    ...writeTable('Looser', looser, maxCharacters.looser),
    ...listRegions(diff),
    ...writeTable('Tighter', tighter),
    ...writeTable('Neutral', neutral),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

/** As many rows as there is room for, and how many are left out. */
function fitRows(rows: readonly string[], room = maxCharacters.other): string[] {
  let left = room;
  const fitting = rows.slice(0, maxRows).findIndex((row) => {
    left -= row.length + 1;
    return left < 0;
  });
  const shown = rows.slice(0, fitting < 0 ? maxRows : fitting);
  return rows.length > shown.length ? [...shown, '', `and ${rows.length - shown.length} more`] : shown;
}

function sayVerdict(isLooser: boolean, notCompared: number): string {
  if (isLooser) return 'security gets looser';
  return notCompared > 0 ? 'not known, files could not be read' : 'nothing gets looser';
}

function listNotCompared({ notCompared }: FleetDiff): string[] {
  if (notCompared.length === 0) return [];
  const rows = notCompared.map(
    ({ side, file, because, lost }) => `| ${[side, file, because, lost].map((text) => writeCell(text)).join(' | ')} |`,
  );
  return ['**Not compared**', '', '| side | file | found | lost |', '|---|---|---|---|', ...fitRows(rows), ''];
}

function listAttacks(title: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`**${title}:** ${ids.map((id) => `\`${id}\``).join(', ')}`, ''];
}

/** With a room of its own it stands open. */
function writeTable(title: string, changes: readonly FleetChange[], room?: number): string[] {
  if (changes.length === 0) return [];
  const rows = fitRows(groupChanges(changes).map(writeRow), room);
  const table = ['| where | before | after | why |', '|---|---|---|---|', ...rows];
  if (room !== undefined) return [`**${title}**`, '', ...table, ''];
  return [`<details><summary>${title} (${changes.length})</summary>`, '', ...table, '', '</details>', ''];
}

function writeRow({ change, where, texts }: ShownChange): string {
  const { because, attacks } = change;
  const regions = change.regions.length > 0 ? ` (in ${nameRegions(change.regions)})` : '';
  const why = [because, attacks.join(', ')].filter((text) => text !== '').join('; ');
  const cells = [
    writeCell(`${where}${regions}`),
    writeLines(texts.map(({ before }) => before)),
    writeLines(texts.map(({ after }) => after)),
    writeCell(why, maxReasonCharacters),
  ];
  return `| ${cells.join(' | ')} |`;
}

function writeLines(lines: readonly (string | null)[]): string {
  const told = lines.filter((line) => line !== null);
  const rest = told.length > maxLines ? [`and ${told.length - maxLines} more lines`] : [];
  return [...told.slice(0, maxLines), ...rest].map((line) => writeCell(line)).join('<br>');
}

function writeCell(text: string, max = maxCellCharacters): string {
  return escapeMarkdown(text.length > max ? `${text.slice(0, max - 1)}…` : text);
}

function listRegions({ regions }: FleetDiff): string[] {
  const opening = regions.filter(({ attacksOpened }) => attacksOpened.length > 0);
  if (opening.length === 0) return [];
  const rows = opening.map(
    ({ name, attacksOpened }) => `| ${writeCell(name)} | ${writeCell(attacksOpened.join(', '))} |`,
  );
  return ['**Regions that open attacks**', '', '| region | attacks |', '|---|---|', ...fitRows(rows), ''];
}
