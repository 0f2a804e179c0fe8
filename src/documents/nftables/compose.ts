// Decides the nftables guard that binds the Glance process, by its uid, to the networks it needs.
import { IntentProblems, type Problem, problem } from '../../problems';
import { formatNetwork, mergeNetworks, type Network, readNetwork, unmapAddress } from './networks';
import type { NftChain, NftDocument, NftMatchable, NftSet, NftStatement, NftTable } from './types';

/** What the egress guard needs to know. */
export interface EgressGuard {
  /** The uid glance-api runs as, 1 to 4294967294. Debian's is 64062. 0 is refused: it would bind the whole host. */
  readonly glanceUid: number;
  /** Addresses of the DNS resolvers, port 53 on udp and tcp. */
  readonly resolvers: readonly string[];
  /** Addresses or ranges of the image mirrors. */
  readonly mirrors: readonly string[];
  /** TCP ports of the mirrors, 1 to 65535. */
  readonly mirrorPorts: readonly number[];
  /** Whatever else Glance must reach: database, keystone, message queue, storage. */
  readonly services: readonly {
    readonly name: string;
    readonly to: string;
    readonly ports: readonly number[];
    readonly protocol?: 'tcp' | 'udp';
  }[];
  /** Comment lines for the top of the file. */
  readonly header?: readonly string[];
  /** Path of the file in the tree. Default `nftables.d/90-glacis-image-egress.nft`. */
  readonly file?: string;
}

const table = { family: 'inet', name: 'glacis_image_egress' } as const;

/**
 * A file for `nft -f`, applied as one transaction and as often as one likes: the table is declared, deleted and written anew
 * (`destroy` is unknown to nft 1.0.6). It closes SSRF through every URL spelling, also on unpatched code (CVE-2026-34881).
 * Packets are sent to the guard by `meta skuid UID jump`, not by `meta skuid != UID accept`: a packet without an owner (neighbour
 * discovery, tunnels of the kernel) matches neither form, and the second would refuse it for the whole host.
 * Loopback is closed like everything else unless a service or resolver names it.
 * Throws IntentProblems on values nft would misread.
 */
