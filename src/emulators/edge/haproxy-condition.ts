// Decides HAProxy conditions: named and anonymous ACLs, their match methods, and/or/not. Null: cannot be said.
import { isInNetwork, readAddress, readNetwork } from '../../documents/nftables/networks';
import { evaluateSample, type HaproxyStream, splitExpression } from './haproxy-sample';
import type { HaproxySample } from './haproxy-tables';
import { testPcre, translatePcre } from './pcre';

type Truth = boolean | null;

/** Words of one ACL behind its name: criterion, flags, patterns. */
export type AclWords = readonly string[];

/** ACLs that HAProxy brings along. */
export const predefinedAcls: ReadonlyMap<string, AclWords> = new Map([
  ['TRUE', ['always_true']],
  ['FALSE', ['always_false']],
  ['METH_CONNECT', ['method', 'CONNECT']],
  ['METH_DELETE', ['method', 'DELETE']],
  ['METH_GET', ['method', 'GET', 'HEAD']],
  ['METH_HEAD', ['method', 'HEAD']],
  ['METH_OPTIONS', ['method', 'OPTIONS']],
  ['METH_POST', ['method', 'POST']],
  ['METH_PUT', ['method', 'PUT']],
  ['METH_TRACE', ['method', 'TRACE']],
  ['HTTP', ['always_true']],
  ['HTTP_URL_ABS', ['url_reg', '^[^/:]*://']],
  ['HTTP_URL_SLASH', ['url_beg', '/']],
  ['HTTP_URL_STAR', ['url', '*']],
  ['LOCALHOST', ['src', '127.0.0.1/8', '::1']],
]);

/** Decides the words behind `if` or `unless`. Definitions of one name are alternatives. */
export function holdsHaproxyCondition(
  words: readonly string[],
  acls: ReadonlyMap<string, readonly AclWords[]>,
  stream: HaproxyStream,
): Truth {
  const [kind, ...terms] = words;
  if (kind === undefined) return true;
  let some: Truth = false;
  let all: Truth = true;
  let isNegated = false;
  for (let i = 0; i < terms.length; i++) {
    let term = terms[i] ?? '';
    if (term === 'or' || term === '||') {
      some = either(some, all);
      all = true;
      continue;
    }
    while (term.startsWith('!')) {
      isNegated = !isNegated;
      term = term.slice(1);
    }
    if (term === '') continue;
    let truth: Truth;
    if (term === '{') {
      const close = terms.indexOf('}', i);
      if (close < 0) return null;
      truth = holdsAcl(terms.slice(i + 1, close), stream);
      i = close;
    } else {
      const definitions = acls.get(term) ?? [predefinedAcls.get(term)];
      truth = definitions.map((one) => (one === undefined ? null : holdsAcl(one, stream))).reduce(either, false);
    }
    const signed: Truth = truth === null ? null : truth !== isNegated;
    all = all === false || signed === false ? false : all === null || signed === null ? null : true;
    isNegated = false;
  }
  const truth = either(some, all);
  return truth === null ? null : truth === (kind === 'if');
}

function either(a: Truth, b: Truth): Truth {
  return a === true || b === true ? true : a === null || b === null ? null : false;
}

const suffixes: ReadonlySet<string> = new Set(['beg', 'dir', 'dom', 'end', 'len', 'reg', 'sub']);

