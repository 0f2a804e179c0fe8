// Whether nft surely takes what a ruleset holds: one word that it does not, and the whole file is refused.
import { isInNetwork, readAddress, readNetwork } from '../../documents/nftables/networks';
import type { NftSet, NftStatement } from '../../documents/nftables/types';
import type { Source } from '../../documents/types';
import type { LoadedChain, LoadedTable } from './loaded';
import { readPriority } from './priority';

const value = String.raw`(?:\{ [^{}]+ \}|(?!(?:accept|drop|reject|return|continue|jump|goto|queue|counter|log|comment|limit|quota|vmap|set)\b)[@$"\w.:/*-]+)`;
const verdict = String.raw`(?:accept|drop|return|continue|(?:jump|goto) \w+)`;
const field = [
  'ip (?:saddr|daddr|protocol|version|ttl|length)',
  'ip6 (?:saddr|daddr|nexthdr|hoplimit|length)',
  '(?:tcp|udp|th|sctp) (?:sport|dport)|tcp flags',
  'meta (?:skgid|length|pkttype|cgroup|priority|iifgroup|oifgroup|protocol|l4proto|nfproto)',
  '(?:meta )?(?:skuid|mark|oifname|iifname)',
  'ct (?:state|status|mark|direction)|icmp type|icmpv6 type|fib [sd]addr type',
].join('|');

/** Statements that are not modelled and that nft takes in this form (1.0.6 to 1.1). */
const taken = new RegExp(
  [
    `^(?:(?:${field})(?: (?:!=|==|eq|ne|[<>]=?|lt|gt|le|ge))? ${value}`,
    String.raw`(?:${field}) vmap \{ ${value} : ${verdict}(?: , ${value} : ${verdict})* \}`,
    '(?:meta )?[io]if (?:(?:!=|==) )?"?lo"?',
    String.raw`limit rate (?:over )?\d+(?: [km]?bytes)?\/(?:second|minute|hour|day)(?: burst \d+ (?:packets|[km]?bytes))?`,
    String.raw`log(?: prefix "[^"]*")?(?: level (?:emerg|alert|crit|err|warn|notice|info|debug))?(?: group \d+)?`,
    String.raw`counter|(?:meta|ct) mark set (?:0x)?\d+|continue|notrack|queue(?: num \d+)?)(?: |$)`,
  ].join('|'),
);

/** What only chains for translation may do; without a family in tables of both, nft wants one. */
const translation =
  /(?:^| )(?:masquerade|redirect(?: to :\d+)?|[sd]nat (ip6? )?to \S+)(?: (?:random|fully-random|persistent))*$/;

/** Behind these a rule holds nothing but a comment. */
const terminal = /^(?:accept|drop|reject|return|jump|goto)$/;
const rejections =
  /^(?:tcp reset|icmp(?: type)? (?:(?:net|host|prot|port)-unreachable|(?:net|host|admin)-prohibited)|icmpv6(?: type)? (?:no-route|admin-prohibited|addr-unreachable|port-unreachable)|icmpx(?: type)? (?:port-unreachable|admin-prohibited|no-route|host-unreachable))$/;

/** What nft may refuse, in the tables that are loaded; null when it surely takes them all. */
export function findNftDoubt(tables: ReadonlyMap<string, LoadedTable>, defined: ReadonlySet<string>): Source | null {
  for (const table of tables.values()) {
    for (const sets of table.sets.values()) {
      const [first] = sets;
      if (first !== undefined && !isTakenSet(sets)) return first.at;
    }
    for (const chain of table.chains.values()) {
      if (!isTakenHook(chain, table)) return chain.at;
      const rule = chain.rules.find(({ statements }) => !isTakenRule(statements, table, chain, defined));
      if (rule) return rule.at;
    }
  }
  return null;
}

const hooks: Readonly<Record<string, RegExp>> = {
  filter: /^(?:prerouting|input|forward|output|postrouting)$/,
  nat: /^(?:prerouting|input|output|postrouting)$/,
  route: /^output$/,
};

