// Evaluates HAProxy sample expressions (`path,url_dec`, `src,ipmask(32,64)`, `sc0_gpc0_rate(table)`) for one request.
import { maskBytes, readAddress } from '../../documents/nftables/networks';
import { convertTableKey, type HaproxySample, type StickTable } from './haproxy-tables';
import { testPcre, translatePcre } from './pcre';

/** One request on its way through the rules. */
export interface HaproxyStream {
  readonly method: string;
  /** As rules have left it. */
  target: string;
  /** Rules that have changed it, as they stand. */
  readonly rewritten: string[];
  /** Lower-case names; null for a value that a rule wrote and that is not modelled. */
  readonly headers: Map<string, string | null>;
  source: HaproxySample;
  readonly variables: Map<string, HaproxySample>;
  /** What each stick counter follows. */
  readonly tracked: Map<number, { readonly table: StickTable; readonly key: string; readonly expression: string }>;
  readonly tables: ReadonlyMap<string, StickTable>;
  /** Table of the section whose rules run. */
  ownTable: string;
  /** Counters that rules have raised by one for this request, in order. */
  readonly raised: { readonly table: StickTable; readonly counter: string; readonly key: string }[];
  /** Counters that conditions have read since the last reset. */
  readonly counted: {
    readonly table: StickTable;
    readonly counter: string;
    readonly key: string;
    readonly expression: string;
  }[];
}

const absent: HaproxySample = { type: 'absent' };
const unknown: HaproxySample = { type: 'unknown' };
const string = (text: string): HaproxySample => ({ type: 'string', text });

/** Splits `a(b,c),d(e)` into its fetch and converters; null when brackets do not match. */
export function splitExpression(expression: string): readonly ExpressionPart[] | null {
  const known = splits.get(expression);
  if (known !== undefined) return known;
  if (splits.size >= 1000) splits.clear();
  const fresh = splitFresh(expression);
  splits.set(expression, fresh);
  return fresh;
}

interface ExpressionPart {
  readonly name: string;
  readonly args: readonly string[];
}
const splits = new Map<string, readonly ExpressionPart[] | null>();