function holdsAcl(words: AclWords, stream: HaproxyStream): Truth {
  let expression = words[0] ?? '';
  let method: string | null = null;
  const parts = splitExpression(expression);
  const suffix = /^(.+)_([a-z]+)$/.exec(parts?.[0]?.name ?? '');
  if (suffix && suffixes.has(suffix[2] ?? '')) {
    method = suffix[2] ?? null;
    expression = (suffix[1] ?? '') + expression.slice(suffix[0].length);
  }
  let ignoresCase = false;
  let i = 1;
  for (; i < words.length && (words[i] ?? '').startsWith('-'); i++) {
    if (words[i] === '--') {
      i++;
      break;
    }
    if (words[i] === '-i') ignoresCase = true;
    else if (words[i] === '-m') method = words[++i] ?? null;
    else if (words[i] !== '-n') return null;
  }
  const patterns = words.slice(i);
  const isList = /^(?:req\.)?hdr(?:_ip)?\(/.test(expression) && !expression.includes(',');
  // Methods are compared as such, not as texts, unless a match method says otherwise: `-i` does nothing.
  if (expression === 'method' && method === null) ignoresCase = false;
  if (!isList) return matchSample(evaluateSample(expression, stream), method, patterns, ignoresCase);
  // A list header matches when any of its values does.
  const text = stream.headers.get((parts?.[0]?.args[0] ?? '').toLowerCase());
  const count = typeof text === 'string' ? text.split(',').length : 1;
  let any: Truth = false;
  for (let n = 1; n <= Math.min(count, 100); n++) {
    const sample = evaluateSample(expression.replace(/\)$/, `,${n})`), stream);
    any = either(any, matchSample(sample, method, patterns, ignoresCase));
  }
  return any;
}

function matchSample(
  sample: HaproxySample,
  method: string | null,
  patterns: readonly string[],
  ignoresCase: boolean,
): Truth {
  if (sample.type === 'unknown') return null;
  if (method === 'found') return sample.type !== 'absent';
  if (sample.type === 'absent') return false;
  if (sample.type === 'boolean') return patterns.length === 0 ? sample.value : null;
  if (method === 'len' && sample.type === 'string') return matchInteger(sample.text.length, patterns);
  if (sample.type === 'integer' && (method === null || method === 'int')) return matchInteger(sample.value, patterns);
  if (sample.type === 'address' || method === 'ip') {
    const bytes = sample.type === 'address' ? sample.bytes : sample.type === 'string' ? readAddress(sample.text) : null;
    if (bytes === null) return false;
    return patterns
      .map((text): Truth => {
        const network = readNetwork(text);
        return network === null ? null : isInNetwork(bytes, network);
      })
      .reduce(either, false);
  }
  if (sample.type !== 'string') return null;
  const { text } = sample;
  return patterns.map((pattern) => matchText(text, pattern, method ?? 'str', ignoresCase)).reduce(either, false);
}

function matchText(text: string, pattern: string, method: string, ignoresCase: boolean): Truth {
  if (method === 'reg') {
    const regex = translatePcre(pattern, ignoresCase);
    const found = regex === null ? null : testPcre(regex, text);
    return found === null ? null : found !== false;
  }
  const subject = ignoresCase ? text.toLowerCase() : text;
  const wanted = ignoresCase ? pattern.toLowerCase() : pattern;
  switch (method) {
    case 'str':
      return subject === wanted;
    case 'beg':
      return subject.startsWith(wanted);
    case 'end':
      return subject.endsWith(wanted);
    case 'sub':
      return subject.includes(wanted);
    case 'dir': {
      const bare = wanted.replace(/^[/?]+|[/?]+$/g, '').replace(/\W/g, '\\$&');
      return bare !== '' && new RegExp(`(?:^|[/?])${bare}(?:$|[/?])`).test(subject);
    }
    default:
      return null;
  }
}

function matchInteger(value: number, patterns: readonly string[]): Truth {
  const [first] = patterns;
  const isOperator = first !== undefined && /^(eq|ge|gt|le|lt)$/.test(first);
  return (isOperator ? patterns.slice(1) : patterns)
    .map((text): Truth => {
      const range = /^(-?\d*):(-?\d*)$/.exec(text);
      if (range) return value >= Number(range[1] || -Infinity) && value <= Number(range[2] || Infinity);
      if (!/^-?\d+$/.test(text)) return null;
      const wanted = Number(text);
      switch (isOperator ? first : 'eq') {
        case 'ge':
          return value >= wanted;
        case 'gt':
          return value > wanted;
        case 'le':
          return value <= wanted;
        case 'lt':
          return value < wanted;
        default:
          return value === wanted;
      }
    })
    .reduce(either, false);
}
