// Risks that were accepted: no byte of the services changes, and a finding is silenced for longer, for more places, or for the first time.
import type { AcceptedRisk } from '../../intent/types';
import { compareText, printable } from '../../problems';
import type { Direction } from '../types';
import type { Change } from './types';

/** Every acceptance that differs. More that is silent is looser, less is tighter; another reason alone is neutral. */
export function diffRisks(before: readonly AcceptedRisk[], after: readonly AcceptedRisk[]): Change[] {
  const [old, now] = [indexRisks(before), indexRisks(after)];
  const keys = [...new Set([...old.keys(), ...now.keys()])].sort(compareText);
  return keys.flatMap((key): Change[] => {
    const [was, is] = [old.get(key), now.get(key)];
    const [from, to] = [was, is].map(describeRisk) as [string | null, string | null];
    if (from === to) return [];
    const direction = findDirection(was, is, before, after);
    const subject = `acceptedRisks/${printable(key, 120)}`;
    const because = reasons[direction];
    return [{ kind: 'risk', direction, file: '', subject, before: from, after: to, attacks: [], because }];
  });
}

const reasons: Readonly<Record<Direction, string>> = {
  looser: 'what is accepted is reported and no longer counts as open',
  tighter: 'what is no longer accepted counts as open',
  neutral: 'the same is accepted for as long',
};

/** One acceptance for each check and place, the longest. */
function indexRisks(risks: readonly AcceptedRisk[]): Map<string, AcceptedRisk> {
  const index = new Map<string, AcceptedRisk>();
  for (const risk of risks) {
    const key = `${risk.risk}${risk.where === undefined ? '' : ` at ${risk.where}`}`;
    const known = index.get(key);
    if (known === undefined || known.until < risk.until) index.set(key, risk);
  }
  return index;
}

function describeRisk(risk: AcceptedRisk | undefined): string | null {
  return risk === undefined ? null : printable(`accepted until ${risk.until}: ${risk.reason}`);
}

function findDirection(
  was: AcceptedRisk | undefined,
  is: AcceptedRisk | undefined,
  before: readonly AcceptedRisk[],
  after: readonly AcceptedRisk[],
): Direction {
  if (is !== undefined && !before.some((one) => covers(one, is))) return 'looser';
  return was !== undefined && !after.some((one) => covers(one, was)) ? 'tighter' : 'neutral';
}

/** An acceptance without a place is one for all places. */
function covers(wide: AcceptedRisk, narrow: AcceptedRisk): boolean {
  const isAtPlace = wide.where === undefined || wide.where === narrow.where;
  return wide.risk === narrow.risk && isAtPlace && wide.until >= narrow.until;
}
