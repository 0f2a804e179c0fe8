// docs/mutation.md: what the run counted, and every survivor with the reason why nothing is lost.
import { codeRound } from './code-round';
import { findReason, reasons } from './reasons';
import type { MutationRun, TrialRecord } from './records';

const origin = '<!-- Written by scripts/mutation.ts. Change the source and run `npm run mutation`. -->';

const ends = ['attack', 'depth', 'lint', 'verdict', 'same', 'stricter', 'survivor'] as const;

/** Names of the trees that a page speaks of. */
export function listTrees(page: string): string[] {
  return /^Trees \(\d+\): (.*)\.$/m.exec(page)?.[1]?.split(', ') ?? [];
}

/** What becomes of a record on the page: survivors are those that nobody notices and no comparison explains. */
export function endOf({ end }: Pick<TrialRecord, 'end'>): (typeof ends)[number] {
  return end === 'looser' || end === 'neutral' ? 'survivor' : end;
}

/** What is wrong with a run: survivors without a reason, on lines of critical attacks, and reasons that nothing needs. */
export function findGaps({ records }: MutationRun): string[] {
  const survivors = records.filter((record) => endOf(record) === 'survivor');
  const used = new Set(survivors.map(({ setting, mutation }) => findReason(setting, mutation)));
  return [
    ...survivors.flatMap((record) => describeGap(record) ?? []),
    ...reasons.filter((reason) => !used.has(reason)).map(({ because }) => `no mutant needs this reason: ${because}`),
  ];
}

/** Why a survivor may not stand; null when it may. */
export function describeGap({ control, setting, mutation, isCritical }: TrialRecord): string | null {
  const reason = findReason(setting, mutation);
  const name = `${control} | ${setting} | ${mutation}`;
  if (reason === undefined) return `${name}: survives without a reason`;
  return isCritical && reason.critical === undefined
    ? `${name}: survives on a line that stops a critical attack`
    : null;
}

/** The row of a survivor. */
export function describeSurvivor({ control, setting, mutation, isCritical }: TrialRecord): string {
  const reason = findReason(setting, mutation);
  const because = [reason?.because, isCritical ? reason?.critical : undefined].filter((one) => one !== undefined);
  return `| ${[control, code(setting), code(mutation), escapeCell(because.join('; '))].join(' | ')} |`;
}

/** The page. */
export function composePage(run: MutationRun): string {
  const { records, subjects, settings, filesNotAsked } = run;
  const survivors = records.filter((record) => endOf(record) === 'survivor');
  const total = countEnds(records);
  const controls = [...new Set(records.map(({ control }) => control))];
  return `${[
    '# Mutation',
    origin,
    'Every rendered setting is broken on purpose, in one way at a time: a line removed, misspelt, moved, commented out, indented, set to the default, flipped, raised a hundredfold, dropped to 0; a rule opened, a YAML trap; a zone, a condition or a word of a proxy changed; an accept before the rules of the guard; and, for lines that repeat a default, a host file that says otherwise. The broken tree is judged by the code behind `verify`. That the digest in the manifest differs does not count.',
    '* **attack**: an attack that was stopped or had no ground is open. **depth**: one layer less stops it. **lint**: a new finding. **verdict**: an attack that was stopped is called stopped no longer, but not applicable, with the reason in words.',
    '* **same**: the services hold exactly what they held, as `glacis diff` compares them. **stricter**: more is refused than before.',
    '* **survivor**: none of these. Each is listed with the reason why nothing is lost.',
    'The same file of a program is broken once however many trees hold it; so are the spelling of one line and one rule with one check, once in each release.',
    `Trees (${subjects.length}): ${subjects.join(', ')}.`,
    'A run may be held to some trees with `--only=`; a tree that is not named above was not tried.',
    '## Counts',
    `${settings.length} settings, ${total.all} mutants.`,
    table(
      ['control', 'mutants', ...ends.map((end) => (end === 'survivor' ? 'survivors' : end))],
      [
        ...controls.map((control) => countRow(control, countEnds(records.filter((one) => one.control === control)))),
        countRow('all', total),
      ],
    ),
    '## Survivors',
    `${survivors.length}, of which ${survivors.filter(({ isCritical }) => isCritical).length} are on lines that also stop an attack of severity critical; those rows say why it is still stopped.`,
    [
      '| control | setting | mutant | why nothing is lost |',
      '| --- | --- | --- | --- |',
      ...survivors.map(describeSurvivor),
    ].join('\n'),
    '## Files that no verdict reads',
    'No attack counts as stopped by these files, so no mutant of them can be noticed by a verdict. Their bytes are held by the snapshots and by the unit tests of the documents.',
    filesNotAsked.map((file) => `* \`${file}\``).join('\n'),
    ...codeRound,
  ].join('\n\n')}\n`;
}

type Counts = Readonly<Record<(typeof ends)[number] | 'all', number>>;

function countEnds(records: readonly TrialRecord[]): Counts {
  const counts = { all: 0, attack: 0, depth: 0, lint: 0, verdict: 0, same: 0, stricter: 0, survivor: 0 };
  for (const record of records) {
    counts.all += record.count;
    counts[endOf(record)] += record.count;
  }
  return counts;
}

function countRow(name: string, counts: Counts): string[] {
  return [name, String(counts.all), ...ends.map((end) => String(counts[end]))];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** Code in a cell: a bar would end the cell, a backtick the code. */
function code(text: string): string {
  return `\`${text.replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}

function escapeCell(text: string): string {
  return text.replace(/[<>|]/g, '\\$&');
}
