// Drift and what an upgrade breaks as results of checks: rules and places, for formats that know nothing but results.
import type { DriftFinding } from '../checks/drift';
import type { Severity } from '../checks/types';
import type { UpgradeFinding } from '../checks/upgrade';
import type { ReportSections } from './sections';

/** What a rule of SARIF needs; attacks and lints are such rules too. */
export interface ResultRule {
  readonly id: string;
  readonly title: string;
  readonly words: string;
  readonly references: readonly string[];
  readonly severity: Severity;
}

/** One result with its place. */
export interface SectionResult {
  readonly rule: ResultRule;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  readonly place: { readonly file: string; readonly line: number | null };
}

const driftRule: ResultRule = {
  id: 'drift',
  title: 'Live files differ from what was synthesized',
  words:
    'The live tree was held against the output of a synth: a file is missing, was edited, or another file overrides it.',
  references: [],
  severity: 'medium',
};
const upgradeRule: ResultRule = {
  id: 'upgrade',
  title: 'Line that the next release reads otherwise',
  words:
    'The release that was asked for ignores, renames or refuses this line, or no longer reads the file it stands in.',
  references: ['oslo.config', 'oslo.policy'],
  severity: 'medium',
};

/** A service that does not start is worse than a line that does nothing, and that is worse than an announcement. */
const upgradeSeverities: Readonly<Record<UpgradeFinding['kind'], Severity>> = {
  'refused-value': 'high',
  'file-not-read': 'medium',
  removed: 'medium',
  renamed: 'low',
  deprecated: 'low',
  'default-changed': 'low',
};

/** Deviations, and changes that concern a line of a file; defaults that change stand in no file and are no results. */
export function listSectionResults({ drift, upgrade }: ReportSections = {}): SectionResult[] {
  return [
    ...(drift?.findings ?? []).map(describeDrift),
    ...(upgrade?.changes ?? []).flatMap((change): SectionResult[] => {
      const { kind, subject, service, file, line, message } = change;
      if (file === null) return [];
      const severity = upgradeSeverities[kind];
      return [
        {
          rule: upgradeRule,
          severity,
          subject,
          message: `${service} ${subject} ${kind}: ${message}`,
          place: { file, line },
        },
      ];
    }),
  ];
}

function describeDrift({ kind, file, line, subject, synthesized, live }: DriftFinding): SectionResult {
  const was = synthesized === null || kind === 'missing' ? '' : ` synthesized: ${synthesized};`;
  const now = live === null ? '' : ` live: ${live}`;
  const message = `${kind} ${subject === file ? 'file' : subject}${was || now ? ':' : ''}${was}${now}`.trim();
  return {
    rule: driftRule,
    severity: driftRule.severity,
    subject: `${kind} ${subject}`,
    message,
    place: { file, line },
  };
}