export function composeNftablesEgressGuard(props: EgressGuard): NftDocument {
  const file = props.file ?? 'nftables.d/90-glacis-image-egress.nft';
  const problems: Problem[] = [];
  const refuse = (pointer: string, got: string, wanted: string): void => {
    problems.push(problem('bad-value', { file, pointer }, { got, wanted }));
  };
  const read = (texts: readonly string[], pointer: (i: number) => string): Network[] =>
    texts.flatMap((text, i) => {
      const network = readNetwork(text);
      if (network !== null && unmapAddress(network.bytes) === null) return [network];
      refuse(pointer(i), text, 'an IPv4 or IPv6 address or range (a v4-mapped address travels as IPv4)');
      return [];
    });
  const readPorts = (ports: readonly number[], pointer: string): string[] => {
    if (ports.length === 0) refuse(pointer, 'an empty list', 'at least one port');
    ports.forEach((port, i) => {
      if (!Number.isInteger(port) || port < 1 || port > 65_535) refuse(`${pointer}/${i}`, String(port), '1 to 65535');
    });
    return [...new Set(ports)].sort((a, b) => a - b).map(String);
  };

  if (!Number.isInteger(props.glanceUid) || props.glanceUid < 1 || props.glanceUid > 4_294_967_294) {
    refuse('/glanceUid', String(props.glanceUid), 'a whole number from 1 to 4294967294');
  }
  (props.header ?? []).forEach((text, i) => {
    if (!/[\u0000-\u001f\u007f]/.test(text)) return;
    const facts = { got: text, wanted: 'one line of text' };
    problems.push(problem('unsafe-text', { file, pointer: `/header/${i}` }, facts));
  });
  const resolvers = mergeNetworks(read(props.resolvers, (i) => `/resolvers/${i}`));
  const mirrors = mergeNetworks(read(props.mirrors, (i) => `/mirrors/${i}`));
  const mirrorPorts = mirrors.length === 0 ? [] : readPorts(props.mirrorPorts, '/mirrorPorts');
  const services = props.services.map((service, i) => {
    if (!/^[^"\u0000-\u001f\u007f]+$/.test(service.name) || Buffer.byteLength(service.name) > 100) {
      refuse(`/services/${i}/name`, service.name, 'up to 100 bytes on one line, without double quotes');
    }
    const to = read([service.to], () => `/services/${i}/to`);
    const ports = readPorts(service.ports, `/services/${i}/ports`);
    return { name: service.name, to, ports, protocol: service.protocol ?? 'tcp' };
  });
  if (problems.length > 0) throw new IntentProblems(problems);

  const at = { file, line: 0 };
  const note = (text: string) => ({ kind: 'note', text: ` ${text}`, at }) as const;
  const rule = (...statements: NftStatement[]) => ({ kind: 'rule', statements, at }) as const;
  const match = (left: NftMatchable, ...values: string[]): NftStatement => {
    return { kind: 'match', left, isNegated: false, right: { kind: 'values', values } };
  };
  const inSet = (left: NftMatchable, name: string): NftStatement => {
    return { kind: 'match', left, isNegated: false, right: { kind: 'set', name } };
  };
  const accept: NftStatement = { kind: 'accept' };
  const families = [4, 6] as const;
  const destination = (family: 4 | 6): NftMatchable => (family === 4 ? 'ip daddr' : 'ip6 daddr');
  const sets: NftSet[] = [];
  const guard: NftChain['rules'][number][] = [
    note('Answers to what was let in or out before.'),
    rule(match('ct state', 'established', 'related'), accept),
  ];
  const open = (
    label: string,
    networks: readonly Network[],
    ports: readonly (readonly [NftMatchable, string[]])[],
  ): void => {
    for (const family of families) {
      const elements = networks.filter((network) => network.family === family).map(formatNetwork);
      if (elements.length === 0) continue;
      const name = `${label}${family}`;
      const type = family === 4 ? 'ipv4_addr' : 'ipv6_addr';
      sets.push({ kind: 'set', name, type, flags: ['interval'], isAutoMerged: false, elements, unknown: [], at });
      for (const [left, values] of ports)
        guard.push(rule(inSet(destination(family), name), match(left, ...values), accept));
    }
  };
  open('resolvers', resolvers, [
    ['udp dport', ['53']],
    ['tcp dport', ['53']],
  ]);
  open('mirrors', mirrors, [['tcp dport', mirrorPorts]]);
  for (const { name, to, ports, protocol } of services) {
    for (const network of to) {
      const where = match(destination(network.family), formatNetwork(network));
      guard.push(rule(where, match(`${protocol} dport`, ...ports), accept, { kind: 'comment', text: name }));
    }
  }
  guard.push(
    note('Refused, not dropped: a forbidden import fails at once instead of holding a worker until its timeout.'),
    rule({ kind: 'counter' }, { kind: 'reject', using: null }),
  );

  const written: NftTable = {
    kind: 'table',
    ...table,
    entries: [
      ...sets,
      { kind: 'chain', name: 'image_service', hook: null, rules: guard, at },
      {
        kind: 'chain',
        name: 'output',
        hook: { type: 'filter', hook: 'output', priority: 'filter', policy: 'accept' },
        rules: [
          note(
            'Only packets of the Glance process; packets without an owner, such as neighbour discovery, stay untouched.',
          ),
          rule(match('meta skuid', String(props.glanceUid)), { kind: 'goto', chain: 'image_service' }),
        ],
        at,
      },
    ],
    at,
  };
  return numberLines({
    product: 'nftables',
    file,
    faults: [],
    statements: [
      ...(props.header ?? []).map(note),
      note('Declared, deleted, written anew: one transaction, however often it is loaded.'),
      { kind: 'table', ...table, entries: [], at },
      { kind: 'delete', table, at },
      written,
    ],
  });
}

/** Gives everything the line the renderer puts it on. */
function numberLines(document: NftDocument): NftDocument {
  let next = 1;
  const number = <T extends object>(one: T): T => ({ ...one, at: { file: document.file, line: next++ } });
  const statements = document.statements.map((statement) => {
    if (statement.kind !== 'table') return number(statement);
    const { at } = number(statement);
    const entries = statement.entries.map((entry) => {
      const numbered = number(entry);
      if (numbered.kind === 'set') next += 1 + setLines(numbered);
      if (numbered.kind !== 'chain') return numbered;
      if (numbered.hook !== null) next++;
      const rules = numbered.rules.map(number);
      next++;
      return { ...numbered, rules };
    });
    next++;
    return { ...statement, entries, at };
  });
  return { ...document, statements };
}

function setLines(set: NftSet): number {
  const present = [set.type !== null, set.flags.length > 0, set.isAutoMerged, set.elements.length > 0];
  return present.filter(Boolean).length + set.unknown.length;
}
