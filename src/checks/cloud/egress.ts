// Which nftables files are in force before glance-api starts, and what they let its uid reach.
import { matchGlob } from '../../documents/glob';
import { formatAddress, readAddress, readNetwork } from '../../documents/nftables/networks';
import { parseNftables } from '../../documents/nftables/parse';
import type { NftDocument } from '../../documents/nftables/types';
import type { FileTree, Source } from '../../documents/types';
import { egressVerdict } from '../../emulators/nftables/verdict';
import type { Launcher } from '../../openstack/types';
import { listGuardFiles, readGlanceUid } from './guard-units';
import { Recall } from './recall';

/** A connection that glance-api would open. */
export interface Destination {
  /** Null when nobody knows where a name leads: then every address must be refused. */
  readonly address: string | null;
  readonly port: number;
  readonly protocol: 'tcp' | 'udp';
}

/** The guard of one host. */
export interface EgressGuard {
  /** Files that are loaded, in order. */
  readonly loaded: readonly string[];
  judge(destination: Destination): GuardAnswer;
}

/** What becomes of a connection. */
export interface GuardAnswer {
  /** True only when the packet is surely refused. */
  readonly isStopped: boolean;
  /** The rule or chain that decides. */
  readonly at: Source | null;
}

/** Connections whose answers one guard keeps. */
const maxAnswers = 4096;

const guards = new Recall<EgressGuard>(64);

/**
 * Loaded are /etc/nftables.conf with its includes, and what a unit that glance-api waits for gives to `nft -f`. Trees that are the same in
 * all these files share one guard.
 */
export function openEgressGuard(files: FileTree, glanceUid: number, launcher: Launcher = 'uwsgi'): EgressGuard {
  return guards.recall(files, `${glanceUid} ${launcher}`, (tree) => readEgressGuard(tree, glanceUid, launcher));
}

function readEgressGuard(files: FileTree, glanceUid: number, launcher: Launcher): EgressGuard {
  const main = files.has('nftables.conf') ? loadWhole(files, 'nftables.conf') : [];
  const guards = listGuardFiles(files, launcher);
  const own = guards.flatMap(({ file }) => loadWhole(files, file));
  const documents = [...main, ...own];
  // Where systemd is told no order, the guard must hold in both: nftables.conf may begin with `flush ruleset`.
  const isOrdered = main.length === 0 || guards.every(({ isAfterNftables }) => isAfterNftables);
  const orders = isOrdered ? [documents] : [documents, [...own, ...main]];
  const loaded = [...new Set(documents.map(({ file }) => file))];
  const uid = readGlanceUid(files, glanceUid, launcher);
  const answers = new Map<string, GuardAnswer>();
  return { loaded, judge };

  function judge(destination: Destination): GuardAnswer {
    const { address, port, protocol } = destination;
    const question = `${address} ${port} ${protocol}`;
    const answer = answers.get(question) ?? ask(destination);
    if (answers.size < maxAnswers) answers.set(question, answer);
    return answer;
  }

  function ask(destination: Destination): GuardAnswer {
    if (documents.length === 0 || uid === null) return { isStopped: false, at: null };
    const addresses = destination.address === null ? listTellingAddresses(files, loaded) : [destination.address];
    const verdicts = addresses.flatMap((address) =>
      orders.map((order) => egressVerdict(order, { ...destination, uid, address: arriveAt(address) })),
    );
    const isStopped = verdicts.every(({ verdict }) => verdict === 'reject' || verdict === 'drop');
    return { isStopped, at: verdicts[0]?.at ?? null };
  }
}

/** The kernel takes a connection to the unspecified address for one to loopback before any rule sees it (measured: 0.0.0.0, [::]). */
function arriveAt(address: string): string {
  const bytes = readAddress(address);
  if (bytes === null || bytes.some((byte) => byte !== 0)) return address;
  return bytes.length === 4 ? '127.0.0.1' : '::1';
}

const maxIncludeDepth = 16;

/** nft takes a file with all that it includes, or nothing of it. */
function loadWhole(files: FileTree, file: string): NftDocument[] {
  const parts = loadIncluding(files, file, 0);
  const isRefused = parts.some(({ faults }) => faults.some(({ effect }) => effect === 'refuses-to-load'));
  return isRefused ? [] : parts;
}

/** A file with its includes spliced in where they stand. An include that finds nothing stays: it is never credited. */
function loadIncluding(files: FileTree, file: string, depth: number): NftDocument[] {
  const document = parseNftables(files.get(file) ?? '', file);
  const parts: NftDocument[] = [];
  let kept: NftDocument['statements'][number][] = [];
  for (const statement of document.statements) {
    const pattern =
      statement.kind === 'unknown' ? /^\s*include\s+"\/etc\/([^"]+)"\s*;?\s*$/.exec(statement.text)?.[1] : undefined;
    const found = pattern === undefined ? [] : [...files.keys()].sort().filter((path) => matchGlob(pattern, path));
    // A pattern may match nothing; a file that is named must be there, else nft loads nothing at all.
    const isResolved = pattern !== undefined && (found.length > 0 || /[*?[]/.test(pattern)) && depth < maxIncludeDepth;
    if (!isResolved) {
      kept.push(statement);
      continue;
    }
    parts.push({ ...document, statements: kept }, ...found.flatMap((path) => loadIncluding(files, path, depth + 1)));
    kept = [];
  }
  return [...parts, { ...document, statements: kept }];
}

/**
 * Addresses whose verdicts tell those of all others: rules see an address only through the networks they name, so the ends
 * of each network and their neighbours stand for everything between. A private one may be the host's own, reached through lo.
 */
export function listTellingAddresses(files: FileTree, loaded: readonly string[]): string[] {
  const found = new Set(['198.51.100.77', '10.191.0.77', '2001:db8:ffff::77']);
  for (const file of loaded) {
    for (const [word] of (files.get(file) ?? '').matchAll(/[0-9A-Fa-f:.]+(?:\/\d+)?/g)) {
      const network = readNetwork(word);
      if (network === null) continue;
      const first = network.bytes;
      const last = fillHostBits(first, network.prefixBits);
      for (const bytes of [first, last, step(first, -1), step(last, 1)]) found.add(formatAddress(bytes));
    }
  }
  return [...found];
}

function fillHostBits(bytes: readonly number[], prefixBits: number): number[] {
  return bytes.map((byte, i) => byte | (0xff >> Math.min(8, Math.max(0, prefixBits - i * 8))));
}

/** The next or previous address; wraps around at the ends. */
function step(bytes: readonly number[], by: 1 | -1): number[] {
  const next = [...bytes];
  for (let i = next.length - 1; i >= 0; i -= 1) {
    const byte = (next[i] as number) + by;
    next[i] = byte & 0xff;
    if (byte === next[i]) break;
  }
  return next;
}
