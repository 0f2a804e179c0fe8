// What the actions of HAProxy's request rules do: the answers of those that refuse, and what the others change.
import { readAddress } from '../../documents/nftables/networks';
import type { Source } from '../../documents/types';
import { formatLog, rewriteTarget, rewritingActions } from './haproxy-rewrite';
import { evaluateSample, type HaproxyStream } from './haproxy-sample';
import type { HaproxySample } from './haproxy-tables';
import { convertTableKey, type StickTable } from './haproxy-tables';

/** A rule as it is run. */
export interface HaproxyRule {
  readonly ruleset: 'tcp-request' | 'http-request' | 'redirect';
  readonly action: string;
  readonly args: readonly string[];
  readonly condition: readonly string[];
  readonly isEnvironment: boolean;
  /** Counts once per connection, not per request. */
  readonly isConnection: boolean;
  readonly at: Source;
}

/** Actions that change neither the answer nor anything a limit looks at. */
export const harmlessActions =
  /^(capture|set-log-level|set-(?:fc-|bc-)?(?:mark|tos)|set-nice|set-timeout|set-priority-\w+|early-hint|strict-mode|wait-for-(?:body|handshake)|disable-l7-retry|sc-set-gpt.*|inspect-delay|set-dst(?:-port)?|set-src-port|add-acl|del-acl|set-map|del-map|do-log)/;

/** Actions after which nobody knows what a header holds. */
export const headerActions = /^(set|add|replace|del)-(header|value)$/;

/** The answer of a rule that refuses; null for any other rule. */
export function readRefusal({
  action,
  args,
  ruleset,
}: HaproxyRule): { readonly status: number | null; readonly retryAfter: string | null } | null {
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
    case 'reject':
      return { status: null, retryAfter: null };
    default:
      return ruleset === 'redirect' ? { status: 302, retryAfter: null } : null;
  }
}

/** False when the action is not modelled. */
export function applyAction(rule: HaproxyRule, stream: HaproxyStream): boolean {
  for (const [pattern, apply] of modelledActions) {
    const found = pattern.exec(rule.action);
    if (found !== null) return apply(rule, stream, found);
  }
  return false;
}

type Apply = (rule: HaproxyRule, stream: HaproxyStream, found: RegExpExecArray) => boolean;

const modelledActions: readonly (readonly [RegExp, Apply])[] = [
  [/^track-sc(\d+)$/, (rule, stream, [, index]) => trackCounter(Number(index), rule, stream)],
  [
    /^sc-inc-(gpc[01])\((\d+)\)$/,
    (_, stream, [, counter = '', index]) => raiseTracked(stream, Number(index), counter, ''),
  ],
  [
    /^sc-inc-gpc\((\d+),(\d+)\)$/,
    (_, stream, [, element, index]) => raiseTracked(stream, Number(index), 'gpc', `[${element}]`),
  ],
  [/^set-src$/, ({ args }, stream) => setSource(evaluateSample(args[0] ?? '', stream), stream)],
  [rewritingActions, ({ action, args }, stream) => rewriteTarget(action, args, stream)],
  [
    /^set-var-fmt\(([^,)]+)\)$/,
    ({ args }, stream, [, name = '']) => {
      const text = formatLog(args.join(' '), stream);
      stream.variables.set(name, text === null ? { type: 'unknown' } : { type: 'string', text });
      return true;
    },
  ],
  [
    /^set-var\(([^,)]+)\)$/,
    ({ args }, stream, [, name = '']) => {
      const sample = evaluateSample(args.join(' '), stream);
      // An expression that fails leaves the variable as it was.
      if (sample.type !== 'absent') stream.variables.set(name, sample);
      return true;
    },
  ],
  [
    /^unset-var\(([^,)]+)\)$/,
    (_, stream, [, name = '']) => {
      stream.variables.delete(name);
      return true;
    },
  ],
  [
    headerActions,
    ({ action, args }, stream) => {
      const name = (args[0] ?? '').toLowerCase();
      if (action === 'del-header') stream.headers.delete(name);
      else stream.headers.set(name, null);
      return true;
    },
  ],
];

function setSource(sample: HaproxySample, stream: HaproxyStream): boolean {
  if (sample.type === 'unknown') return false;
  const bytes = sample.type === 'string' ? readAddress(sample.text) : null;
  if (sample.type === 'address') stream.source = sample;
  else if (bytes !== null) stream.source = { type: 'address', bytes };
  return true;
}

function trackCounter(index: number, { args, isConnection }: HaproxyRule, stream: HaproxyStream): boolean {
  if (stream.tracked.has(index)) return true;
  const expression = args[0] ?? '';
  const table = stream.tables.get(args[1] === 'table' ? (args[2] ?? '') : stream.ownTable);
  const sample = evaluateSample(expression, stream);
  // A full table without purge takes nobody in: whoever fills it leaves the others uncounted.
  if (table === undefined || table.isNeverPurged || sample.type === 'unknown') return false;
  // 2.6 makes a number of the address, 3.0 refuses the file.
  if (table.type === 'integer' && sample.type === 'address') return false;
  const key = convertTableKey(sample, table);
  // What the table cannot hold is not tracked, and what is not tracked is never refused.
  if (key === null) return true;
  stream.tracked.set(index, { table, key, expression });
  const perConnection = ['conn_cnt', 'conn_rate'];
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

/** A general purpose counter of what is tracked, and its rate. `element`: of an array of counters. */
function raiseTracked(stream: HaproxyStream, index: number, counter: string, element: string): boolean {
  const tracked = stream.tracked.get(index);
  for (const stored of tracked === undefined ? [] : [counter, `${counter}_rate`]) {
    if (tracked?.table.stores.has(stored)) raiseCounter(stream, tracked.table, tracked.key, stored + element);
  }
  return true;
}
