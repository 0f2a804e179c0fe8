// SARIF 2.1.0 for code hosts: open attacks and lint findings as results, accepted ones suppressed, the rest counted.
import { describeFix } from '../checks/fix/words';
import type { JudgedAttack, JudgedFinding } from '../checks/judge';
import type { Attack, Lint, Remedy, Severity } from '../checks/types';
import { compareText } from '../problems';
import { sha256 } from '../sha256';
import { glacisVersion } from '../version';
import { summarize, verdictOf } from './json';
import { locateAttack } from './locate-attack';
import { redactJudgement } from './redact-judgement';
import { linkReference } from './references';
import type { JudgedRegion } from './regions';
import { showText, writeJson } from './safe-text';
import { describeSarifFixes, type SarifTarget } from './sarif-fixes';
import { listSectionResults, type ResultRule } from './section-results';

/** Code hosts sort by these: 9.0 and more is critical, 7.0 high, 4.0 medium. */
const securitySeverities: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
};
const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
};

interface SarifPlace {
  readonly file: string;
  readonly line: number | null;
}

type SarifRule = Attack | Lint | ResultRule;

interface Result {
  readonly rule: SarifRule;
  readonly severity: Severity;
  readonly subject: string;
  readonly message: string;
  readonly fixes: readonly Remedy[];
  /** The same as replaced lines, where that is exact. */
  readonly edits: readonly object[];
  readonly place: SarifPlace;
  readonly accepted: JudgedAttack['accepted'];
  readonly region: string | null;
}

/** One run over all regions. Places are relative to the judged directory. */
export function reportToSarif(regions: readonly JudgedRegion[]): string {
  const judged = regions.map((region) => ({ ...region, judgement: redactJudgement(region.judgement) }));
  const results = judged.flatMap(listResults);
  const rules = new Map<string, SarifRule>(results.map(({ rule }) => [rule.id, rule]));
  for (const { judgement } of judged) for (const { attack } of judgement.attacks) rules.set(attack.id, attack);
  const ids = [...rules.keys()].sort(compareText);
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const seen = new Map<string, number>();
  const notes = regions.flatMap(({ sections }) => sections?.notes ?? []);
  return writeJson({
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'glacis',
            semanticVersion: glacisVersion,
            rules: ids.map((id) => describeRule(rules.get(id) as SarifRule)),
          },
        },
        ...(notes.length > 0 && { invocations: [describeInvocation(notes)] }),
        columnKind: 'utf16CodeUnits',
        results: results.map((result) => describeResult(result, indexOf.get(result.rule.id) ?? -1, seen)),
        properties: {
          summaries: judged.map(({ name, judgement }) => ({
            region: name,
            release: judgement.cloud.versions.release,
            ...summarize(judgement),
          })),
        },
      },
    ],
  });
}

/** What was judged otherwise than it looks, where code hosts tell how a run went. */
function describeInvocation(notes: readonly string[]): object {
  const told = notes.map((note) => ({ level: 'warning', message: { text: showText(note) } }));
  return { executionSuccessful: true, toolExecutionNotifications: told };
}

/** Each edit is tried on the whole tree: of many findings all edits would take hours. */
const MAX_TRIED_FINDINGS = 250;

function listResults({ name, judgement, directory = '', sections }: JudgedRegion): Result[] {
  const relocate = ({ file, line }: SarifPlace) => ({ file: directory === '' ? file : `${directory}/${file}`, line });
  const writePlaced = (file: string): string => writeUri(relocate({ file, line: null }).file);
  const listEdits = (target: SarifTarget, fixes: readonly Remedy[]): object[] =>
    describeSarifFixes(judgement.cloud, target, fixes, writePlaced);
  const attacks = judgement.attacks
    .filter((judged) => ['open', 'accepted'].includes(verdictOf(judged)))
    .map((judged): Result => {
      const { attack, answer, accepted } = judged;
      const fixes = answer.verdict === 'open' ? answer.fixes : [];
      const place = relocate(locateAttack(judgement, judged));
      const { severity } = attack;
      const subject = `attack ${name ?? ''}`;
      const edits = listEdits({ rule: attack }, fixes);
      return { rule: attack, severity, subject, message: answer.because, fixes, edits, place, accepted, region: name };
    });
  const findings = judgement.findings.map(({ lint, finding, severity, accepted }: JudgedFinding, index): Result => {
    const { subject, fixes, at, choice } = finding;
    const message = choice === undefined ? finding.message : `${finding.message} To choose: ${choice}`;
    const edits = index < MAX_TRIED_FINDINGS ? listEdits({ rule: lint, finding }, fixes) : [];
    return { rule: lint, severity, subject, message, fixes, edits, place: relocate(at), accepted, region: name };
  });
  const told = listSectionResults(sections).map(
    (one): Result => ({ ...one, place: relocate(one.place), fixes: [], edits: [], accepted: null, region: name }),
  );
  return [...attacks, ...findings, ...told];
}

function describeRule(rule: SarifRule): object {
  const helpUri = rule.references.map(linkReference).find((link) => link !== null);
  return {
    id: rule.id,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.words },
    help: describeHelp(rule),
    ...(helpUri !== undefined && { helpUri }),
    defaultConfiguration: { level: levels[rule.severity] },
    properties: {
      'security-severity': securitySeverities[rule.severity],
      precision: 'very-high',
      tags: ['security', 'layer' in rule ? rule.layer : 'kind' in rule ? 'lint' : rule.id],
    },
  };
}

/** Links in the Markdown alone: the text is for hosts that show it as it is. */
function describeHelp({ words, references }: SarifRule): object {
  if (references.length === 0) return { text: words };
  const links = references.map((reference) => {
    const link = linkReference(reference);
    return link === null ? reference : `[${reference.replace(/[[\]]/g, '')}](${link})`;
  });
  return {
    text: `${words}\n\nReferences: ${references.join('; ')}`,
    markdown: `${words}\n\nReferences: ${links.join('; ')}`,
  };
}

function describeResult(result: Result, ruleIndex: number, seen: Map<string, number>): object {
  const { rule, severity, place, accepted, fixes, edits } = result;
  // The line is no part of it: an alert must survive a comment that is written above.
  const fingerprint = sha256(`${rule.id}\n${result.subject}\n${place.file}`);
  const count = (seen.get(fingerprint) ?? 0) + 1;
  seen.set(fingerprint, count);
  const region = result.region === null ? '' : ` [${result.region}]`;
  const advice = fixes.map((fix) => ` Fix: ${describeFix(fix)}`).join('');
  return {
    ruleId: rule.id,
    ruleIndex,
    level: levels[severity],
    message: { text: showText(`${rule.title}${region}: ${result.message}${advice}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: writeUri(place.file) },
          ...(place.line !== null && { region: { startLine: place.line } }),
        },
      },
    ],
    partialFingerprints: { 'glacis/v1': `${fingerprint.slice(0, 32)}:${count}` },
    ...(edits.length > 0 && { fixes: edits }),
    ...(accepted && {
      suppressions: [
        {
          kind: 'external',
          status: 'accepted',
          justification: showText(accepted.reason),
          properties: { until: accepted.until },
        },
      ],
    }),
    properties: {
      'security-severity': securitySeverities[severity],
      severity,
      ...(result.region !== null && { region: result.region }),
    },
  };
}

function writeUri(file: string): string {
  return file
    .split('/')
    .map((part) => encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/');
}
