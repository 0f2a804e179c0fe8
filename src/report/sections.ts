// What a report tells beside the verdicts: fixes that were written, drift, the policy in words, an upgrade, and what no file enforces.

import type { DriftFinding } from '../checks/drift';
import type { FixedTree } from '../checks/fix-tree';
import type { RightsChanged } from '../checks/policy-reach';
import type { OverrideInWords } from '../checks/policy-words';
import { describeRights } from '../checks/rights-words';
import type { UpgradeFinding } from '../checks/upgrade';
import { countNoun } from './count-noun';
import { maskEdit } from './mask-edit';

/** Something the intent wants and no file can enforce. */
export interface ResidualRisk {
  /** Id of the control, e.g. `import-filter`. */
  readonly control: string;
  readonly because: string;
}

/** The sections that were asked for, and what the judge has to say about its ground. */
export interface ReportSections {
  /** What was judged otherwise than it looks: files that were passed over, defaults in place of files. */
  readonly notes?: readonly string[];
  readonly fixes?: FixedTree & { readonly writtenTo: string; readonly backups: readonly string[] };
  readonly drift?: { readonly against: string; readonly findings: readonly DriftFinding[] };
  readonly policy?: readonly OverrideInWords[];
  readonly upgrade?: { readonly to: string; readonly changes: readonly UpgradeFinding[] };
}

/** One line of a row: what it is, and the text. `tone`: good or bad for security. */
export interface ToldLine {
  readonly label: string;
  readonly text: string;
  readonly tone?: 'good' | 'bad';
}

/** One thing told. `line` null: the whole file. */
export interface ToldRow {
  readonly title: string;
  readonly place: { readonly file: string; readonly line: number | null } | null;
  readonly lines: readonly ToldLine[];
}

/** A section in the form that every human format writes. */
export interface ToldSection {
  readonly id: 'notes' | 'residual' | 'fixes' | 'left' | 'drift' | 'policy' | 'upgrade';
  readonly title: string;
  readonly rows: readonly ToldRow[];
}

/** What is there to be told, in the order of reports. */
export function tellSections(residuals: readonly ResidualRisk[] = [], sections: ReportSections = {}): ToldSection[] {
  const { notes = [] } = sections;
  const told = notes.map((title): ToldRow => ({ title, place: null, lines: [] }));
  return [
    ...(told.length === 0 ? [] : [{ id: 'notes', title: 'What these verdicts rest on', rows: told } as const]),
    ...(residuals.length === 0 ? [] : [tellResiduals(residuals)]),
    ...tellFixes(sections.fixes),
    ...tellDrift(sections.drift),
    ...tellPolicy(sections.policy),
    ...tellUpgrade(sections.upgrade),
  ];
}

function tellResiduals(residuals: readonly ResidualRisk[]): ToldSection {
  const byControl = new Map<string, string[]>();
  for (const { control, because } of residuals) byControl.set(control, [...(byControl.get(control) ?? []), because]);
  const rows = [...byControl].map(([title, texts]) => ({
    title,
    place: null,
    lines: [...new Set(texts)].map((text) => ({ label: '', text })),
  }));
  return { id: 'residual', title: 'What no file enforces', rows };
}

function tellFixes(fixes: ReportSections['fixes']): ToldSection[] {
  if (fixes === undefined) return [];
  const edits = fixes.edits.map(({ file, subject, value, replaces }): ToldRow => {
    const was = replaces === null || replaces === '' ? [] : [{ label: 'was', text: maskEdit(subject, replaces) }];
    const now = {
      label: 'now',
      text: value === null ? 'the line no longer counts' : maskEdit(subject, value) || '(empty)',
    };
    return { title: subject, place: { file, line: null }, lines: [now, ...was] };
  });
  const plain = (title: string, because?: string): ToldRow => ({
    title,
    place: null,
    lines: because === undefined ? [] : [{ label: '', text: because }],
  });
  const words = `Fixes: ${fixes.edits.length} edits in ${fixes.changedFiles.length} files, written to ${fixes.writtenTo}`;
  const backups = fixes.backups.map((path) => plain('backup', path));
  const closed = fixes.closed.length === 0 ? [] : [plain(`closed: ${fixes.closed.length}`, fixes.closed.join('; '))];
  const left = fixes.left.map(({ name, because }) => plain(name, because));
  return [
    { id: 'fixes', title: words, rows: [...edits, ...backups, ...closed] },
    ...(left.length === 0 ? [] : [{ id: 'left', title: `Left for a person: ${left.length}`, rows: left } as const]),
  ];
}