function isTakenHook({ hook }: LoadedChain, { family }: LoadedTable): boolean {
  if (hook === null) return true;
  if (/^(?:arp|bridge|netdev)$/.test(family)) return hook.type === 'filter' && readPriority(hook.priority) !== null;
  return /^(?:inet|ip6?)$/.test(family) && hooks[hook.type]?.test(hook.hook) === true;
}

const elementTypes = new Set(['ipv4_addr', 'ipv6_addr', 'inet_service', 'ifname', 'mark', 'ether_addr', 'inet_proto']);

function isTakenSet(sets: readonly NftSet[]): boolean {
  const types = new Set(sets.map(({ type }) => type));
  const [type] = types;
  const flags = sets.flatMap((set) => set.flags);
  const elements = sets.flatMap((set) => set.elements);
  const isKnown =
    flags.every((flag) => /^(?:constant|interval|timeout|dynamic)$/.test(flag)) &&
    sets.every(({ unknown }) =>
      unknown.every((line) =>
        /^(?:(?:size|policy|timeout|gc-interval) \w+|typeof .+|comment "[^"]*"|counter)$/.test(line),
      ),
    );
  if (!isKnown || types.size > 1) return false;
  const isMeant = sets.some(({ unknown }) => unknown.some((line) => line.startsWith('typeof ')));
  if (type === null || type === undefined) return isMeant;
  if (type.includes('.')) return true;
  if (!elementTypes.has(type)) return false;
  if (elements.some((one) => /^[^ ]*[-/]/.test(one)) && !flags.includes('interval') && type !== 'ifname') return false;
  const isAddress = type === 'ipv4_addr' || type === 'ipv6_addr';
  const left = type === 'ipv4_addr' ? 'ip daddr' : 'ip6 daddr';
  const values = elements.map((one) => one.split(' ', 1)[0] ?? '');
  if (isAddress && !values.every((one) => isTakenValue(left, one))) return false;
  if (type === 'inet_service' && !values.every((one) => isTakenValue('th dport', one))) return false;
  return sets.some((set) => set.isAutoMerged) || !isAddress || !hasOverlap(values);
}

/** Without auto-merge nft refuses networks that lie in one another. */
function hasOverlap(values: readonly string[]): boolean {
  const networks = values.map(readNetwork);
  return networks.some((one, i) =>
    networks.some((other, j) => i !== j && one && other && isInNetwork(one.bytes, other)),
  );
}

function isTakenRule(
  statements: readonly NftStatement[],
  table: LoadedTable,
  { hook }: LoadedChain,
  defined: ReadonlySet<string>,
): boolean {
  const layers = new ProtocolLayers(table.family);
  return statements.every((statement, i) => {
    const behind = statements.slice(i + 1);
    if (terminal.test(statement.kind) && behind.some(({ kind }) => kind !== 'comment')) return false;
    switch (statement.kind) {
      case 'comment':
        return behind.length === 0;
      case 'unknown':
        return isTakenText(statement.text, table, hook?.type === 'nat', defined);
      case 'jump':
      case 'goto':
        return table.chains.has(statement.chain);
      case 'reject':
        layers.answer(statement.using);
        return layers.fitTogether() && (statement.using === null || rejections.test(statement.using));
      case 'match': {
        const { left, right } = statement;
        layers.match(statement);
        if (!layers.fitTogether()) return false;
        return right.kind === 'set' ? table.sets.has(right.name) : right.values.every((one) => isTakenValue(left, one));
      }
      default:
        return true;
    }
  });
}

/** The protocols that a rule speaks of: nft refuses one whose packets would have to be of two. */
class ProtocolLayers {
  private readonly transports = new Set<string>();
  /** What `meta l4proto` lets through. */
  private readonly carried = new Set<string>();
  private readonly networks: Set<string>;

  constructor(family: string) {
    this.networks = new Set(family === 'inet' ? [] : [family]);
  }

