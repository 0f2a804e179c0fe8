// Evaluates nginx variables for one request: built-in ones, maps and geo blocks, with captures.
import { formatAddress, isInNetwork, readAddress, readNetwork, unmapAddress } from '../../documents/nftables/networks';
import type { NginxDirective } from '../../documents/nginx/types';
import { listDirectives, type NginxLevel } from './nginx-scopes';
import type { NginxUri } from './nginx-uri';
import { testPcre, translatePcre } from './pcre';

/** The request as variables see it. */
export interface NginxRequestFacts {
  readonly method: string;
  readonly uri: NginxUri;
  /** Lower-case names with underscores, as in `$http_...`. */
  readonly headers: ReadonlyMap<string, string>;
  /** After the real-ip module. */
  readonly clientBytes: readonly number[];
  /** The connection's own address, before the real-ip module. */
  readonly peerBytes: readonly number[];
}

/** `map` and `geo` blocks by variable name, without the dollar sign. */
export interface NginxDefinitions {
  readonly maps: ReadonlyMap<string, NginxDirective>;
  readonly geos: ReadonlyMap<string, NginxDirective>;
  /** Names that some `set` gives a value to, with the dollar sign: empty where none was run. */
  readonly settable: ReadonlySet<string>;
  /** Names, with the dollar sign, whose value nobody can tell: two kinds of blocks define them, or one that is not modelled. */
  readonly unclear: ReadonlySet<string>;
}

/** Reads the definitions of the http level and of everything in it. */
export function defineVariables(http: NginxLevel): NginxDefinitions {
  const byName = (name: string): Map<string, NginxDirective> =>
    new Map(listDirectives(http, name).map((one) => [(one.args[one.args.length - 1] ?? '').replace(/^\$/, ''), one]));
  const settable = new Set<string>();
  const unclear = new Set<string>();
  const collect = (level: NginxLevel): void => {
    for (const one of level) {
      if (one.kind !== 'directive') continue;
      const { name, args, block } = one;
      if (name === 'set') settable.add(args[0] ?? '');
      else if (/(?:_set|_var)$|^split_clients$|^geoip2?/.test(name)) for (const arg of args) unclear.add(arg);
      if (block !== null) collect(block);
    }
  };
  collect(http);
  const [maps, geos] = [byName('map'), byName('geo')];
  for (const name of maps.keys()) if (geos.has(name)) unclear.add(`$${name}`);
  return { maps, geos, settable, unclear };
}

/** `${name}` and `$name`. */
export const variablePattern = /\$(?:\{(\w+)\}|(\w+))/g;

/** The bytes of an address as a byte string. */
function toByteString(bytes: readonly number[]): string {
  return String.fromCharCode(...bytes);
}

/** Names of the variables a text holds. */
export function listNginxVariables(text: string): string[] {
  return [...text.matchAll(variablePattern)].map((found) => found[1] ?? found[2] ?? '');
}

/** Evaluates for one request; every variable at most once, as nginx caches them. */
export class NginxEvaluation {
  private readonly cache = new Map<string, string | null>();
  private readonly captures = new Map<string, string>();
  private readonly assigned = new Map<string, string | null>();

  constructor(
    private facts: NginxRequestFacts,
    private readonly definitions: NginxDefinitions,
    /** Variables that are known only once the request was refused: `status`, `limit_req_status`. */
    private readonly outcome: ReadonlyMap<string, string> = new Map(),
  ) {}

  /** The text with its variables put in; null when one of them is not modelled. */
  expand(text: string): string | null {
    let isKnown = true;
    const expanded = text.replace(variablePattern, (_, braced: string | undefined, bare: string | undefined) => {
      const value = this.read(braced ?? bare ?? '');
      if (value === null) isKnown = false;
      return value ?? '';
    });
    return isKnown ? expanded : null;
  }

  /** The path as it stands now: rewrites move it. */
  get uri(): NginxUri {
    return this.facts.uri;
  }

  /** What is looked at from now on. Maps that were read keep their value for the request, as in nginx; the path itself does not. */
  moveTo(uri: NginxUri, clientBytes = this.facts.clientBytes): void {
    this.facts = { ...this.facts, uri, clientBytes };
    for (const name of this.cache.keys()) {
      if (/^(?:uri|document_uri|args|query_string|is_args|arg_\w+|(?:binary_)?remote_addr)$/.test(name))
        this.cache.delete(name);
    }
  }

  /** `set`: null for a value that is not known. */
  assign(variable: string, value: string | null): void {
    this.captures.delete(variable.slice(1));
    this.assigned.set(variable.slice(1), value);
    this.cache.delete(variable.slice(1));
  }

  /** The same request when it has been answered: `outcome` holds what is known only then. */
  concluded(outcome: ReadonlyMap<string, string>): NginxEvaluation {
    return new NginxEvaluation(this.facts, this.definitions, outcome);
  }

