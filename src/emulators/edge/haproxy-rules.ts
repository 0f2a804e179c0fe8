// Runs HAProxy's request rules of one section for one request: tracking, counting, refusing, in file order.
import type { HaproxyLine, HaproxySection } from '../../documents/haproxy/types';
import type { Source } from '../../documents/types';
import { type AclWords, holdsHaproxyCondition } from './haproxy-condition';
import { formatLog, rewriteTarget, rewritingActions } from './haproxy-rewrite';
import { evaluateSample, type HaproxyStream } from './haproxy-sample';
import { convertTableKey, type StickTable } from './haproxy-tables';

/** A rule as it is run. */
interface Rule {
  readonly ruleset: 'tcp-request' | 'http-request' | 'redirect';
  readonly action: string;
  readonly args: readonly string[];
  readonly condition: readonly string[];
  readonly isEnvironment: boolean;
  /** Counts once per connection, not per request. */
  readonly isConnection: boolean;
  readonly at: Source;
}

/** The rules and ACLs of a section, read once. */
export interface HaproxyRules {
  readonly name: string;
  readonly rules: readonly Rule[];
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

/** Actions that change neither the answer nor anything a limit looks at. */
const harmlessActions =
  /^(capture|set-log-level|set-(?:fc-|bc-)?(?:mark|tos)|set-nice|set-timeout|set-priority-\w+|do-resolve|early-hint|strict-mode|wait-for-(?:body|handshake)|disable-l7-retry|sc-set-gpt.*|inspect-delay|set-dst(?:-port)?|set-src-port|send-spoe-group|add-acl|del-acl|set-map|del-map|do-log)/;

const headerActions = /^(set|add|replace|del)-(header|value)$/;

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
  const rules: Rule[] = [];
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

function readRule(ruleset: Rule['ruleset'], words: readonly string[], line: HaproxyLine & { kind: 'words' }): Rule {
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
  let isTcpAccepted = false;
  let isAllowed = false;
  for (const rule of rules) {
    if ((rule.ruleset === 'tcp-request' && isTcpAccepted) || (rule.ruleset === 'http-request' && isAllowed)) continue;
    if (harmlessActions.test(rule.action)) continue;
    const cannotSay = (because: string): HaproxyOutcome => ({ kind: 'cannot-say', because, at: rule.at });
    if (rule.isEnvironment) return cannotSay('the line depends on environment variables');
    stream.counted.length = 0;
    const truth = holdsHaproxyCondition(rule.condition, acls, stream);
    // Requests that nobody thought of become creations, whatever its condition.
    if (rule.action === 'set-method') return cannotSay('set-method makes other requests');
    if (truth === false) continue;
    // What a header may hold afterwards is not known; whether the request is refused is.
    if (truth === null && headerActions.test(rule.action)) {
      stream.headers.set((rule.args[0] ?? '').toLowerCase(), null);
      continue;
    }
    if (truth === null) return cannotSay(`the condition of ${rule.action} holds something that is not modelled`);
    if (rule.action === 'accept' && rule.ruleset === 'tcp-request') isTcpAccepted = true;
    else if (rule.action === 'allow') isAllowed = true;
    else {
      const refusal = readRefusal(rule);
      if (refusal !== null) return { kind: 'refuses', ...refusal, at: rule.at };
      if (!applyRule(rule, stream)) return cannotSay(`${rule.action} is not modelled`);
    }
  }
  stream.counted.length = 0;
  return { kind: 'passes' };
}

function readRefusal({ action, args, ruleset }: Rule): { status: number | null; retryAfter: string | null } | null {
  const after = (...names: string[]): string | undefined => args.find((_, i) => names.includes(args[i - 1] ?? ''));
  const header = args.findIndex((word, i) => word === 'hdr' && args[i + 1]?.toLowerCase() === 'retry-after');
  const retryAfter = header < 0 ? null : (args[header + 2] ?? null);
  const status = after('deny_status', 'status', 'code');
  switch (action) {
    case 'deny':
      return { status: Number(status ?? 403), retryAfter };
    case 'tarpit':
      return { status: Number(status ?? 500), retryAfter };
    case 'return':
      return { status: Number(status ?? 200), retryAfter };
    case 'redirect':
      return { status: Number(status ?? 302), retryAfter: null };
    case 'auth':
      return { status: 401, retryAfter: null };
    case 'silent-drop':
      return { status: null, retryAfter: null };
    case 'reject':
      return { status: null, retryAfter: null };
    default:
      return ruleset === 'redirect' ? { status: 302, retryAfter: null } : null;
  }
}

/** False when the action is not modelled. */
function applyRule({ action, args, isConnection }: Rule, stream: HaproxyStream): boolean {
  const track = /^track-sc(\d+)$/.exec(action);
  if (track) return trackCounter(Number(track[1]), args, isConnection, stream);
  const increment = /^sc-inc-(gpc[01]?)\(([\d,]+)\)$/.exec(action);
  if (increment) {
    const [index, counter] = (increment[2] ?? '').split(',');
    const isArray = increment[1] === 'gpc';
    const tracked = stream.tracked.get(Number(isArray ? counter : index));
    if (tracked === undefined) return true;
    const base = increment[1] ?? '';
    for (const stored of [base, `${base}_rate`]) {
      if (tracked.table.stores.has(stored))
        raiseCounter(stream, tracked.table, tracked.key, isArray ? `${stored}[${index}]` : stored);
    }
    return true;
  }
  if (action === 'set-src') {
    const sample = evaluateSample(args[0] ?? '', stream);
    if (sample.type === 'unknown') return false;
    if (sample.type === 'address') stream.source = sample;
    return true;
  }
  if (rewritingActions.test(action)) return rewriteTarget(action, args, stream);
  const written = /^set-var-fmt\(([^,)]+)\)$/.exec(action);
  if (written) {
    const text = formatLog(args.join(' '), stream);
    stream.variables.set(written[1] ?? '', text === null ? { type: 'unknown' } : { type: 'string', text });
    return true;
  }
  const variable = /^set-var\(([^,)]+)\)$/.exec(action);
  if (variable) {
    const sample = evaluateSample(args.join(' '), stream);
    // An expression that fails leaves the variable as it was.
    if (sample.type !== 'absent') stream.variables.set(variable[1] ?? '', sample);
    return true;
  }
  const dropped = /^unset-var\(([^,)]+)\)$/.exec(action);
  if (dropped) {
    stream.variables.delete(dropped[1] ?? '');
    return true;
  }
  if (headerActions.test(action)) {
    const name = (args[0] ?? '').toLowerCase();
    if (action === 'del-header') stream.headers.delete(name);
    else stream.headers.set(name, null);
    return true;
  }
  return false;
}

function trackCounter(index: number, args: readonly string[], isConnection: boolean, stream: HaproxyStream): boolean {
  if (stream.tracked.has(index)) return true;
  const expression = args[0] ?? '';
  const table = stream.tables.get(args[1] === 'table' ? (args[2] ?? '') : stream.ownTable);
  const sample = evaluateSample(expression, stream);
  if (table === undefined || sample.type === 'unknown') return false;
  const key = convertTableKey(sample, table);
  // What the table cannot hold is not tracked, and what is not tracked is never refused.
  if (key === null) return true;
  stream.tracked.set(index, { table, key, expression });
  const perConnection = ['conn_cnt', 'conn_rate', 'conn_cur'];
  for (const counter of ['http_req_cnt', 'http_req_rate', ...(isConnection ? [] : perConnection)]) {
    if (table.stores.has(counter)) raiseCounter(stream, table, key, counter);
  }
  return true;
}

function raiseCounter(stream: HaproxyStream, table: StickTable, key: string, counter: string): void {
  stream.raised.push({ table, key, counter });
  const entry = table.entries.get(key) ?? new Map<string, number>();
  table.entries.set(key, entry);
  entry.set(counter, (entry.get(counter) ?? 0) + 1);
}
