// Whether the limit_req directives in force refuse a client that repeats one request and changes all it may change.
import type { NginxDirective } from '../../documents/nginx/types';
import type { Source } from '../../documents/types';
import { listNginxChanges } from './nginx-changes';
import { findNginxClient } from './nginx-client';
import type { NginxLimitPlace } from './nginx-limit-place';
import { answerRefusal } from './nginx-refusal';
import { inheritDirectives, inheritValue, isSwitchedOn, listDirectives, type NginxLevel } from './nginx-scopes';
import { listNginxVariables, type NginxDefinitions } from './nginx-variables';
import type { EdgeVerdict } from './types';

/** The tightest limit that holds; else why none does. */
export function judgeNginxLimits(place: NginxLimitPlace): EdgeVerdict {
  const { chain } = place;
  const limits = inheritDirectives(chain, 'limit_req');
  const [first] = limits;
  if (first === undefined)
    return { limited: false, because: 'no limit_req is in force here', at: innermostPlace(chain) };
  if (isSwitchedOn(chain, 'limit_req_dry_run', false)) {
    return { limited: false, because: 'limit_req_dry_run only counts', at: first.at };
  }
  const names = limits.map(({ args }) => args.find((arg) => arg.startsWith('zone=')));
  if (new Set(names).size < names.length) {
    return { limited: false, because: 'nginx refuses a zone that stands twice at one place', at: first.at };
  }
  let kept = judgeLimit(place, first);
  for (const limit of limits.slice(1)) {
    const verdict = judgeLimit(place, limit);
    const isTighter =
      (verdict.limited === true && (kept.limited !== true || verdict.requestsPerMinute < kept.requestsPerMinute)) ||
      (verdict.limited === 'cannot-say' && kept.limited === false);
    if (isTighter) kept = verdict;
  }
  return kept;
}

function judgeLimit(place: NginxLimitPlace, limit: NginxDirective): EdgeVerdict {
  const http = place.chain[0] ?? [];
  const options = new Map(limit.args.map((arg) => [arg.split('=', 1)[0] ?? '', arg.slice(arg.indexOf('=') + 1)]));
  const zones = listDirectives(http, 'limit_req_zone').filter((one) =>
    one.args.some((arg) => arg.startsWith(`zone=${options.get('zone')}:`)),
  );
  const [zone] = zones;
  const rate = /^rate=(\d+)r\/([sm])$/.exec(zone?.args.find((arg) => arg.startsWith('rate=')) ?? '');
  const key = zone?.args[0];
  if (zone === undefined || rate === null || key === undefined || zone.args.length < 3) {
    return { limited: false, because: 'nginx refuses a limit_req without its limit_req_zone', at: limit.at };
  }
  if (Number(rate[1]) === 0 || !holdsBuckets(zone)) {
    return { limited: false, because: 'nginx refuses a zone below 32 KiB and a rate of 0', at: zone.at };
  }
  if (zones.length > 1) return { limited: false, because: 'nginx refuses two zones of one name', at: zone.at };
  const status = Number(inheritValue(place.chain, 'limit_req_status') ?? '503');
  if (!areLimitWords(limit.args) || status < 400 || status > 599) {
    return { limited: false, because: 'nginx refuses these words behind limit_req', at: limit.at };
  }
  const because = findEscape(place, key);
  if (because.kind !== 'held') {
    if (because.kind === 'unknown') return { limited: 'cannot-say', because: because.text, at: limit.at };
    const { text, freeHeader } = because;
    return { limited: false, because: text, at: zone.at, ...(freeHeader !== undefined && { freeHeader }) };
  }
  const refusal = answerRefusal(place, status);
  if (refusal.kind !== 'answers') {
    return { limited: refusal.kind === 'passes' ? false : 'cannot-say', because: refusal.because, at: refusal.at };
  }
  // nginx counts in thousandths per second, rounded down.
  const perSecond = Math.floor((Number(rate[1]) * 1000) / (rate[2] === 'm' ? 60 : 1)) / 1000;
  const burst = Number(options.get('burst') ?? 0);
  const delayFree = options.has('nodelay') ? burst : Number(options.get('delay') ?? 0);
  return {
    limited: true,
    key,
    bucket: because.bucket,
    requestsPerMinute: Math.round(perSecond * 60_000) / 1000,
    burst: 1 + burst,
    status: refusal.status,
    retryAfter: refusal.retryAfter,
    isDelayed: delayFree < burst,
    at: limit.at,
  };
}

