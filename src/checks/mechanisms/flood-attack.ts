// Attacks that repeat one write until the database is full: policy, proxies and unified limits are asked, in this order.
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Severity } from '../types';
import { type EdgeAnswer, type FloodRequest, floodEdge } from './flood-edge';
import { findRefusal } from './policy-refusal';
import { explainUnknownLimits, findLimitDefences } from './quota-registered';

type OpenAnswer = Extract<AttackAnswer, { verdict: 'open' }>;
type EdgeControl = 'imageCreateRateLimit' | 'imageCreateRateLimit.otherWrites';

/** An attack by repetition. */
export interface FloodAttackWords {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  /** All of them must be limited: the attacker chooses. A function: which spellings work depends on what runs Glance. */
  readonly requests: readonly FloodRequest[] | ((cloud: Cloud) => readonly FloodRequest[]);
  /** Rules that a member needs for it. */
  readonly rules: readonly string[];
  /** True when `image_count_total` ends it: rows that stay after a deletion are not counted. */
  readonly isCounted: boolean;
  /** What happens when nothing stops it. */
  readonly outcome: string;
  /** What limits it. Default `imageCreateRateLimit`. */
  readonly control?: EdgeControl;
  /** Why the attack has no ground, given what the proxies do with plain creations; null when it has. */
  readonly appliesTo?: (cloud: Cloud) => string | null;
}

/** The plain spelling, which every limit that is one covers. */
export const plainCreation: FloodRequest = { method: 'POST', rawPath: '/v2/images' };

/** Makes the attack. */
export function createFloodAttack(words: FloodAttackWords): Attack {
  const { id, title, severity, references } = words;
  return { kind: 'attack', layer: 'dos', id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const elsewhere = words.appliesTo?.(cloud) ?? null;
    if (elsewhere !== null) {
      const { kind } = floodEdge(cloud, [plainCreation]);
      const lacks = kind === 'cannot-say' ? 'knowledge' : 'promise';
      return { verdict: 'not-applicable', because: elsewhere, ...(kind !== 'limited' && { lacks }) };
    }
    const edge = floodEdge(cloud, typeof words.requests === 'function' ? words.requests(cloud) : words.requests);
    const defences = [
      ...findRuleDefences(cloud, words.rules),
      ...(edge.kind === 'limited' ? edge.defences : []),
      ...(words.isCounted ? findLimitDefences(cloud, 'image_count_total', 'images') : []),
    ];
    return concludeFlood(cloud, edge, defences, words);
  }
}

/** The rules that no tenant may use: any of them ends the attack. */
export function findRuleDefences(cloud: Cloud, rules: readonly string[]): Defence[] {
  return rules.flatMap((rule) => findRefusal(cloud, rule, 'member'));
}

/** Open only when neither the proxies nor Keystone could still say no. */
function concludeFlood(
  cloud: Cloud,
  edge: EdgeAnswer,
  defences: readonly Defence[],
  words: Pick<FloodAttackWords, 'isCounted' | 'outcome' | 'control'>,
): AttackAnswer {
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  if (edge.kind === 'cannot-say') return { verdict: 'not-applicable', because: edge.because, lacks: 'knowledge' };
  const unknown = words.isCounted ? explainUnknownLimits(cloud) : null;
  if (unknown !== null) return { verdict: 'not-applicable', because: unknown, lacks: 'knowledge' };
  const why = edge.kind === 'open' ? edge.because : 'no file of nginx or HAProxy limits requests to Glance';
  return { verdict: 'open', because: `${words.outcome}: ${why}.`, ...limitInProxy(words.control) };
}

/** A limit in either proxy. `control`: the key of the intent that writes it. */
export function limitInProxy(
  control: EdgeControl = 'imageCreateRateLimit',
): Required<Pick<OpenAnswer, 'fixes' | 'otherWays'>> {
  const nginx = { control, file: 'nginx/conf.d/90-glacis-image-create.conf' };
  const haproxy = { control, file: 'haproxy/conf.d/90-glacis-image-create.cfg' };
  return { fixes: [nginx], otherWays: [[haproxy]] };
}
