// What makes nginx refuse a whole file: directives at the wrong place, of the wrong shape, or written twice.
import type { NginxDirective } from '../../documents/nginx/types';
import type { Source } from '../../documents/types';
import { nginxDirectiveTable } from './nginx-directives';
import { isRefusedDefinition, VariableNames } from './nginx-names';
import { type NginxLevel, readLocation } from './nginx-scopes';

/** The first directive that nginx refuses here (1.22 to 1.31), and the first name that none of its own modules knows. */
export interface NginxFaults {
  readonly refused: NginxDirective | undefined;
  readonly unknown: UnknownName | undefined;
}

/** `what`: `this acces_log`, `the variable $clientip`. */
export interface UnknownName {
  readonly what: string;
  readonly at: Source;
}

interface Form {
  readonly places: string;
  readonly least: number;
  readonly most: number;
  readonly kind: string;
}

let forms: ReadonlyMap<string, Form> | undefined;

function findForm(name: string): Form | undefined {
  forms ??= new Map(
    nginxDirectiveTable.flatMap((line) => {
      const [places = '', words = '', kind = '', ...names] = line.split(' ');
      const most = words.endsWith('+') ? Number.POSITIVE_INFINITY : Number(words.at(-1));
      return names.map((one) => [one, { places, least: Number(words[0]), most, kind }] as const);
    }),
  );
  return forms.get(name);
}

/** Settings of modules that many builds hold and that neither send requests elsewhere nor change them. */
const harmless = /^(?:brotli|geoip2|lua|modsecurity|more_(?:clear|set)_headers|otel|vhost_traffic_status)/;

/** Blocks with a language of their own. */
const foreign = /^(?:charset_map|geo|mail|map|match|split_clients|stream|types)$/;

const places: Readonly<Record<string, string>> = {
  events: 'e',
  http: 'h',
  server: 's',
  location: 'l',
  upstream: 'u',
  limit_except: 'x',
};

const faultsOf = new WeakMap<NginxLevel, NginxFaults>();

/** Reads every block that holds directives, once for each configuration. */
export function findNginxFaults(statements: NginxLevel): NginxFaults {
  const known = faultsOf.get(statements);
  if (known !== undefined) return known;
  const reader = new FaultReader();
  reader.read(statements, 'm', '');
  reader.matchZones();
  reader.matchVariables();
  faultsOf.set(statements, reader);
  return reader;
}

class FaultReader implements NginxFaults {
  refused: NginxDirective | undefined;
  unknown: UnknownName | undefined;
  private readonly limits: NginxDirective[] = [];
  private readonly variables = new VariableNames();
  /** Something is not in the tree, or belongs to a module of others: either may bring variables. */
  private isOpen = false;

  read(level: NginxLevel, place: string, outer: string): void {
    const seen = new Set<string>();
    for (const one of level) {
      if (one.kind === 'lua' || (one.kind === 'directive' && one.name === 'include')) this.isOpen = true;
      else if (one.kind === 'directive') this.take(one, place, outer, seen);
    }
  }

  /** Each limit has one zone of its kind. */
  matchZones(): void {
    const zoneOf = ({ name, args }: NginxDirective): string => {
      const zone = args.find((arg) => arg.startsWith('zone='))?.slice('zone='.length);
      return `${name.replace('_zone', '')} ${(zone ?? args[0] ?? '').split(':', 1)[0]}`;
    };
    const zones = this.limits.filter(({ name }) => name.endsWith('_zone'));
    const names = zones.map(zoneOf);
    this.refused ??= zones.find((_, i) => names.indexOf(names[i] ?? '') < i);
    // A file that is not in the tree may hold it.
    this.noteUnknown(this.limits.find((one) => !zones.includes(one) && !names.includes(zoneOf(one))));
  }

  matchVariables(): void {
    const found = this.isOpen ? undefined : this.variables.findUnknown();
    if (found) this.unknown ??= { what: `the variable $${found.name}`, at: found.directive.at };
  }

  private noteUnknown(directive: NginxDirective | undefined): void {
    if (directive) this.unknown ??= { what: `this ${directive.name}`, at: directive.at };
  }

