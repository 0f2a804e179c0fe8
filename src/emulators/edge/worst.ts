// Chooses the weakest of several verdicts: what an attacker would find.
import type { EdgeVerdict } from './types';

/** Unlimited before cannot-say before limited (the highest rate first) before refused. The first of equals. */
export function chooseWorstVerdict(verdicts: readonly EdgeVerdict[]): EdgeVerdict {
  const nothing: EdgeVerdict = { limited: false, because: 'nothing limits the request', at: null };
  return (
    verdicts.reduce<EdgeVerdict | null>(
      (worst, one) => (worst === null || rank(one) < rank(worst) ? one : worst),
      null,
    ) ?? nothing
  );
}

function rank(verdict: EdgeVerdict): number {
  if (verdict.limited === false) return -2e9;
  if (verdict.limited === 'cannot-say') return -1e9;
  return verdict.limited === 'refused' ? 1e9 : -verdict.requestsPerMinute;
}
