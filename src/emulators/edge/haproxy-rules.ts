// Runs HAProxy's request rules of one section for one request: tracking, counting, refusing, in file order.
import type { HaproxyLine, HaproxySection } from '../../documents/haproxy/types';
import type { Source } from '../../documents/types';
import { applyAction, type HaproxyRule, harmlessActions, headerActions, readRefusal } from './haproxy-actions';
import { type AclWords, holdsHaproxyCondition } from './haproxy-condition';
import type { HaproxyStream } from './haproxy-sample';

/** The rules and ACLs of a section, read once. */
export interface HaproxyRules {
  readonly name: string;
  readonly rules: readonly HaproxyRule[];
  readonly acls: ReadonlyMap<string, readonly AclWords[]>;
}

/** What the rules of a section do with one request. */
export type HaproxyOutcome =
  | { readonly kind: 'passes' }
  | {
      readonly kind: 'refuses';
      readonly status: number | null;
      readonly retryAfter: string | null;
      readonly at: Source;
    }
  | { readonly kind: 'cannot-say'; readonly because: string; readonly at: Source };

/** Reads the rules of a section, those of a named defaults section first. */
export function readHaproxyRules(section: HaproxySection, inherited: HaproxySection | undefined): HaproxyRules {
  const known = rulesOf.get(section);
  if (known !== undefined && known.inherited === inherited) return known.rules;
  const rules = collectRules(section, inherited);
  rulesOf.set(section, { inherited, rules });
  return rules;
}

/** Every spelling is judged against the same sections. */
const rulesOf = new WeakMap<HaproxySection, { inherited: HaproxySection | undefined; rules: HaproxyRules }>();

function collectRules(section: HaproxySection, inherited: HaproxySection | undefined): HaproxyRules {
  const rules: HaproxyRule[] = [];
  const acls = new Map<string, AclWords[]>();
  for (const line of [...(inherited?.lines ?? []), ...section.lines]) {
    if (line.kind !== 'words') continue;
    const words = line.words.map((word) => word.text);
    const [keyword, second = ''] = words;
    if (keyword === 'acl') acls.set(second, [...(acls.get(second) ?? []), words.slice(2)]);
    else if (keyword === 'http-request' || keyword === 'tcp-request' || keyword === 'redirect') {
      rules.push(readRule(keyword, words, line));
    }
  }
  // Rules of TCP run before those of HTTP, and redirect keywords after both, wherever they stand.
  const order = ['tcp-request', 'http-request', 'redirect'];
  rules.sort((a, b) => order.indexOf(a.ruleset) - order.indexOf(b.ruleset));
  return { name: section.words[0]?.text ?? '', rules, acls };
}

function readRule(
  ruleset: HaproxyRule['ruleset'],
  words: readonly string[],
  line: HaproxyLine & { kind: 'words' },
): HaproxyRule {
  const isTcp = ruleset === 'tcp-request';
  const layer = isTcp ? (words[1] ?? '') : '';
  const rest = ruleset === 'redirect' ? [...words] : words.slice(isTcp && layer !== 'inspect-delay' ? 2 : 1);
  const [action = '', ...args] = rest;
  const start = args.findIndex((word) => word === 'if' || word === 'unless');
  return {
    ruleset,
    action,
    args: start < 0 ? args : args.slice(0, start),
    condition: start < 0 ? [] : args.slice(start),
    isEnvironment: line.words.some((word) => word.raw !== undefined),
    isConnection: layer === 'connection' || layer === 'session',
    at: line.at,
  };
}

/** Runs the rules. `stream.counted` afterwards holds the counters that the deciding condition read. */
export function runHaproxyRules({ rules, acls, name }: HaproxyRules, stream: HaproxyStream): HaproxyOutcome {
  stream.ownTable = name;
  /** What `accept` and `allow` end: the rules of their own kind. */
  const ended = new Set<HaproxyRule['ruleset']>();
  for (const rule of rules) {
    if (ended.has(rule.ruleset) || harmlessActions.test(rule.action)) continue;
    const outcome = runRule(rule, acls, stream);
    if (outcome === 'ends') ended.add(rule.ruleset);
    else if (outcome !== null) return outcome;
  }
  stream.counted.length = 0;
  return { kind: 'passes' };
}

/** Null: the next rule is run. */
function runRule(rule: HaproxyRule, acls: HaproxyRules['acls'], stream: HaproxyStream): HaproxyOutcome | 'ends' | null {
  const { action, at } = rule;
  const cannotSay = (because: string): HaproxyOutcome => ({ kind: 'cannot-say', because, at });
  if (rule.isEnvironment) return cannotSay('the line depends on environment variables');
  stream.counted.length = 0;
  const truth = holdsHaproxyCondition(rule.condition, acls, stream);
  // Requests that nobody thought of become creations, whatever its condition.
  if (action === 'set-method') return cannotSay('set-method makes other requests');
  if (truth === false) return null;
  if (truth === null) {
    if (!headerActions.test(action))
      return cannotSay(`the condition of ${action} holds something that is not modelled`);
    // What a header may hold afterwards is not known; whether the request is refused is.
    stream.headers.set((rule.args[0] ?? '').toLowerCase(), null);
    return null;
  }
  if (action === (rule.ruleset === 'tcp-request' ? 'accept' : 'allow')) return 'ends';
  const refusal = readRefusal(rule);
  if (refusal !== null) return { kind: 'refuses', ...refusal, at };
  return applyAction(rule, stream) ? null : cannotSay(`${action} is not modelled`);
}
