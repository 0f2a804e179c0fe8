// Which lines of which files the verdicts stand on: from a line to the attacks it stops and the findings it causes.
import type { JudgedAttack, JudgedFinding, Judgement } from '../../checks/judge';
import { listDefences } from '../depth';
import { verdictOf } from '../json';
import { locateAttack } from '../locate-attack';
import { compareAttacks } from '../severity';

/** What hangs on one line. */
export interface LineLinks {
  readonly stopped: JudgedAttack[];
  /** Those of them that no other line and no code stops. */
  readonly alone: JudgedAttack[];
  /** Attacks that this line lets in. */
  readonly open: JudgedAttack[];
  /** Findings that are not accepted, each with its place among those shown. */
  readonly findings: { readonly judged: JudgedFinding; readonly index: number }[];
}

/** File to line to what hangs on it. `findings` in the order in which the page shows them. */
export function linkLines(
  judgement: Judgement,
  findings: readonly JudgedFinding[],
): Map<string, Map<number, LineLinks>> {
  const files = new Map<string, Map<number, LineLinks>>();
  const at = (file: string, line: number): LineLinks => {
    const lines = files.get(file) ?? new Map<number, LineLinks>();
    files.set(file, lines);
    const links = lines.get(line) ?? { stopped: [], alone: [], open: [], findings: [] };
    lines.set(line, links);
    return links;
  };
  for (const judged of [...judgement.attacks].sort(compareAttacks)) {
    if (verdictOf(judged) === 'open') {
      const { file, line, isExact } = locateAttack(judgement, judged);
      if (isExact && line !== null) at(file, line).open.push(judged);
    }
    const defences = listDefences(judged.answer);
    const places = new Map(defences.flatMap((d) => (d.at ? [[`${d.at.file}:${d.at.line}`, d.at] as const] : [])));
    for (const place of places.values()) {
      const links = at(place.file, place.line);
      links.stopped.push(judged);
      if (defences.length === 1) links.alone.push(judged);
    }
  }
  findings.forEach((judged, index) => {
    at(judged.finding.at.file, judged.finding.at.line).findings.push({ judged, index });
  });
  return files;
}
