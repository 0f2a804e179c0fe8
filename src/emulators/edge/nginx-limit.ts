// Whether the limit_req directives in force refuse a client that repeats one request and changes all it may change.
import type { NginxDirective } from '../../documents/nginx/types';
import type { Source } from '../../documents/types';
import { findNginxClient } from './nginx-client';
import type { NginxLimitPlace } from './nginx-limit-place';
import { answerRefusal } from './nginx-refusal';
import { inheritDirectives, inheritValue, listDirectives, type NginxLevel } from './nginx-scopes';
import { listNginxVariables, type NginxDefinitions } from './nginx-variables';
import { type EdgeVerdict, isFreeHeader } from './types';

/** The tightest limit that holds; else why none does. */
export function judgeNginxLimits(place: NginxLimitPlace): EdgeVerdict {
  const { chain } = place;
  const limits = inheritDirectives(chain, 'limit_req');
  const [first] = limits;
  if (first === undefined)
    return { limited: false, because: 'no limit_req is in force here', at: innermostPlace(chain) };
  if (inheritValue(chain, 'limit_req_dry_run') === 'on') {
    return { limited: false, because: 'limit_req_dry_run only counts', at: first.at };
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
  const zone = listDirectives(http, 'limit_req_zone').find((one) =>
    one.args.some((arg) => arg.startsWith(`zone=${options.get('zone')}:`)),
  );
  const rate = /^rate=(\d+)r\/([sm])$/.exec(zone?.args.find((arg) => arg.startsWith('rate=')) ?? '');
  const key = zone?.args[0];
  if (zone === undefined || rate === null || key === undefined) {
    return { limited: false, because: 'nginx refuses a limit_req without its limit_req_zone', at: limit.at };
  }
  if (Number(rate[1]) === 0 || !holdsBuckets(zone)) {
    return { limited: false, because: 'nginx refuses a zone below 32 KiB and a rate of 0', at: zone.at };
  }
  const because = findEscape(place, key);
  if (because.kind !== 'held') {
    if (because.kind === 'unknown') return { limited: 'cannot-say', because: because.text, at: limit.at };
    const { text, freeHeader } = because;
    return { limited: false, because: text, at: zone.at, ...(freeHeader !== undefined && { freeHeader }) };
  }
  const refusal = answerRefusal(place, Number(inheritValue(place.chain, 'limit_req_status') ?? '503'));
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

/** nginx takes no zone of fewer than eight pages; sizes end with k, m or nothing. */
function holdsBuckets(zone: NginxDirective): boolean {
  const size = /^zone=[^:]*:(\d+)([kKmM]?)$/.exec(zone.args.find((arg) => arg.startsWith('zone=')) ?? '');
  const factor = { k: 1024, m: 1024 ** 2 }[(size?.[2] ?? '').toLowerCase()] ?? 1;
  return size !== null && Number(size[1]) * factor >= 32_768;
}

/** No key holds this. */
const elsewhere = '\u0000elsewhere';

type Escape =
  | { readonly kind: 'held'; readonly bucket: string }
  | { readonly kind: 'escapes'; readonly text: string; readonly freeHeader?: string }
  | { readonly kind: 'unknown'; readonly text: string };

/** Evaluates the key for the request and for every variation a client is free to send: all must share one bucket. */
function findEscape(place: NginxLimitPlace, key: string): Escape {
  const used = collectVariables(key, place.definitions);
  const limits = inheritDirectives(place.chain, 'limit_req');
  /** Null: not known; 'elsewhere': the request meets other limits; `given` stands for what never gets to a limit. */
  const expand = (rawPath: string, headers: ReadonlyMap<string, string>, given: string | null): string | null => {
    const walked = place.walk(rawPath, headers);
    if (walked === null) return null;
    const { route, evaluation } = walked;
    if (route.kind === 'answers') return given;
    if (route.kind === 'cannot-say') return null;
    const met = inheritDirectives(route.chain, 'limit_req');
    if (met.length !== limits.length || met.some((one, i) => one !== limits[i])) return elsewhere;
    const client = findNginxClient(route.chain, place.peer, headers);
    if (client.bytes === null) return null;
    evaluation.moveTo(evaluation.uri, client.bytes);
    return evaluation.expand(key);
  };
  const { headers } = place;
  const { rawPath } = place.request;
  const given = expand(rawPath, headers, null);
  if (given === null) return { kind: 'unknown', text: 'the key holds something that is not modelled' };
  const believed = findNginxClient(place.chain, place.peer, headers).header;
  const free = [...used].filter((name) => name.startsWith('http_')).map((name) => name.slice(5));
  if (believed !== null) free.push(believed);
  const isFree = (name: string): boolean => isFreeHeader(place.request, name.replaceAll('_', '-'));
  if (given === '') {
    const text = 'the key is empty for this request, and an empty key is not limited';
    const keyed = free.find(
      (name) => isFree(name) && (expand(rawPath, new Map([...headers, [name, '198.18.0.1']]), given) ?? '') !== '',
    );
    return { kind: 'escapes', text, ...(keyed !== undefined && { freeHeader: keyed.replaceAll('_', '-') }) };
  }
  const isMediaTyped = headers.get('accept')?.includes('openstack.images') === true;
  for (const name of free) {
    if ((name === 'accept' && isMediaTyped) || !isFree(name)) continue;
    const tried = [undefined, '198.18.0.1', '198.18.0.2', ...collectLiterals(`http_${name}`, place.definitions)];
    for (const value of tried) {
      const changed = new Map(headers);
      if (value === undefined) changed.delete(name);
      else changed.set(name, value);
      const bucket = expand(rawPath, changed, given);
      if (bucket === null) return { kind: 'unknown', text: 'the key holds something that is not modelled' };
      if (bucket !== given) {
        const freeHeader = name.replaceAll('_', '-');
        return { kind: 'escapes', text: `the client chooses its bucket with the header ${freeHeader}`, freeHeader };
      }
    }
  }
  const names = [...used].filter((name) => name.startsWith('arg_')).map((name) => name.slice(4));
  for (const argument of ['glacis', ...names]) {
    for (const value of ['1', '2']) {
      const bucket = expand(`${rawPath}${rawPath.includes('?') ? '&' : '?'}${argument}=${value}`, headers, given);
      if (bucket === null) return { kind: 'unknown', text: 'the key holds something that is not modelled' };
      if (bucket !== given) return { kind: 'escapes', text: 'the client chooses its bucket with the query string' };
    }
  }
  if (['uri', 'document_uri', 'request_uri'].some((name) => isInValue(name, key, place.definitions))) {
    return { kind: 'escapes', text: 'the key holds the path: each spelling has a bucket of its own' };
  }
  return { kind: 'held', bucket: Buffer.from(given, 'latin1').toString('hex') };
}

/** Every variable the key depends on, through maps and geo blocks. */
function collectVariables(text: string, definitions: NginxDefinitions, found = new Set<string>()): Set<string> {
  for (const name of listNginxVariables(text)) {
    if (found.has(name)) continue;
    found.add(name);
    const source = definitions.maps.get(name) ?? definitions.geos.get(name);
    if (source === undefined) continue;
    const sources = source.args.slice(0, -1);
    const values = (source.block ?? []).flatMap((entry) => (entry.kind === 'directive' ? entry.args : []));
    for (const inner of [...sources, ...values]) collectVariables(inner, definitions, found);
  }
  return found;
}

/** Strings that maps compare this variable with: an exemption by a secret header value is in the file. */
function collectLiterals(name: string, definitions: NginxDefinitions): string[] {
  const literals: string[] = [];
  for (const map of definitions.maps.values()) {
    if (!listNginxVariables(map.args[0] ?? '').includes(name)) continue;
    for (const entry of map.block ?? []) {
      if (entry.kind === 'directive' && entry.name !== 'default')
        literals.push(entry.name.replace(/^~\*?\^?|\$$/g, ''));
    }
  }
  return literals.slice(0, 50);
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
