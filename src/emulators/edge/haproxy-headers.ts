// What a client of HAProxy may change to fall into another bucket: headers and the query, and what it would write into them.
import { combineEach } from './combinations';
import { listMatches } from './path-samples';
import { type EdgeRequest, isFreeHeader } from './types';

/** The words of every line that may look at a header. */
type Lines = readonly (readonly string[])[];

/** One way to write these headers, undefined: leave it out; or a query behind the target. */
export interface ClientChange {
  readonly headers: readonly (readonly [name: string, value: string | undefined])[];
  readonly query?: string;
}

/** Every change a client may make; `unread`: an expression compared with what it writes, for which no text was found. */
export interface ClientChanges {
  readonly changes: readonly ClientChange[];
  readonly unread: string | null;
}

/** Each free header by itself, then all together: two limits keyed by one header each hold against neither change alone. */
export function listClientChanges(lines: Lines, request: EdgeRequest): ClientChanges {
  const free = listFreeHeaders(lines, request);
  const made = [undefined, '198.18.0.1', '198.18.0.2'];
  let unread: string | null = null;
  /** Values behind the words that the expression finds: an exemption by a secret value is there to be read. */
  const list = (mention: RegExp): string[] => {
    const found = listLiterals(lines, mention);
    unread ??= found.unread ?? found.texts[maxTexts] ?? null;
    return found.texts.slice(0, maxTexts);
  };
  const kept = free.length > 0 ? list(/\bvar\(/) : [];
  const compared = free.map((name) => ({
    name,
    values: [...new Set([...list(new RegExp(`\\(${name.replace(/\W/g, '\\$&')}\\b`, 'i')), ...kept])],
  }));
  const ofHeaders = compared.flatMap(({ name, values }) =>
    [...made, ...values].map((value) => ({ headers: [[name, value] as const] })),
  );
  const together =
    free.length > 1 ? made.map((value) => ({ headers: free.map((name) => [name, value] as const) })) : [];
  const parameters = lines.flatMap((words) =>
    [...words.join(' ').matchAll(/\burl(?:p|_param)\(([^,()]+)/g)].flatMap(([, name = '']) =>
      ['1', '2', ...list(new RegExp(`\\burl(?:p|_param)\\(${name.replace(/\W/g, '\\$&')}\\b`))].map(
        (value) => `${name}=${value}`,
      ),
    ),
  );
  const queries = list(/\b(?:url|query|pathq)(?:_(?:beg|dir|dom|end|reg|sub))?(?![\w(])/);
  const ofQuery = [...parameters, ...queries, ...(parameters.length > 0 ? kept : [])].flatMap((text) => {
    const query = text.replace(/^[^?]*\?/, '');
    return /^[!-"$-~]+$/.test(query) ? [{ headers: [], query }] : [];
  });
  // A condition may want several at once.
  const pairs = compared.flatMap(({ name, values }) =>
    values.length > 0 ? [values.map((value) => [name, value] as const)] : [],
  );
  const { all, isWhole } = combineEach(pairs);
  if (!isWhole && pairs.length > 1) unread ??= `${pairs.length} headers at once`;
  const several = all.flatMap((headers) =>
    [{ headers }, ...ofQuery.slice(0, 3).map(({ query }) => ({ headers, query }))].slice(pairs.length > 1 ? 0 : 1),
  );
  return { changes: [...ofHeaders, ...together, ...ofQuery, ...(pairs.length > 0 ? several : [])], unread };
}

/** Far above real files; where there are more, nobody can say what the rest lets through. */
const maxTexts = 200;

/** Headers that rules look at, lower case, except the media type where the request creates nothing without it. */
export function listFreeHeaders(lines: Lines, request: EdgeRequest): string[] {
  const names = new Set<string>();
  for (const words of lines) {
    for (const found of words.join(' ').matchAll(/hdr(?:_\w+)?\(([^,()]+)/g)) names.add((found[1] ?? '').toLowerCase());
  }
  if (/^\/+images/.test(request.rawPath)) names.delete('accept');
  return [...names].filter((name) => isFreeHeader(request, name));
}

function listLiterals(lines: Lines, mention: RegExp): { texts: string[]; unread: string | null } {
  const texts = new Set<string>();
  let unread: string | null = null;
  for (const words of lines.flatMap((line) => listComparisons(line, mention))) {
    const text = words.join(' ');
    const isLength = /_len\b|-m len\b|,length\b/.test(text);
    const isExpression = /_reg\b|-m reg\b/.test(text);
    for (const word of words.slice(1)) {
      if (/^(?:-|(?:reg|str|beg|end|sub|found)$)/.test(word)) continue;
      texts.add(word);
      const [, network] = /^([\da-f.:]+)\/\d+$/i.exec(word) ?? [];
      if (network !== undefined) texts.add(network);
      // A length is as good as a secret.
      if (isLength && Number(word) < 256)
        for (const by of [-1, 0, 1]) texts.add('x'.repeat(Math.max(0, Number(word) + by)));
      const matches = isExpression ? listMatches(word, / -i /.test(text)) : [];
      for (const match of matches ?? []) texts.add(match);
      if (matches === null) unread ??= word;
    }
  }
  return { texts: [...texts], unread };
}

/** What a line compares the sample with: the words behind it, in its braces or behind the name of an ACL. */
function listComparisons(words: readonly string[], mention: RegExp): string[][] {
  return words.flatMap((word, i) => {
    if (!mention.test(word) || (!(i === 2 && words[0] === 'acl') && !/^!*\{$/.test(words[i - 1] ?? ''))) return [];
    const end = words.indexOf('}', i);
    return [words.slice(i, words[0] === 'acl' || end < 0 ? words.length : end)];
  });
}

/** The headers with this one written, or left out. */
export function replaceHeader(
  headers: EdgeRequest['headers'],
  name: string,
  value: string | undefined,
): Record<string, string> {
  const kept = Object.entries(headers).filter(([one]) => one.toLowerCase() !== name);
  return Object.fromEntries(value === undefined ? kept : [...kept, [name, value]]);
}