function splitFresh(expression: string): readonly ExpressionPart[] | null {
  const parts: { name: string; args: string[] }[] = [];
  for (let rest = expression; rest !== ''; ) {
    const found = /^([A-Za-z0-9_.-]+)(?:\(((?:"[^"]*"|'[^']*'|[^()"'])*)\))?(?:,|$)/.exec(rest);
    if (found === null) return null;
    const args = found[2] === undefined || found[2] === '' ? [] : splitArguments(found[2]);
    parts.push({ name: found[1] ?? '', args });
    rest = rest.slice(found[0].length);
  }
  return parts;
}

/** Commas inside quotes do not separate. */
function splitArguments(text: string): string[] {
  const parts = text.match(/(?:"[^"]*"|'[^']*'|[^,"'])+|(?<=,)(?=,|$)/g) ?? [];
  return parts.map((part) => part.trim().replace(/^(["'])(.*)\1$/s, '$2'));
}

/** The value of the expression. Header fetches give the last value of a list, as HAProxy does for keys. */
export function evaluateSample(expression: string, stream: HaproxyStream): HaproxySample {
  const parts = splitExpression(expression);
  const [fetch, ...converters] = parts ?? [];
  if (fetch === undefined) return unknown;
  return converters.reduce(
    (sample, one) => convertSample(sample, one.name, one.args),
    fetchSample(fetch.name, fetch.args, stream),
  );
}

function fetchSample(name: string, args: readonly string[], stream: HaproxyStream): HaproxySample {
  const counter =
    /^(?:sc([012])?_|src_)(?:((?:http_req|http_err|http_fail|conn|sess)_(?:cnt|rate)|gpc[01]?_rate)|get_(gpc[01]?))$/.exec(
      name,
    );
  if (counter) return fetchCounter(name, counter[1], counter[2] ?? counter[3] ?? '', args, stream);
  switch (name) {
    case 'src':
      return stream.source;
    case 'method':
      return string(stream.method);
    case 'path':
    case 'pathq':
    case 'url':
    case 'query':
      return fetchTarget(name, stream.target);
    case 'hdr':
    case 'req.hdr':
    case 'req.fhdr':
    case 'hdr_ip':
    case 'req.hdr_ip':
      return fetchHeader(name.endsWith('_ip'), name.endsWith('fhdr'), args, stream);
    case 'urlp':
    case 'url_param': {
      const query = fetchTarget('query', stream.target);
      const pairs = query.type === 'string' ? query.text.split(/[&;?]/) : [];
      const found = pairs.find((pair) => pair.startsWith(`${args[0] ?? ''}=`));
      return found === undefined ? absent : string(found.slice((args[0] ?? '').length + 1));
    }
    case 'var':
      return stream.variables.get(args[0] ?? '') ?? absent;
    case 'str':
      return string(args[0] ?? '');
    case 'int':
      return { type: 'integer', value: Number(args[0]) };
    case 'always_true':
    case 'always_false':
      return { type: 'boolean', value: name === 'always_true' };
    default:
      return unknown;
  }
}

function fetchTarget(part: string, target: string): HaproxySample {
  if (part === 'url') return string(target);
  const relative = target.replace(/^[A-Za-z][A-Za-z0-9+.-]*:\/\/[^/?#]*/, '');
  if (!relative.startsWith('/')) return absent;
  if (part === 'pathq') return string(relative);
  const mark = relative.indexOf('?');
  if (part === 'query') return mark < 0 ? absent : string(relative.slice(mark + 1));
  return string(relative.split(/[?#]/, 1)[0] ?? '');
}

function fetchHeader(
  isAddress: boolean,
  isWhole: boolean,
  args: readonly string[],
  stream: HaproxyStream,
): HaproxySample {
  const text = stream.headers.get((args[0] ?? '').toLowerCase());
  if (text === undefined) return absent;
  if (text === null) return unknown;
  const values = isWhole ? [text] : text.split(',').map((value) => value.trim());
  const occurrence = Number(args[1] ?? -1);
  const value = values.at(occurrence > 0 ? occurrence - 1 : occurrence);
  if (value === undefined) return absent;
  if (!isAddress) return string(value);
  const bytes = readAddress(value);
  return bytes === null ? absent : { type: 'address', bytes };
}

function fetchCounter(
  name: string,
  index: string | undefined,
  counter: string,
  args: readonly string[],
  stream: HaproxyStream,
): HaproxySample {
  if (name.startsWith('src_')) {
    const table = stream.tables.get(args[0] ?? stream.ownTable);
    const key = table === undefined ? null : convertTableKey(stream.source, table);
    return table === undefined || key === null ? absent : readCounter(stream, table, key, counter, 'src');
  }
  // sc0_name(table), sc_name(0,table), and for arrays sc_gpc_rate(index,0,table).
  const isArray = counter === 'gpc' || counter === 'gpc_rate';
  const rest = isArray ? args.slice(1) : args;
  const tracked = stream.tracked.get(Number(index ?? rest[0]));
  const wanted = index === undefined ? rest[1] : rest[0];
  if (tracked === undefined) return absent;
  const table = wanted === undefined ? tracked.table : stream.tables.get(wanted);
  if (table === undefined) return unknown;
  const stored = isArray ? `${counter}[${args[0]}]` : counter;
  return readCounter(stream, table, tracked.key, stored, tracked.expression);
}

function readCounter(
  stream: HaproxyStream,
  table: StickTable,
  key: string,
  counter: string,
  expression: string,
): HaproxySample {
  if (!table.stores.has(counter.replace(/\[.*/, ''))) return absent;
  stream.counted.push({ table, counter, key, expression });
  return { type: 'integer', value: table.entries.get(key)?.get(counter) ?? 0 };
}

function hashText(text: string, algorithm: string): HaproxySample {
  if (!/^sha(?:1|224|256|384|512)$/.test(algorithm)) return unknown;
  const { createHash } = require('node:crypto') as typeof import('node:crypto');
  return string(createHash(algorithm).update(text, 'latin1').digest().toString('latin1'));
}

/** `regsub(regex,subst,flags)`: the first match, or every one with `g`. */
function replacePattern(text: string, [pattern = '', replacement = '', flags = '']: readonly string[]): HaproxySample {
  const regex = translatePcre(pattern, flags.includes('i'));
  if (regex === null || testPcre(regex, text) === null || !/^[gi]*$/.test(flags)) return unknown;
  const own = new RegExp(regex.regex.source, regex.regex.flags + (flags.includes('g') ? 'g' : ''));
  return string(
    text.replace(own, (...found: unknown[]) =>
      replacement.replace(/\\(\d)/g, (_, n: string) =>
        typeof found[Number(n)] === 'string' ? String(found[Number(n)]) : '',
      ),
    ),
  );
}

function convertSample(sample: HaproxySample, name: string, args: readonly string[]): HaproxySample {
  if (sample.type === 'absent' || sample.type === 'unknown') return sample;
  if (name === 'ipmask') {
    const bytes = sample.type === 'address' ? sample.bytes : sample.type === 'string' ? readAddress(sample.text) : null;
    if (bytes === null) return absent;
    const bits = bytes.length === 4 ? args[0] : args[1];
    // Without a second argument HAProxy has no mask for IPv6 and the converter fails.
    if (bits === undefined) return absent;
    return /^\d+$/.test(bits) ? { type: 'address', bytes: maskBytes(bytes, Number(bits)) } : unknown;
  }
  if (sample.type !== 'string') return unknown;
  const { text } = sample;
  switch (name) {
    case 'lower':
      return string(text.toLowerCase());
    case 'upper':
      return string(text.toUpperCase());
    case 'url_dec':
      if (/%(?![0-9a-fA-F]{2})/.test(text)) return absent;
      return string(
        text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
      );
    case 'regsub':
      return replacePattern(text, args);
    case 'length':
      return { type: 'integer', value: text.length };
    case 'digest':
      return hashText(text, (args[0] ?? '').toLowerCase());
    case 'sha1':
      return hashText(text, 'sha1');
    case 'sha2':
      return hashText(text, `sha${args[0] ?? '256'}`);
    case 'base64':
      return string(Buffer.from(text, 'latin1').toString('base64'));
    case 'hex':
      return string(Buffer.from(text, 'latin1').toString('hex').toUpperCase());
    default:
      return unknown;
  }
}
