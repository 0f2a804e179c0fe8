// What a client of nginx may change in a request that still creates an image, with every value that the files look for.
import type { NginxDirective } from '../../documents/nginx/types';
import { combineEach } from './combinations';
import type { NginxLimitPlace } from './nginx-limit-place';
import type { NginxLevel } from './nginx-scopes';
import { listNginxVariables, type NginxDefinitions, variablePattern } from './nginx-variables';
import { listMatches } from './path-samples';
import { isFreeHeader } from './types';

/** The same request, written another way. */
export interface NginxChange {
  /** Lower-case name with dashes of the header that differs; undefined: the query string does. */
  readonly header?: string;
  readonly rawPath: string;
  readonly headers: ReadonlyMap<string, string>;
}

/** `unread`: an expression is compared with what a client writes, and no text was found that it matches. */
export interface NginxChanges {
  readonly changes: readonly NginxChange[];
  readonly unread: string | null;
}

/** A text with variables, and what a map or an `if` compares it with: `~` begins an expression. */
interface Comparison {
  readonly source: string;
  readonly pattern: string;
}

/** Far above real files; where there are more, nobody can say what the rest lets through. */
const maxComparisons = 200;

/** Headers of the key, of the real-ip module (`believed`) and of every map and condition on the way; any query. */
export function listNginxChanges(
  place: Pick<NginxLimitPlace, 'server' | 'definitions' | 'request' | 'headers'>,
  key: string,
  believed: string | null,
): NginxChanges {
  const { definitions, request, headers } = place;
  const onTheWay = listDeciding(place.server);
  const used = new Set<string>();
  for (const text of [key, ...onTheWay.flatMap(({ args }) => args)]) collectVariables(text, definitions, used);
  const isMediaTyped = headers.get('accept')?.includes('openstack.images') === true;
  const isFree = (name: string): boolean =>
    !(name === 'accept' && isMediaTyped) && isFreeHeader(request, name.replaceAll('_', '-'));
  const free = [...used].filter((name) => name.startsWith('http_')).map((name) => name.slice(5));
  if (believed !== null) free.push(believed);
  const changes: NginxChange[] = [];
  const change = (assigned: ReadonlyMap<string, string | undefined>): void => {
    const query: string[] = [];
    const changed = new Map(headers);
    let header: string | undefined;
    for (const [variable, value] of assigned) {
      const name = variable.replace(/^(?:http|arg)_/, '');
      if (variable.startsWith('http_') && isFree(name)) {
        header ??= name.replaceAll('_', '-');
        if (value === undefined) changed.delete(name);
        else changed.set(name, value);
      } else if (variable.startsWith('arg_')) query.push(`${name}=${value}`);
      else if (isQuery(variable)) query.push((value ?? '').replace(/^[^?]*\?/, ''));
    }
    if (header === undefined && query.length === 0) return;
    const joint = request.rawPath.includes('?') ? '&' : '?';
    const rawPath = query.length === 0 ? request.rawPath : `${request.rawPath}${joint}${query.join('&')}`;
    if (!/[\s#]/.test(rawPath)) changes.push({ ...(header && { header }), rawPath, headers: changed });
  };
  for (const name of new Set(free)) {
    for (const value of [undefined, '198.18.0.1', '198.18.0.2']) change(new Map([[`http_${name}`, value]]));
  }
  for (const name of ['arg_glacis', ...[...used].filter((one) => one.startsWith('arg_'))]) {
    for (const value of ['1', '2']) change(new Map([[name, value]]));
  }
  let unread: string | null = null;
  const compared = new Map<string, Set<string>>();
  const listWritten = (source: string): string[] =>
    listNginxVariables(source).filter((name) =>
      name.startsWith('http_') ? isFree(name.slice(5)) : name.startsWith('arg_') || isQuery(name),
    );
  const comparisons = listComparisons(definitions, used, onTheWay).filter(
    ({ source }) => listWritten(source).length > 0,
  );
  if (comparisons.length > maxComparisons) unread = comparisons[maxComparisons]?.pattern ?? null;
  for (const { source, pattern } of comparisons.slice(0, maxComparisons)) {
    const written = listWritten(source);
    const [, mark, expression = ''] = /^(~\*?)(.*)$/s.exec(pattern) ?? [];
    const values = mark === undefined ? [pattern] : listMatches(expression, mark === '~*');
    if (values === null) unread ??= pattern;
    for (const value of values ?? []) {
      const solved = solveSource(source, value);
      change(solved);
      for (const name of written) {
        change(new Map([[name, value]]));
        compared.set(name, (compared.get(name) ?? new Set()).add(solved.get(name) ?? value));
      }
    }
  }
  // A condition may want several at once.
  const pairs = [...compared].map(([name, values]) => [...values].map((value) => [name, value] as const));
  const { all, isWhole } = combineEach(pairs.length > 1 ? pairs : []);
  for (const one of all) change(new Map(one));
  if (!isWhole) unread ??= `${pairs.length} variables at once`;
  return { changes, unread };
}

function isQuery(variable: string): boolean {
  return variable === 'args' || variable === 'query_string' || variable === 'request_uri';
}

/** Directives that decide where a request goes, and what variables hold. */
function listDeciding(level: NginxLevel): NginxDirective[] {
  return level.flatMap((one) => {
    if (one.kind !== 'directive') return [];
    const isOne = /^(?:if|set|rewrite|return|error_page|try_files|\w+_pass)$/.test(one.name);
    return [...(isOne ? [one] : []), ...listDeciding(one.block ?? [])];
  });
}

/** Every variable the text depends on, through maps and geo blocks. */
function collectVariables(text: string, definitions: NginxDefinitions, found: Set<string>): void {
  for (const name of listNginxVariables(text)) {
    if (found.has(name)) continue;
    found.add(name);
    const source = definitions.maps.get(name) ?? definitions.geos.get(name);
    const values = (source?.block ?? []).flatMap((entry) => (entry.kind === 'directive' ? entry.args : []));
    for (const inner of [...(source?.args.slice(0, -1) ?? []), ...values]) collectVariables(inner, definitions, found);
  }
}

function listComparisons(
  { maps }: NginxDefinitions,
  used: ReadonlySet<string>,
  onTheWay: readonly NginxDirective[],
): Comparison[] {
  const ofMaps = [...maps].flatMap(([name, { args, block }]) =>
    (used.has(name) ? (block ?? []) : []).flatMap((entry) =>
      entry.kind === 'directive' && entry.name !== 'default'
        ? [{ source: args[0] ?? '', pattern: entry.name.replace(/^\\/, '') }]
        : [],
    ),
  );
  const ofConditions = onTheWay.flatMap(({ name, args }) => {
    if (name !== 'if') return [];
    const [source = '', operator, operand = ''] = args
      .join(' ')
      .replace(/^\(\s*|\s*\)$/g, '')
      .split(/ +(.*?) +(.*)/s);
    if (operator === undefined) return [];
    return [{ source, pattern: operator.replace(/^[!=]+/, '') + operand }];
  });
  return [...ofMaps, ...ofConditions];
}

/** What each variable of `source` would have to hold for the whole to be `value`. */
function solveSource(source: string, value: string): Map<string, string> {
  const between = source.split(variablePattern).filter((_, i) => i % 3 === 0);
  const found = new RegExp(`^${between.map((text) => text.replace(/\W/g, '\\$&')).join('(.*?)')}$`, 's').exec(value);
  return new Map(found ? listNginxVariables(source).map((name, i) => [name, found[i + 1] ?? '']) : []);
}
