// Accepted risks with the days they have left, soonest first.

import type { JudgedAttack, Judgement } from '../checks/judge';
import type { Severity } from '../checks/types';
import { compareText } from '../problems';
import { countNoun } from './count-noun';

/** Somebody's signature, as the reports carry it. */
export interface AcceptedFinding {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  /** `file:line subject` of a lint finding; where the acceptance says it of an attack; null when it holds everywhere. */
  readonly where: string | null;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day it holds. */
  readonly until: string;
  /** 0 on the last day, negative when it is over. */
  readonly daysLeft: number;
}

type Acceptance = NonNullable<JudgedAttack['accepted']>;

/** Every accepted attack and finding. `today` is `YYYY-MM-DD`. */
export function listAcceptedFindings(judgement: Judgement, today: string): AcceptedFinding[] {
  const describe = (risk: Acceptance) => ({
    reason: risk.reason,
    until: risk.until,
    daysLeft: countDays(today, risk.until),
  });
  const attacks = judgement.attacks.flatMap(({ attack, accepted }) => {
    const { id, title, severity } = attack;
    return accepted ? [{ id, title, severity, where: accepted.where ?? null, ...describe(accepted) }] : [];
  });
  const findings = judgement.findings.flatMap(({ lint, finding, severity, accepted }) => {
    const where = `${finding.at.file}:${finding.at.line} ${finding.subject}`;
    return accepted ? [{ id: lint.id, title: lint.title, severity, where, ...describe(accepted) }] : [];
  });
  return [...attacks, ...findings].sort(
    (a, b) => compareText(a.until, b.until) || compareText(a.id, b.id) || compareText(a.where ?? '', b.where ?? ''),
  );
}

/** Days from one date to another; dates have no hours, so no zone and no summer time can shift them. */
export function countDays(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** `12 days left`, `last day`, `expired 3 days ago`. */
export function describeDaysLeft(daysLeft: number): string {
  const count = Math.abs(daysLeft);
  if (daysLeft === 0) return 'last day';
  const days = countNoun(count, 'day');
  return daysLeft > 0 ? `${days} left` : `expired ${days} ago`;
}
