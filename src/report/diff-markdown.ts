// The comparison as a pull request comment: the verdict in the first line, a table, long lists folded.
import type { FleetChange, FleetDiff } from '../checks/diff/fleet';
import { nameRegions } from './diff-text';
import { escapeMarkdown } from './safe-text';

/** Rows shown of one direction: code hosts cut comments at 65,536 characters. */
const maxRows = 60;
/** Longest text in a cell. */
const maxCellCharacters = 160;

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
    ...writeTable('Looser', looser, false),
    ...writeTable('Tighter', tighter, true),
    ...writeTable('Neutral', neutral, true),
    ...listRegions(diff),
  ];
  return `${lines.join('\n').trimEnd()}\n`;
}

function sayVerdict(isLooser: boolean, notCompared: number): string {
  if (isLooser) return 'security gets looser';
  return notCompared > 0 ? 'not known, files could not be read' : 'nothing gets looser';
}

function listNotCompared({ notCompared }: FleetDiff): string[] {
  if (notCompared.length === 0) return [];
  const rows = notCompared
    .slice(0, maxRows)
    .map(({ side, file, because, lost }) => `| ${[side, file, because, lost].map(writeCell).join(' | ')} |`);
  const rest = notCompared.length > maxRows ? ['', `and ${notCompared.length - maxRows} more`] : [];
  return ['**Not compared**', '', '| side | file | found | lost |', '|---|---|---|---|', ...rows, ...rest, ''];
}

function listAttacks(title: string, ids: readonly string[]): string[] {
  return ids.length === 0 ? [] : [`**${title}:** ${ids.map((id) => `\`${id}\``).join(', ')}`, ''];
}

function writeTable(title: string, changes: readonly FleetChange[], isFolded: boolean): string[] {
  if (changes.length === 0) return [];
  const rows = changes.slice(0, maxRows).map((change) => {
    const where = `${change.file === '' ? '' : `${change.file} `}${change.subject}`;
    const regions = change.regions.length > 0 ? ` (in ${nameRegions(change.regions)})` : '';
    const why = [change.because, change.attacks.join(', ')].filter((text) => text !== '').join('; ');
    return `| ${[`${where}${regions}`, change.before ?? '', change.after ?? '', why].map(writeCell).join(' | ')} |`;
  });
  const rest = changes.length > maxRows ? ['', `and ${changes.length - maxRows} more`] : [];
  const table = ['| where | before | after | why |', '|---|---|---|---|', ...rows, ...rest];
  if (!isFolded) return [`**${title}**`, '', ...table, ''];
  return [`<details><summary>${title} (${changes.length})</summary>`, '', ...table, '', '</details>', ''];
}

function writeCell(text: string): string {
  const short = text.length > maxCellCharacters ? `${text.slice(0, maxCellCharacters - 1)}…` : text;
  return escapeMarkdown(short);
}

function listRegions({ regions }: FleetDiff): string[] {
  const opening = regions.filter(({ attacksOpened }) => attacksOpened.length > 0);
  if (opening.length === 0) return [];
  const rows = opening
    .slice(0, maxRows)
    .map(({ name, attacksOpened }) => `| ${writeCell(name)} | ${writeCell(attacksOpened.join(', '))} |`);
  const rest = opening.length > maxRows ? ['', `and ${opening.length - maxRows} more`] : [];
  return ['**Regions that open attacks**', '', '| region | attacks |', '|---|---|', ...rows, ...rest, ''];
}
