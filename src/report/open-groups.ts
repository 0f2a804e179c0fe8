// Open attacks by the change that closes them: reports tell each change once, the one that closes most first.
import type { JudgedAttack, Judgement } from '../checks/judge';
import { type Remedy, severities } from '../checks/types';
import { verdictOf } from './json';
import { compareAttacks } from './severity';

/** Attacks that the same edits close, worst first; no edits: no line closes them, or none that the tool can carry. */
export interface OpenGroup {
  readonly fixes: readonly Remedy[];
  readonly isUncarried: boolean;
  readonly attacks: readonly JudgedAttack[];
}

/** The worst first; among equals what a change can close, and the change that closes most. */
export function groupOpenAttacks({ attacks }: Pick<Judgement, 'attacks'>): OpenGroup[] {
  const groups = new Map<string, JudgedAttack[]>();
  for (const judged of attacks.filter((one) => verdictOf(one) === 'open').sort(compareAttacks)) {
    const key = JSON.stringify([listFixes(judged), isUncarried(judged)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [judged]);
    else group.push(judged);
  }
  return [...groups.values()]
    .flatMap((members): OpenGroup[] => {
      const [first] = members;
      return first ? [{ fixes: listFixes(first), isUncarried: isUncarried(first), attacks: members }] : [];
    })
    .sort(compareGroups);
}

/** `One change closes 37 attacks`. */
export function sayHowToClose({ fixes, isUncarried, attacks }: OpenGroup): string {
  const what = attacks.length === 1 ? 'one attack' : `${attacks.length} attacks`;
  if (isUncarried) return `Nothing that the deployment tool carries closes ${what}`;
  if (fixes.length === 0) return `No edit of a line closes ${what}`;
  return fixes.length === 1 ? `One change closes ${what}` : `${fixes.length} changes close ${what}`;
}

function isUncarried({ answer }: JudgedAttack): boolean {
  return answer.verdict === 'open' && answer.isUncarried === true;
}

function listFixes({ answer }: JudgedAttack): readonly Remedy[] {
  return answer.verdict === 'open' ? answer.fixes : [];
}

function compareGroups(a: OpenGroup, b: OpenGroup): number {
  const rank = ({ attacks }: OpenGroup) => severities.indexOf(attacks[0]?.attack.severity ?? 'low');
  return (
    rank(a) - rank(b) ||
    Number(a.fixes.length === 0) - Number(b.fixes.length === 0) ||
    b.attacks.length - a.attacks.length
  );
}