  match({ left, right, isNegated }: Extract<NftStatement, { kind: 'match' }>): void {
    if (/^(?:tcp|udp) /.test(left)) this.transports.add(left.slice(0, 3));
    if (/^ip6? /.test(left)) this.networks.add(left.split(' ', 1)[0] ?? '');
    if (isNegated || right.kind === 'set') return;
    const [only = '', ...more] = right.values;
    if (left === 'meta nfproto' && more.length === 0) this.networks.add(only === 'ipv6' ? 'ip6' : 'ip');
    if (left !== 'meta l4proto') return;
    for (const one of right.values) this.carried.add(one === '6' ? 'tcp' : one === '17' ? 'udp' : one);
  }

  /** `using`: what stands behind `reject with`. */
  answer(using: string | null): void {
    if (using === 'tcp reset') this.transports.add('tcp');
    if (using?.startsWith('icmp ')) this.networks.add('ip');
    if (using?.startsWith('icmpv6 ')) this.networks.add('ip6');
  }

  fitTogether(): boolean {
    const [transport] = this.transports;
    const isCarried = transport === undefined || [...this.carried].every((one) => one === transport);
    return isCarried && this.transports.size <= 1 && this.networks.size <= 1;
  }
}

/** Text from the first statement that is not modelled to the end of its rule. */
function isTakenText(
  text: string,
  { chains, sets, family }: LoadedTable,
  isTranslating: boolean,
  defined: ReadonlySet<string>,
): boolean {
  const names = [...text.matchAll(/(?:jump|goto) (\S+)/g)].every(([, name = '']) => chains.has(name));
  const marked = [...text.matchAll(/([@$])(\w+)/g)].every(([, mark, name = '']) =>
    mark === '@' ? sets.has(name) : defined.has(name),
  );
  let rest = text.replace(/ ?comment "[^"]*"$/, '');
  const [whole = '', named] = (isTranslating && translation.exec(rest)) || [];
  if (/nat/.test(whole) && named === undefined && family === 'inet') return false;
  rest = rest.slice(0, rest.length - whole.length);
  const end = new RegExp(`^(?:${verdict}|reject(?: with .+)?)$`);
  while (rest !== '' && !end.test(rest)) {
    const found = taken.exec(rest);
    if (found === null) return false;
    rest = rest.slice(found[0].length);
  }
  const using = /^reject with (.+)$/.exec(rest)?.[1];
  return names && marked && (using === undefined || rejections.test(using));
}

const services = new Set(['ssh', 'domain', 'http', 'https', 'ntp', 'mysql', 'postgresql', 'amqp', 'ldap', 'ldaps']);

/** Names of users, interfaces and most services are looked up on the host. */
function isTakenValue(left: string, text: string): boolean {
  const [from = '', to] = text.split('-', 2);
  switch (left) {
    case 'ip daddr':
    case 'ip6 daddr': {
      const length = left === 'ip daddr' ? 4 : 16;
      const [low, high] = [from, to ?? from].map((one) => readNetwork(one)?.bytes);
      const isPlain = to === undefined || (readAddress(from) !== null && readAddress(to) !== null);
      return isPlain && low?.length === length && high?.length === length && compare(low, high) <= 0;
    }
    case 'meta skuid':
      return /^(?:glance|root|\d+(?:-\d+)?)$/.test(text) && !(Number(from) > Number(to ?? from));
    case 'tcp dport':
    case 'udp dport':
    case 'th dport':
      if (services.has(text)) return true;
      return /^\d+(?:-\d+)?$/.test(text) && Number(from) <= Number(to ?? from) && Number(to ?? from) < 65_536;
    case 'meta l4proto':
      return /^(?:\d{1,3}|tcp|udp|icmp|icmpv6|sctp|udplite|esp|ah)$/.test(text);
    case 'meta nfproto':
      return /^ipv[46]$/.test(text);
    case 'ct state':
      return /^(?:new|established|related|invalid|untracked)$/.test(text);
    case 'oif':
      return text === 'lo';
    default:
      return true;
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((byte, i) => byte !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
