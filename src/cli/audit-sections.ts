// What audit tells beside the judgement when it is asked to: the policy in words, an upgrade, drift, fixes. As JSON and as text.
import type { DriftFinding } from '../checks/drift';
import type { FixedTree } from '../checks/fix/tree';
import type { RightsChanged } from '../checks/policy-reach';
import type { OverrideInWords } from '../checks/policy-words';
import { maskLine } from '../checks/secrets';
import type { UpgradeFinding } from '../checks/upgrade';
import type { ReleaseName } from '../openstack/types';
import { printable } from '../problems';
import { type Paint, wrapText } from '../report/paint';

/** The sections that were asked for. */
export interface AuditSections {
  readonly policy?: readonly OverrideInWords[];
  readonly upgrade?: { readonly to: ReleaseName; readonly changes: readonly UpgradeFinding[] };
  readonly drift?: { readonly against: string; readonly findings: readonly DriftFinding[] };
  readonly fixes?: FixedTree & { readonly writtenTo: string; readonly backups: readonly string[] };
}

/** Keys that are added to the JSON of the judgement. Values of edits are masked like lines of a file. */
export function sectionsToJson({ policy, upgrade, drift, fixes }: AuditSections): object {
  return {
    ...(policy !== undefined && { policy }),
    ...(upgrade !== undefined && { upgrade }),
    ...(drift !== undefined && { drift }),
    ...(fixes !== undefined && {
      fixes: {
        writtenTo: fixes.writtenTo,
        backups: fixes.backups,
        changedFiles: fixes.changedFiles,
        edits: fixes.edits.map(({ file, subject, value, replaces }) => ({
          file,
          subject: printable(subject, 120),
          value: value === null ? null : maskEdit(subject, value),
          replaces: replaces === null ? null : maskEdit(subject, replaces),
        })),
        closed: fixes.closed,
        left: fixes.left.map(({ name }) => printable(name, 200)),
        leftBecause: Object.fromEntries(fixes.left.map(({ name, because }) => [printable(name, 200), because])),
      },
    }),
  };
}

/** The same for a terminal; empty when nothing was asked for. */
export function sectionsToText(sections: AuditSections, paint: Paint): string {
  const lines = [
    ...describeFixes(sections.fixes, paint),
    ...describeDrift(sections.drift, paint),
    ...describePolicy(sections.policy, paint),
    ...describeUpgrade(sections.upgrade, paint),
  ];
  return lines.length === 0 ? '' : `\n${lines.join('\n')}\n`;
}

function maskEdit(subject: string, value: string): string {
  const name = subject.slice(subject.indexOf('/') + 1);
  return printable(maskLine(`${name} = ${value}`).slice(name.length).replace(/^ = /, '').trim());
}

function describeFixes(fixes: AuditSections['fixes'], paint: Paint): string[] {
  if (fixes === undefined) return [];
  const edits = fixes.edits.flatMap(({ file, subject, value, replaces }) => [
    ...wrapText(`${file}: ${subject}${value === null ? ' no longer counts' : ` = ${maskEdit(subject, value)}`}`, 2, 6),
    ...(replaces === null || replaces === '' ? [] : wrapText(`was ${maskEdit(subject, replaces)}`, 6, 6)),
  ]);
  return [
    paint.strong(
      `FIXES (${fixes.edits.length} edits in ${fixes.changedFiles.length} files, written to ${fixes.writtenTo})`,
    ),
    ...edits,
    ...fixes.backups.map((path) => `  backup: ${path}`),
    ...(fixes.closed.length === 0 ? [] : [paint.good(`  closed (${fixes.closed.length})`)]),
    ...fixes.closed.flatMap((name) => wrapText(name, 4, 6)),
    ...(fixes.left.length === 0 ? [] : [paint.warn(`  left for a person (${fixes.left.length})`)]),
    ...fixes.left.flatMap(({ name, because }) => [...wrapText(name, 4, 6), ...wrapText(because, 6, 6)]),
    '',
  ];
}

function describeDrift(drift: AuditSections['drift'], paint: Paint): string[] {
  if (drift === undefined) return [];
  const rows = drift.findings.flatMap(({ kind, file, line, subject, synthesized, live }) => [
    `  ${paint.strong(kind)} ${file}${line === null ? '' : `:${line}`}${subject === file ? '' : ` ${subject}`}`,
    ...(kind === 'missing' || synthesized === null ? [] : wrapText(`- ${synthesized}`, 4, 6)),
    ...(live === null ? [] : wrapText(`+ ${live}`, 4, 6)),
  ]);
  const title = drift.findings.length === 0 ? 'none' : String(drift.findings.length);
  return [paint.strong(`DRIFT AGAINST ${drift.against} (${title})`), ...rows, ''];
}

function describePolicy(policy: AuditSections['policy'], paint: Paint): string[] {
  if (policy === undefined) return [];
  const rows = policy.flatMap((rule) => [
    `  ${paint.strong(`${rule.service} ${rule.rule}`)} ${rule.file}:${rule.line}`,
    ...wrapText(kindWords[rule.kind], 4, 6),
    ...wrapText(`default:  ${rule.default ?? 'none'}`, 4, 14),
    ...wrapText(`override: ${rule.override}`, 4, 14),
    ...wrapText(`lets in:  ${rule.meaning}`, 4, 14),
    ...(rule.operations.length === 0 ? [] : wrapText(`calls:    ${rule.operations.join('; ')}`, 4, 14)),
    ...rule.gained.flatMap((rights) => wrapText(paint.bad(`gain:     ${describeRights(rights, rule.rule)}`), 4, 14)),
    ...rule.lost.flatMap((rights) => wrapText(paint.good(`lose:     ${describeRights(rights, rule.rule)}`), 4, 14)),
    ...(rule.uncertain.length === 0 ? [] : wrapText(`not known offline: ${rule.uncertain.join(', ')}`, 4, 14)),
  ]);
  return [paint.strong(`POLICY (${policy.length} rules in files)`), ...rows, ''];
}

const kindWords: Readonly<Record<OverrideInWords['kind'], string>> = {
  override: 'takes the place of the default',
  'same-as-default': 'says what the default says: it changes nothing, and hides the next change of the default',
  unknown: 'no code of this release asks it',
  alias: "an alias of the operator's own: other rules refer to it",
  overridden: 'a later line or file sets it again: this one does not count',
};

function describeRights({ rule, personas, target }: RightsChanged, subject: string): string {
  return `${rule === subject ? '' : `${rule}: `}${personas.join(', ')} (for example on ${target})`;
}

function describeUpgrade(upgrade: AuditSections['upgrade'], paint: Paint): string[] {
  if (upgrade === undefined) return [];
  const rows = upgrade.changes.flatMap(({ service, kind, subject, file, line, message }) => [
    `  ${paint.strong(kind)} ${service} ${subject}${file === null ? '' : ` ${file}:${line}`}`,
    ...wrapText(message, 4, 4),
  ]);
  return [paint.strong(`UPGRADE TO ${upgrade.to} (${upgrade.changes.length})`), ...rows, ''];
}
