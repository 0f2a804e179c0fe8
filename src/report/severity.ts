// Severities in order, and what other tools call them.
import type { JudgedAttack, JudgedFinding } from '../checks/judge';
import { type Severity, severities } from '../checks/types';
import { compareText } from '../problems';

/** Worst first, then by id. */
export function compareAttacks(a: JudgedAttack, b: JudgedAttack): number {
  return compareSeverities(a.attack.severity, b.attack.severity) || compareText(a.attack.id, b.attack.id);
}

/** Worst first, then by id and place. */
export function compareFindings(a: JudgedFinding, b: JudgedFinding): number {
  return (
    compareSeverities(a.severity, b.severity) ||
    compareText(a.lint.id, b.lint.id) ||
    compareText(a.finding.at.file, b.finding.at.file) ||
    a.finding.at.line - b.finding.at.line
  );
}

function compareSeverities(a: Severity, b: Severity): number {
  return severities.indexOf(a) - severities.indexOf(b);
}