function tellDrift(drift: ReportSections['drift']): ToldSection[] {
  if (drift === undefined) return [];
  const rows = drift.findings.map(
    ({ kind, file, line, subject, synthesized, live }): ToldRow => ({
      title: subject === file ? kind : `${kind} ${subject}`,
      place: { file, line },
      lines: [
        ...(kind === 'missing' || synthesized === null ? [] : [{ label: '-', text: synthesized }]),
        ...(live === null ? [] : [{ label: '+', text: live }]),
      ],
    }),
  );
  return [{ id: 'drift', title: `Drift: ${rows.length === 0 ? 'none' : rows.length}, against ${drift.against}`, rows }];
}

const kindWords: Readonly<Record<OverrideInWords['kind'], string>> = {
  override: 'takes the place of the default',
  'same-as-default': 'says what the default says: it changes nothing, and hides the next change of the default',
  unknown: 'no code of this release asks it',
  alias: "an alias of the operator's own: other rules refer to it",
  overridden: 'a later line or file sets it again: this one does not count',
};

function tellPolicy(policy: ReportSections['policy']): ToldSection[] {
  if (policy === undefined) return [];
  const tell = (label: string, text: string, tone?: ToldLine['tone']): ToldLine =>
    tone === undefined ? { label, text } : { label, text, tone };
  const rows = policy.map(
    (rule): ToldRow => ({
      title: `${rule.service} ${rule.rule}`,
      place: { file: rule.file, line: rule.line },
      lines: [
        tell('', kindWords[rule.kind]),
        tell('default', rule.default ?? 'none'),
        tell('override', rule.override),
        tell('lets in', rule.meaning),
        ...(rule.operations.length === 0 ? [] : [tell('calls', rule.operations.join('; '))]),
        ...rule.gained.map((rights) => tell('gain', tellRights(rights, rule.rule), 'bad')),
        ...rule.lost.map((rights) => tell('lose', tellRights(rights, rule.rule), 'good')),
        ...(rule.uncertain.length === 0 ? [] : [tell('not known offline', rule.uncertain.join(', '))]),
      ],
    }),
  );
  return [{ id: 'policy', title: `Policy: ${policy.length} rules in files`, rows }];
}

function tellRights({ rule, cases }: RightsChanged, subject: string): string {
  return `${rule === subject ? '' : `${rule}: `}${describeRights(cases)}`;
}

/** What stands in no file and changes in the same way is told once: a release changes hundreds of rules alike. */
function groupChanges(changes: readonly UpgradeFinding[]): { changes: [UpgradeFinding, ...UpgradeFinding[]] }[] {
  const groups = new Map<string, { changes: [UpgradeFinding, ...UpgradeFinding[]] }>();
  for (const [index, change] of changes.entries()) {
    const { service, kind, file, message } = change;
    const key = JSON.stringify(file === null ? [service, kind, message] : [index]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { changes: [change] });
    else known.changes.push(change);
  }
  return [...groups.values()];
}

function tellUpgrade(upgrade: ReportSections['upgrade']): ToldSection[] {
  if (upgrade === undefined) return [];
  const rows = groupChanges(upgrade.changes).map(({ changes: [first, ...more] }): ToldRow => {
    const { service, kind, subject, file, line, message } = first;
    const names = [subject, ...more.map((change) => change.subject)];
    return {
      title: `${kind} ${service} ${more.length === 0 ? subject : `${names.length} defaults`}`,
      place: file === null ? null : { file, line },
      lines: [{ label: '', text: message }, ...(more.length === 0 ? [] : [{ label: '', text: names.join(', ') }])],
    };
  });
  return [
    {
      id: 'upgrade',
      title: `Upgrade: ${countNoun(upgrade.changes.length, 'change')} to ${upgrade.to}`,
      rows,
    },
  ];
}