/** nginx takes no burst of 0, and either `nodelay` or `delay`. */
function areLimitWords(args: readonly string[]): boolean {
  return args.length < 4 && args.every((arg) => /^(?:zone=.+|(?:burst|delay)=0*[1-9]\d*|nodelay)$/.test(arg));
}

/** nginx takes no zone of fewer than eight pages; sizes end with k, m or nothing. */
function holdsBuckets(zone: NginxDirective): boolean {
  const size = /^zone=[^:]*:(\d+)([kKmM]?)$/.exec(zone.args.find((arg) => arg.startsWith('zone=')) ?? '');
  const factor = { k: 1024, m: 1024 ** 2 }[(size?.[2] ?? '').toLowerCase()] ?? 1;
  return size !== null && Number(size[1]) * factor >= 32_768;
}

type Escape =
  | { readonly kind: 'held'; readonly bucket: string }
  | { readonly kind: 'escapes'; readonly text: string; readonly freeHeader?: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** Evaluates the key for the request and for every variation a client is free to send: all must share one bucket. */
function findEscape(place: NginxLimitPlace, key: string): Escape {
  const limits = inheritDirectives(place.chain, 'limit_req');
  /** Null: not known, or other limits are met; `given` stands for what never gets to Glance. */
  const expand = (rawPath: string, headers: ReadonlyMap<string, string>, given: string | null): string | null => {
    const walked = place.walk(rawPath, headers);
    if (walked === null) return null;
    const { route, evaluation } = walked;
    if (route.kind === 'cannot-say') return null;
    if (route.kind === 'answers' || !place.mayArrive(route, rawPath)) return given;
    const met = inheritDirectives(route.chain, 'limit_req');
    if (met.length === 0) return '';
    if (met.length !== limits.length || met.some((one, i) => one !== limits[i])) return null;
    const client = findNginxClient(route.chain, place.peer, headers);
    if (client.bytes === null) return null;
    evaluation.moveTo(evaluation.uri, client.bytes);
    return evaluation.expand(key);
  };
  const { headers } = place;
  const given = expand(place.request.rawPath, headers, null);
  const unknown = { kind: 'unknown', text: 'the key holds something that is not modelled' } as const;
  if (given === null) return unknown;
  const believed = findNginxClient(place.chain, place.peer, headers).header;
  const { changes, unread } = listNginxChanges(place, key, believed);
  if (given === '') {
    const text = 'the key is empty for this request, and an empty key is not limited';
    const keyed = changes.find(
      (one) => one.header !== undefined && (expand(one.rawPath, one.headers, given) ?? '') !== '',
    );
    return { kind: 'escapes', text, ...(keyed?.header !== undefined && { freeHeader: keyed.header }) };
  }
  let isKnown = unread === null;
  for (const { header, rawPath, headers: changed } of changes) {
    const bucket = expand(rawPath, changed, given);
    if (bucket === null) isKnown = false;
    else if (bucket !== given) {
      const by = header === undefined ? 'the query string' : `the header ${header}`;
      const text = `the client chooses its bucket with ${by}`;
      return { kind: 'escapes', text, ...(header !== undefined && { freeHeader: header }) };
    }
  }
  if (!isKnown) return unknown;
  if (['uri', 'document_uri', 'request_uri'].some((name) => isInValue(name, key, place.definitions))) {
    return { kind: 'escapes', text: 'the key holds the path: each spelling has a bucket of its own' };
  }
  return { kind: 'held', bucket: Buffer.from(given, 'latin1').toString('hex') };
}

/** True when the variable's text becomes part of the key, and is not only compared with. */
function isInValue(name: string, text: string, definitions: NginxDefinitions, seen = new Set<string>()): boolean {
  return listNginxVariables(text).some((inner) => {
    if (inner === name) return true;
    const map = definitions.maps.get(inner);
    if (map === undefined || seen.has(inner)) return false;
    seen.add(inner);
    const values = (map.block ?? []).flatMap((entry) => (entry.kind === 'directive' ? entry.args : []));
    return values.some((value) => isInValue(name, value, definitions, seen));
  });
}

function innermostPlace(chain: readonly NginxLevel[]): Source | null {
  for (let i = chain.length - 1; i >= 0; i--) {
    const at = chain[i]?.[0]?.at;
    if (at !== undefined) return at;
  }
  return null;
}
