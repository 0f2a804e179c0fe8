// Tries every attack and runs every lint against one cloud, and applies the risks that were accepted.
import type { AcceptedRisk } from '../intent/types';
import type { Service } from '../openstack/types';
import { compareText, InternalError, type Problem, problem } from '../problems';
import { listGaps } from './cloud/closed-files';
import type { Cloud } from './cloud/cloud';
import { settleDoubts } from './doubts';
import { placeFindingFixes, placeFixes } from './fix/carry';
import { type AttackId, attackIds, type LintId, lintIds, loadAttack, loadLint } from './index';
import { type Attack, type AttackAnswer, judgedServices, type Lint, type LintFinding, type Severity } from './types';

/** The words of an attack with what came of it. */
export interface JudgedAttack {
  readonly attack: Attack;
  readonly answer: AttackAnswer;
  /** Set when the attack is open and the operator took responsibility. */
  readonly accepted: AcceptedRisk | null;
}

/** One finding of a lint, with the lint's words. */
export interface JudgedFinding {
  readonly lint: Lint;
  readonly finding: LintFinding;
  /** That of the finding, where it has one of its own, else that of the lint. */
  readonly severity: Severity;
  /** Set when the operator took responsibility. */
  readonly accepted: AcceptedRisk | null;
}

/** @internal Everything that is known about one cloud. Sorted by id, then place. */
export interface Judgement {
  readonly cloud: Cloud;
  readonly attacks: readonly JudgedAttack[];
  readonly findings: readonly JudgedFinding[];
}

/** @internal Judges a cloud. A check that throws is an error of Glacis. @throws InternalError */
export function judge(cloud: Cloud, risks: readonly AcceptedRisk[] = []): Judgement {
  const attacks = attackIds.map((id): JudgedAttack => {
    const found = judgeAttack(cloud, id);
    const answer = found.verdict === 'open' ? placeFixes(cloud, found) : found;
    const accepts = (risk: AcceptedRisk): boolean => acceptsAttack(risk, id, found) || acceptsAttack(risk, id, answer);
    return { attack: loadAttack(id), answer, accepted: risks.find(accepts) ?? null };
  });
  const findings = lintIds.flatMap((id): JudgedFinding[] => {
    const lint = loadLint(id);
    return [...findWithLint(cloud, id)].sort(compareFindings).map((finding) => ({
      lint,
      finding: placeFindingFixes(cloud, finding),
      severity: finding.severity ?? lint.severity,
      accepted: risks.find((risk) => acceptsFinding(risk, id, finding)) ?? null,
    }));
  });
  return { cloud, attacks, findings };
}

/** @internal Tries one attack. @throws InternalError when the check throws. */
export function judgeAttack(cloud: Cloud, id: AttackId): AttackAnswer {
  return settleDoubts(cloud, judgeFiles(cloud, id), (other) => tryAttack(other, id));
}

function judgeFiles(cloud: Cloud, id: AttackId): AttackAnswer {
  const broken = describeBrokenGlance(cloud);
  const isKnown = judgedServices.every((service) => listGaps(cloud, service).length === 0);
  if (broken !== null || isKnown) return broken ?? tryAttack(cloud, id);
  let answer: AttackAnswer | undefined;
  const services = cloud.listConsulted(() => {
    answer = tryAttack(cloud, id);
  });
  return describeClosed(cloud, services) ?? answer ?? tryAttack(cloud, id);
}

function tryAttack(cloud: Cloud, id: AttackId): AttackAnswer {
  const { layer, judge } = loadAttack(id);
  const late = cloud.lateFaults.find(({ spared }) => !spared.includes(layer));
  if (late === undefined) return guard(id, () => judge(cloud));
  const { at, message } = late;
  const because = `Glance answers with an error where it reads ${at.file}:${at.line}, which this attack may need: ${message}`;
  return { verdict: 'not-applicable', because };
}