  /** Keeps the groups of a match as `$1` and by their names. False, of a rewrite that does not match: it empties the numbered ones. */
  remember(found: RegExpExecArray | false): void {
    const { groups = {} } = found || {};
    for (const [capture, text] of Object.entries(groups)) {
      this.assigned.delete(capture);
      this.captures.set(capture, text ?? '');
    }
    for (let i = 1; i < 10; i++) this.captures.set(String(i), found ? (found[i] ?? '') : '');
    // Cached per request otherwise; each match replaces them.
    for (const capture of this.captures.keys()) this.cache.delete(capture);
    for (const variable of this.assigned.keys()) this.cache.delete(variable);
  }

  private read(name: string): string | null {
    const known = this.cache.get(name);
    if (known !== undefined) return known;
    // Stands while the variable is being worked out: a map that reads itself is not known, and ends here.
    this.cache.set(name, null);
    const value = this.evaluate(name);
    this.cache.set(name, value);
    return value;
  }

  private evaluate(name: string): string | null {
    if (this.definitions.unclear.has(`$${name}`)) return null;
    const map = this.definitions.maps.get(name);
    // What `set` or the group of an expression wrote stands before any map, unless nginx asks that again.
    const written = this.assigned.has(name) ? this.assigned.get(name) : this.captures.get(name);
    const isAskedAgain = map !== undefined && listDirectives(map.block ?? [], 'volatile').length > 0;
    if (written !== undefined) return isAskedAgain ? null : written;
    if (map !== undefined) return this.evaluateMap(map);
    const geo = this.definitions.geos.get(name);
    if (geo !== undefined) return this.evaluateGeo(geo);
    const decided = this.outcome.get(name);
    if (decided !== undefined) return decided;
    const { facts } = this;
    if (name.startsWith('http_')) return facts.headers.get(name.slice(5)) ?? '';
    if (name.startsWith('arg_')) {
      const wanted = `${name.slice(4).toLowerCase()}=`;
      const found = facts.uri.args.split('&').find((pair) => pair.toLowerCase().startsWith(wanted));
      return found === undefined ? '' : found.slice(wanted.length);
    }
    switch (name) {
      case 'request_method':
        return facts.method;
      case 'uri':
      case 'document_uri':
        return facts.uri.uri;
      case 'request_uri':
        return facts.uri.requestUri;
      case 'args':
      case 'query_string':
        return facts.uri.args;
      case 'is_args':
        return facts.uri.args === '' ? '' : '?';
      case 'remote_addr':
        return formatAddress(facts.clientBytes);
      case 'realip_remote_addr':
        return formatAddress(facts.peerBytes);
      case 'binary_remote_addr':
        return toByteString(facts.clientBytes);
      default:
        return this.definitions.settable.has(`$${name}`) ? '' : null;
    }
  }

  /** Exact strings first (without regard to case), then regular expressions in file order, then the default. */
  private evaluateMap(map: NginxDirective): string | null {
    const source = this.expand(map.args[0] ?? '');
    if (source === null) return null;
    let fallback = '';
    let regexValue: string | null | undefined;
    const folded = source.toLowerCase();
    for (const entry of map.block ?? []) {
      if (entry.kind !== 'directive') continue;
      const [value] = entry.args;
      if (entry.name === 'hostnames' || entry.name === 'include') return null;
      if (entry.name === 'volatile' && value === undefined) continue;
      if (value === undefined) return null;
      if (entry.name === 'default') fallback = value;
      else if (entry.name.startsWith('~')) {
        // nginx tries no expression on an empty value, not even one that empty text matches.
        if (regexValue === undefined && source !== '') regexValue = this.matchEntry(entry.name, source, value);
      } else if (entry.name.replace(/^\\/, '').toLowerCase() === folded) return this.expand(value);
    }
    if (regexValue === null) return null;
    return this.expand(regexValue ?? fallback);
  }

  /** The value when the regular expression matches, undefined when not, null when that cannot be said. */
  private matchEntry(name: string, source: string, value: string): string | null | undefined {
    const ignoresCase = name.startsWith('~*');
    const regex = translatePcre(name.slice(ignoresCase ? 2 : 1), ignoresCase);
    const found = regex === null ? null : testPcre(regex, source);
    if (found === null) return null;
    if (found === false) return undefined;
    this.remember(found);
    return value;
  }

  private evaluateGeo(geo: NginxDirective): string | null {
    const from = geo.args.length === 2 ? this.expand(geo.args[0] ?? '') : formatAddress(this.facts.clientBytes);
    const written = from === null ? null : readAddress(from);
    if (written === null) return null;
    // IPv4 clients of a dual-stack socket are compared as IPv4.
    const address = unmapAddress(written) ?? written;
    let best = { bits: -1, value: '' };
    for (const entry of geo.block ?? []) {
      if (entry.kind !== 'directive') continue;
      const value = entry.args[0] ?? '';
      if (entry.name === 'default') {
        if (best.bits < 0) best = { bits: -1, value };
        continue;
      }
      const network = readNetwork(entry.name);
      if (network === null) return null;
      if (network.prefixBits >= best.bits && isInNetwork(address, network)) best = { bits: network.prefixBits, value };
    }
    return best.value;
  }
}