  private take(one: NginxDirective, place: string, outer: string, seen: Set<string>): void {
    const { name, args, block } = one;
    const form = findForm(name);
    if (form === undefined) {
      this.isOpen = true;
      if (!harmless.test(name)) this.noteUnknown(one);
      return;
    }
    const isMisplaced = !isWellFormed(one, form, place) || isRefusedHere(one, outer) || isSecond(one, form, seen);
    if (isMisplaced || isRefusedDefinition(one)) this.refused ??= one;
    if (/^(?:geoip|perl)_/.test(name)) this.isOpen = true;
    if (place !== 'm') this.variables.take(one);
    if (/^limit_(?:req|conn)(?:_zone)?$/.test(name)) this.limits.push(one);
    if (block === null || foreign.test(name)) return;
    const { modifier, path } = readLocation(args);
    const inside = name === 'if' ? (place === 's' ? 'i' : 'j') : places[name];
    this.read(block, inside ?? '', `${name} ${modifier}${path}`);
  }
}

const words: Readonly<Record<string, RegExp>> = {
  flag: /^o(?:n|ff)$/i,
  number: /^\d+$/,
  size: /^\d+[kmg]?$/i,
  time: /^(?:\d+(?:ms|[yMwdhms])? ?)+$/,
};

/** What stands behind these, words joined by a space. */
const shapes: Readonly<Record<string, RegExp>> = {
  allow: /^(?:all|unix:|[\da-f.:]+(?:\/\d+)?)$/i,
  error_page: /^(?:[345]\d\d )+(?:=\d* )?[^=]\S*$/,
  if: /^\(\s*(?:\$\w+|\$\w+ !?(?:=|~\*?) .+|!?-[fdex] .+?)\s*\)$/s,
  limit_except:
    /^(?:(?:GET|HEAD|POST|PUT|DELETE|MKCOL|COPY|MOVE|OPTIONS|PROPFIND|PROPPATCH|LOCK|UNLOCK|PATCH)(?: |$))+$/i,
  limit_req: /^(?:(?:zone=[^ ]+|(?:burst|delay)=0*[1-9]\d*|nodelay)(?: |$))+$/,
  limit_req_status: /^0*[45]\d\d$/,
  limit_req_zone: /(?=.* ?zone=[^: ]+:\d+[km]?(?: |$))(?=.* ?rate=0*[1-9]\d*r\/[sm](?: |$))/i,
  proxy_pass: /^(?:https?:\/\/.|.*\$)/i,
  return: /^(?:\d{1,3}(?: |$)|https?:\/\/|\$scheme)/s,
  rewrite: /^\S+ \S+(?: (?:last|break|redirect|permanent))?$/,
  satisfy: /^a(?:ny|ll)$/,
  set: /^\$./s,
};

function isWellFormed({ name, args, block }: NginxDirective, form: Form, place: string): boolean {
  const isOne = form.places.includes(place) && args.length >= form.least && args.length <= form.most;
  const isBlock = form.kind === 'block' || (form.places === 'hu' && place === 'h');
  const shape = shapes[name === 'deny' ? 'allow' : name];
  return (
    isOne &&
    (block !== null) === isBlock &&
    shape?.test(args.join(' ')) !== false &&
    args.every((arg) => words[form.kind]?.test(arg) !== false)
  );
}

/** `outer`: the block around it, modifier and path together. */
function isRefusedHere({ name, args }: NginxDirective, outer: string): boolean {
  const isInside = /^(?:if|limit_except) |^location (?:~|@)/.test(outer);
  if (name === 'proxy_pass') return isInside && /^https?:\/\/(?!unix:)[^/$]+\/[^$]*$/.test(args[0] ?? '');
  const [, mark, around = ''] = /^location (=|@|~|\^~)?(.*)$/s.exec(outer) ?? [];
  if (name !== 'location' || !outer.startsWith('location')) return false;
  const { modifier, path } = readLocation(args);
  if (mark === '=' || mark === '@' || path.startsWith('@')) return true;
  return mark !== '~' && !modifier.startsWith('~') && !path.startsWith(around);
}

/** What may stand once at one place: most settings, a service, a location, an address. */
function isSecond({ name, args }: NginxDirective, { kind }: Form, seen: Set<string>): boolean {
  const { modifier, path } = readLocation(args);
  if (name === 'location' && modifier.startsWith('~')) return false;
  const isOnce = !/^(?:any|block)$/.test(kind) || /^(?:[a-z]+_pass|http|events)$/.test(name);
  const named = name === 'location' ? `${modifier.replace('^~', '')} ${path}` : (args[0] ?? '');
  const only = /^(?:location|listen|upstream)$/.test(name) ? `${name} ${named}` : isOnce ? name : null;
  const isSeen = only !== null && seen.has(only);
  if (only !== null) seen.add(only);
  return isSeen;
}