/** @internal Runs one lint, findings in its own order. @throws InternalError when the check throws. */
export function findWithLint(cloud: Cloud, id: LintId): readonly LintFinding[] {
  return guard(id, () => loadLint(id).find(cloud));
}

/** @internal The accepted risks that some check needed. */
export function listUsedRisks(judgements: readonly Judgement[]): ReadonlySet<AcceptedRisk> {
  const accepted = judgements.flatMap((j) => [...j.attacks, ...j.findings].map((judged) => judged.accepted));
  return new Set(accepted.filter((risk) => risk !== null));
}

/** @internal What is wrong with the accepted risks themselves: unknown, unused (not in `used`) or expired. `today` is YYYY-MM-DD. */
export function riskProblems(
  risks: readonly AcceptedRisk[],
  used: ReadonlySet<AcceptedRisk>,
  today: string,
  placeOf: (index: number, key: string) => Problem['place'],
): Problem[] {
  if (risks.length === 0) return [];
  const known = new Set<string>([...attackIds, ...lintIds]);
  return risks.flatMap((risk, index): Problem[] => {
    if (!known.has(risk.risk)) {
      return [
        problem('risk-unknown', placeOf(index, 'risk'), { got: risk.risk, wanted: 'the id of an attack or lint' }),
      ];
    }
    if (risk.until < today) {
      return [problem('risk-expired', placeOf(index, 'until'), { got: risk.until, wanted: `${today} or later` })];
    }
    if (used.has(risk)) return [];
    const got = `${risk.risk}${risk.where ? ` at ${risk.where}` : ''}`;
    return [problem('risk-unused', placeOf(index, 'risk'), { got, wanted: 'a check that fires here' })];
  });
}

/** A Glance that does not start is attacked by nobody, and that is no merit of its configuration. */
function describeBrokenGlance(cloud: Cloud): AttackAnswer | null {
  const closed = describeClosed(cloud, ['glance']);
  if (closed !== null) return closed;
  const fault = cloud.outage;
  if (!fault) return null;
  const because = `glance-api does not work with these files: ${fault.at.file}:${fault.at.line}: ${fault.message}`;
  return { verdict: 'not-applicable', because };
}

/** No verdict rests on files of which one could say otherwise. */
function describeClosed(cloud: Cloud, services: readonly Service[]): AttackAnswer | null {
  for (const service of services) {
    const [closed] = listGaps(cloud, service);
    if (closed === undefined) continue;
    const { file, line, isFatal, because } = closed;
    const unknown = line === undefined ? `without ${file}` : `for sure beside ${file}:${line}`;
    const what = isFatal ? `${service} does not start with ${file}` : `nothing is known of ${service} ${unknown}`;
    return { verdict: 'not-applicable', because: `${what}: ${because}`, ...(!isFatal && { lacks: 'knowledge' }) };
  }
  return null;
}

function acceptsAttack(risk: AcceptedRisk, id: string, answer: AttackAnswer): boolean {
  if (risk.risk !== id || answer.verdict !== 'open') return false;
  return (
    risk.where === undefined ||
    answer.fixes.some((fix) => {
      const subject = 'control' in fix ? fix.control : `${fix.section}/${fix.option}`;
      return risk.where === fix.file || risk.where === subject;
    })
  );
}

function acceptsFinding(risk: AcceptedRisk, id: string, finding: LintFinding): boolean {
  return (
    risk.risk === id && (risk.where === undefined || risk.where === finding.at.file || risk.where === finding.subject)
  );
}

function compareFindings(a: LintFinding, b: LintFinding): number {
  return (
    compareText(a.at.file, b.at.file) ||
    a.at.line - b.at.line ||
    compareText(a.subject, b.subject) ||
    compareText(a.message, b.message)
  );
}

function guard<T>(id: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw new InternalError(`check ${id} failed: ${(error as Error).message}`, { cause: error });
  }
}
