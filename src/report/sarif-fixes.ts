// Fixes as SARIF wants them: replaced lines of files that exist, offered only when the edit was written, judged and closes its result.
import type { Cloud } from '../checks/cloud/cloud';
import type { Hunk } from '../checks/diff/hunks';
import { writeFix } from '../checks/fix/place';
import type { WrittenFix } from '../checks/fix/types';
import { describeFix } from '../checks/fix/words';
import type { AttackId, LintId } from '../checks/index';
import { findWithLint, judgeAttack } from '../checks/judge';
import { type Attack, judgedServices, type Lint, type LintFinding, type Remedy } from '../checks/types';
import { listHunks, listWholeLines } from './line-hunks';
import { maskFile } from './redact-judgement';
import { MASK } from './secret-lines';

/** What is to be closed: an attack, or one finding of a lint. */
export type SarifTarget = { readonly rule: Attack } | { readonly rule: Lint; readonly finding: LintFinding };

/** The trees that fixes lead to, by the fixes: many attacks share one change. */
const written = new WeakMap<Cloud, Map<string, Cloud | null>>();

/**
 * The member `fixes` of a result: one, or none where the edit makes a new file, holds a secret, or is not certain to close it.
 * `fixes`: redacted. `writeUri`: how a path of the tree is written.
 */
export function describeSarifFixes(
  cloud: Cloud,
  target: SarifTarget,
  fixes: readonly Remedy[],
  writeUri: (file: string) => string,
): object[] {
  const next = fixes.length === 0 ? null : writeFixes(cloud, fixes);
  if (next === null || !closes(cloud, next, target)) return [];
  const changes: object[] = [];
  for (const [file, text] of next.files) {
    const old = cloud.files.get(file);
    if (old === text) continue;
    const hunks = old === undefined || !isPlainText(old) ? null : listHunks(old, text);
    if (hunks === null || hunks.some((hunk) => hasSecret(next, file, text, hunk))) return [];
    const replacements = hunks.flatMap((hunk) => describeHunk(old ?? '', hunk));
    changes.push({ artifactLocation: { uri: writeUri(file) }, replacements });
  }
  const description = fixes.map(describeFix).join('; ');
  return changes.length === 0 ? [] : [{ description: { text: description }, artifactChanges: changes }];
}

function writeFixes(cloud: Cloud, fixes: readonly Remedy[]): Cloud | null {
  const known = written.get(cloud) ?? new Map<string, Cloud | null>();
  written.set(cloud, known);
  const key = JSON.stringify(fixes);
  const held = known.get(key);
  if (held !== undefined) return held;
  let next: Cloud | null = key.includes(MASK) ? null : cloud;
  for (const fix of fixes) {
    if (next === null) break;
    const one: WrittenFix = writeFix(next, fix);
    next = 'because' in one ? null : one.cloud;
  }
  known.set(key, next);
  return next;
}

/** True when the edit does what it promises and keeps no service from starting. */
function closes(cloud: Cloud, next: Cloud, target: SarifTarget): boolean {
  if (judgedServices.some((s) => cloud.startFault(s) === null && next.startFault(s) !== null)) return false;
  if (!('finding' in target)) return judgeAttack(next, target.rule.id as AttackId).verdict !== 'open';
  const { rule, finding } = target;
  const count = (found: readonly LintFinding[]): number =>
    found.filter((f) => f.subject === finding.subject && f.at.file === finding.at.file).length;
  return count(findWithLint(next, rule.id as LintId)) < count(recallFindings(cloud, rule.id as LintId));
}

/** What lints say of the tree as it is: every fix of one lint is held against it. */
const found = new WeakMap<Cloud, Map<LintId, readonly LintFinding[]>>();

function recallFindings(cloud: Cloud, id: LintId): readonly LintFinding[] {
  const known = found.get(cloud) ?? new Map<LintId, readonly LintFinding[]>();
  found.set(cloud, known);
  const findings = known.get(id) ?? findWithLint(cloud, id);
  known.set(id, findings);
  return findings;
}

/** Lines and columns mean the same to every reader: no byte order mark, no lone carriage return, no bytes that are not UTF-8. */
function isPlainText(text: string): boolean {
  return !/^\ufeff|\r(?!\n)|[\u0000\ufffd\u2028\u2029\u0085]/.test(text);
}

function hasSecret(cloud: Cloud, file: string, text: string, { to, inserted }: Hunk): boolean {
  const { secrets } = maskFile(cloud, file, text);
  return inserted.some((_, index) => secrets.has(to + index + 1));
}

/**
 * Lines that change in place are cut to what differs: a value that nobody may see is not repeated because a mark comes before it.
 * Else whole lines go and come.
 */
function describeHunk(old: string, { from, removed, inserted }: Hunk): object[] {
  if (removed.length === inserted.length) {
    return removed.flatMap((line, index) => {
      const now = inserted[index] ?? '';
      return line === now ? [] : [describeLine(from + index + 1, line, now)];
    });
  }
  const last = listWholeLines(old)[from + removed.length - 1] ?? '';
  const isOpenEnd = removed.length > 0 && !last.endsWith('\n');
  const end = isOpenEnd
    ? { endLine: from + removed.length, endColumn: last.length + 1 }
    : { endLine: from + removed.length + 1, endColumn: 1 };
  const deletedRegion = { startLine: from + 1, startColumn: 1, ...end };
  return [{ deletedRegion, ...(inserted.length > 0 && { insertedContent: { text: inserted.join('') } }) }];
}

function describeLine(line: number, old: string, now: string): object {
  const isApart = (text: string, at: number): boolean => !/[\ud800-\udbff\r]/.test(text[at - 1] ?? '');
  const most = Math.min(old.length, now.length);
  let start = 0;
  while (start < most && old[start] === now[start]) start += 1;
  while (start > 0 && !isApart(old, start)) start -= 1;
  let tail = 0;
  while (tail < most - start && old[old.length - 1 - tail] === now[now.length - 1 - tail]) tail += 1;
  while (tail > 0 && !(isApart(old, old.length - tail) && isApart(now, now.length - tail))) tail -= 1;
  // A line end that goes or comes is not a column.
  if (old.slice(start, old.length - tail).includes('\n')) {
    const deletedRegion = { startLine: line, startColumn: 1, endLine: line + 1, endColumn: 1 };
    return { deletedRegion, insertedContent: { text: now } };
  }
  const deletedRegion = { startLine: line, startColumn: start + 1, endLine: line, endColumn: old.length - tail + 1 };
  const text = now.slice(start, now.length - tail);
  return { deletedRegion, ...(text !== '' && { insertedContent: { text } }) };
}
