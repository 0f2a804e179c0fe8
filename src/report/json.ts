// The JSON of verify and audit: a contract. Sorted arrays, the same bytes for the same input.
import type { JudgedAttack, JudgedFinding, Judgement } from '../checks/judge';
import type { Remedy } from '../checks/types';
import { glacisVersion } from '../version';
import { redactJudgement } from './redact-judgement';
import { linkReference } from './references';
import type { JudgedRegion } from './regions';
import { writeJson } from './safe-text';
import { sectionsToJson } from './sections-json';

/** Counts over one judgement. */
export interface Summary {
  readonly stopped: number;
  readonly open: number;
  readonly accepted: number;
  readonly notApplicable: number;
  readonly lints: number;
}

/** Counts; accepted attacks are not open, accepted lint findings do not count. */
export function summarize(judgement: Judgement): Summary {
  const count = (verdict: string) => judgement.attacks.filter((judged) => verdictOf(judged) === verdict).length;
  return {
    stopped: count('stopped'),
    open: count('open'),
    accepted: count('accepted'),
    notApplicable: count('not-applicable'),
    lints: judgement.findings.filter((judged) => !judged.accepted).length,
  };
}

/** `stopped`, `open`, `accepted` or `not-applicable`. */
export function verdictOf(judged: JudgedAttack): 'stopped' | 'open' | 'accepted' | 'not-applicable' {
  return judged.accepted ? 'accepted' : judged.answer.verdict;
}

/** The JSON report in pieces that follow each other: one judgement as itself, several as `{ "regions": { name: ... } }`. */
export function* reportToJson(regions: readonly JudgedRegion[]): Generator<string> {
  const [first] = regions;
  if (regions.length === 1 && first) {
    yield writeJson(regionToJson(first));
    return;
  }
  // As an object has them: names that are numbers come first.
  const byName = Object.entries(Object.fromEntries(regions.map((region) => [region.name ?? '', region])));
  if (byName.length === 0) yield writeJson({ regions: {} });
  for (const [index, [name, region]] of byName.entries()) {
    yield `${index === 0 ? '{\n  "regions": {\n' : ',\n'}    ${JSON.stringify(name)}: {\n${writeMembers(region)}\n    }`;
  }
  if (byName.length > 0) yield '\n  }\n}\n';
}

/** Attacks of which regions share the object, as they stand in the list of a region. */
const writtenAttacks = new WeakMap<JudgedAttack, string>();

/** The members of one region among many, as `writeJson` would write them there. */
function writeMembers(region: JudgedRegion): string {
  const judgement = redactJudgement(region.judgement);
  const members = { ...describeVersions(judgement), attacks: null, ...describeRest(judgement, region) };
  const attacks = judgement.attacks.map(writeAttack).join(',\n');
  const written = Object.entries(members).map(([key, value]) => {
    const text = key === 'attacks' ? (attacks === '' ? '[]' : `[\n${attacks}\n      ]`) : indent(value, '      ');
    return `      ${JSON.stringify(key)}: ${text}`;
  });
  return written.join(',\n');
}

function writeAttack(judged: JudgedAttack): string {
  const text = writtenAttacks.get(judged) ?? `        ${indent(attackToJson(judged), '        ')}`;
  writtenAttacks.set(judged, text);
  return text;
}

/** A line of the whole is a line of the part, deeper: texts hold no line end in JSON. */
function indent(value: unknown, blanks: string): string {
  return writeJson(value).trimEnd().replaceAll('\n', `\n${blanks}`);
}

function regionToJson(region: JudgedRegion): object {
  const judgement = redactJudgement(region.judgement);
  return {
    ...describeVersions(judgement),
    attacks: judgement.attacks.map(attackToJson),
    ...describeRest(judgement, region),
  };
}

/** One judgement as a JSON value. Secrets of the files are masked wherever a sentence quotes them. */
export function judgementToJson(judgement: Judgement): object {
  return regionToJson({ name: null, judgement });
}

function describeVersions({ cloud: { versions } }: Judgement): object {
  const { release, packages, launcher } = versions;
  return { glacis: glacisVersion, release, packages, launcher };
}

function describeRest(judgement: Judgement, { sections = {}, residuals }: JudgedRegion): object {
  const lints = judgement.findings.map(findingToJson);
  return { lints, summary: summarize(judgement), ...sectionsToJson(sections, residuals) };
}

function attackToJson(judged: JudgedAttack): object {
  const { attack, answer, accepted } = judged;
  return {
    id: attack.id,
    title: attack.title,
    layer: attack.layer,
    severity: attack.severity,
    verdict: verdictOf(judged),
    because: accepted ? `${answer.because} Accepted until ${accepted.until}: ${accepted.reason}` : answer.because,
    layers:
      answer.verdict === 'stopped'
        ? answer.defences.map((d) => ({
            layer: d.layer,
            file: d.at?.file ?? null,
            line: d.at?.line ?? null,
            because: d.because,
          }))
        : [],
    fix: answer.verdict === 'open' ? answer.fixes.map(fixToJson) : [],
    references: attack.references.map(referenceToJson),
  };
}

function findingToJson(judged: JudgedFinding): object {
  const { lint, finding, severity, accepted } = judged;
  return {
    id: lint.id,
    title: lint.title,
    severity,
    file: finding.at.file,
    line: finding.at.line,
    subject: finding.subject,
    message: finding.message,
    accepted: accepted !== null,
    fix: finding.fixes.map(fixToJson),
    ...(finding.choice !== undefined && { choice: finding.choice }),
    references: lint.references.map(referenceToJson),
  };
}

function referenceToJson(text: string): object {
  return { text, url: linkReference(text) };
}

function fixToJson(fix: Remedy): object {
  if ('control' in fix) return { file: fix.file, control: fix.control };
  const { file, section, option, value, edit } = fix;
  if (edit === undefined) return { file, section, option, value };
  const lines = edit.kind === 'rewrite' ? { lines: edit.lines } : {};
  return { file, section, option, value, edit: { kind: edit.kind, file: edit.at.file, line: edit.at.line, ...lines } };
}
