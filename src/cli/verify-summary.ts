// The text of `verify` for a fleet: which regions opened what, in as many lines as there are open attacks, however many the regions.
import type { Judgement } from '../checks/judge';
import type { Severity } from '../checks/types';
import { severities } from '../checks/types';
import { compareText } from '../problems';
import { summarize } from '../report/json';
import { createPaint, wrapText } from '../report/paint';
import { joinNames } from '../report/regions';
import { showText } from '../report/safe-text';
import { showCommand } from './shown-command';

/** Names told for one finding; the rest is a number. */
const MAX_NAMES = 8;

/** What a fleet's report needs of one judgement: a few hundred bytes instead of a cloud. */
export interface Posture {
  /** Open attacks and lints that are not accepted, each once. */
  readonly open: readonly { readonly id: string; readonly severity: Severity }[];
  readonly counts: ReturnType<typeof summarize>;
}

/** Takes from a judgement what the summary needs. */
export function takePosture(judgement: Judgement): Posture {
  const attacks = judgement.attacks
    .filter(({ answer, accepted }) => answer.verdict === 'open' && accepted === null)
    .map(({ attack }) => [attack.id, attack.severity] as const);
  const lints = judgement.findings
    .filter(({ accepted }) => accepted === null)
    .map((f) => [f.lint.id, f.severity] as const);
  const open = [...new Map([...attacks, ...lints])].map(([id, severity]) => ({ id, severity }));
  return { open, counts: summarize(judgement) };
}

/** The summary of a fleet: worst first, then what opens most regions. */
export function summarizeFleet(
  regions: readonly { readonly name: string; readonly posture: Posture }[],
  props: { readonly hasColor: boolean; readonly path: string },
): string {
  const paint = createPaint(props.hasColor);
  const openings = new Map<string, { readonly severity: Severity; readonly names: string[] }>();
  for (const { name, posture } of regions) {
    for (const { id, severity } of posture.open) {
      const opening = openings.get(id);
      if (opening === undefined) openings.set(id, { severity, names: [name] });
      else opening.names.push(name);
    }
  }
  const rankOf = (severity: Severity): number => severities.indexOf(severity);
  const sorted = [...openings].sort(
    ([idA, a], [idB, b]) =>
      rankOf(a.severity) - rankOf(b.severity) || b.names.length - a.names.length || compareText(idA, idB),
  );
  const clean = regions.filter(({ posture }) => posture.open.length === 0);
  const lines = [paint.strong(`${regions.length} regions, ${clean.length} of them with nothing open`), ''];
  for (const [id, { severity, names }] of sorted) {
    lines.push(`  ${paint.severity(severity)} ${paint.strong(id)} in ${countNames(names, regions.length)}`);
    if (names.length < regions.length) lines.push(...wrapText(showText(joinNames(names, MAX_NAMES)), 11, 11));
  }
  if (sorted.length > 0) lines.push('');
  const total = (count: keyof Posture['counts']) =>
    regions.reduce((sum, { posture }) => sum + posture.counts[count], 0);
  lines.push(
    `${total('stopped')} stopped, ${total('open')} open, ${total('accepted')} accepted, ${total('notApplicable')} not applicable, ${total('lints')} lint findings`,
    ...wrapText(`All of one region: ${showCommand('verify', props.path)} --only REGION. All of all: --verbose.`, 0, 0),
  );
  return `${lines.join('\n')}\n`;
}

function countNames(names: readonly string[], total: number): string {
  if (names.length === total) return 'every region';
  return names.length === 1 ? '1 region' : `${names.length} regions`;
}
