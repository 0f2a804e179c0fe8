// HAProxy's stick tables while one instant of traffic is played: keys, counters, and what a table cannot hold.

import type { HaproxySection } from '../../documents/haproxy/types';
import { formatAddress, readAddress } from '../../documents/nftables/networks';

/** A value of a sample fetch. `absent`: the fetch fails, nothing matches. `unknown`: not modelled. */
export type HaproxySample =
  | { readonly type: 'string'; readonly text: string }
  | { readonly type: 'integer'; readonly value: number }
  | { readonly type: 'boolean'; readonly value: boolean }
  | { readonly type: 'address'; readonly bytes: readonly number[] }
  | { readonly type: 'absent' }
  | { readonly type: 'unknown' };

/** One stick table. */
export interface StickTable {
  readonly name: string;
  readonly type: string;
  readonly keyBytes: number;
  /** How long an idle entry lives; null for ever. */
  readonly expireMilliseconds: number | null;
  /** Stored counters; rates with their period in milliseconds, others null. */
  readonly stores: ReadonlyMap<string, number | null>;
  /** `nopurge`: a full table takes no new entry. */
  readonly isNeverPurged: boolean;
  readonly entries: Map<string, Map<string, number>>;
}

const units: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `60s` in milliseconds; bare numbers are milliseconds. Null when it is no duration. */
function readHaproxyDuration(text: string): number | null {
  const parts = /^(\d+)(us|ms|s|m|h|d)?$/.exec(text);
  return parts === null ? null : Number(parts[1]) * (units[parts[2] ?? 'ms'] ?? 1);
}

/** The tables of the sections, empty. A table is named after its proxy section. */
export function createStickTables(sections: readonly HaproxySection[]): Map<string, StickTable> {
  const tables = new Map<string, StickTable>();
  for (const section of sections) {
    for (const line of section.lines) {
      if (line.kind !== 'words') continue;
      const [keyword, second, ...rest] = line.words.map((word) => word.text);
      const isPeersTable = section.type === 'peers' && keyword === 'table' && second !== undefined;
      if (keyword !== 'stick-table' && !isPeersTable) continue;
      const owner = section.words[0]?.text ?? '';
      const name = isPeersTable ? `${owner}/${second}` : owner;
      tables.set(name, readTable(name, isPeersTable ? rest : [second ?? '', ...rest]));
    }
  }
  return tables;
}

/** The first line that HAProxy refuses: a table needs a type that exists and a size above 0 (2.6: "missing size", "unknown type"). */
export function findRefusedTable(sections: readonly HaproxySection[]): HaproxySection['lines'][number] | undefined {
  return sections
    .flatMap((section) => section.lines)
    .find((line) => {
      if (line.kind !== 'words' || line.words[0]?.text !== 'stick-table') return false;
      const text = line.words.map((word) => word.text).join(' ');
      return !/ type (?:ip|ipv6|integer|string|binary)\b/.test(text) || !/ size [1-9]\d*[kmgKMG]?(?: |$)/.test(text);
    });
}

function readTable(name: string, words: readonly string[]): StickTable {
  const after = (keyword: string): string | undefined => words[words.indexOf(keyword) + 1 || words.length];
  const type = after('type') ?? 'ip';
  const stores = new Map<string, number | null>();
  words.forEach((word, i) => {
    if (word !== 'store') return;
    for (const store of (words[i + 1] ?? '').match(/[a-z0-9_]+(?:\([^)]*\))?/g) ?? []) {
      const parts = /^(\w+?)(?:\((?:(\d+),)?(\w*)\))?$/.exec(store);
      const counter = parts?.[1] ?? store;
      // `gpc(N)` and `gpc_rate(N,period)` are arrays: the index is not checked against N.
      stores.set(counter, counter.endsWith('rate') ? readHaproxyDuration(parts?.[3] ?? '') : null);
    }
  });
  const fallback = type === 'string' ? 31 : 32;
  const keyBytes = Number(after('len') ?? fallback);
  return {
    name,
    type,
    keyBytes,
    expireMilliseconds: readHaproxyDuration(after('expire') ?? ''),
    stores,
    isNeverPurged: words.includes('nopurge'),
    entries: new Map(),
  };
}

/** The key under which a table of this type holds the sample; null when it does not: such traffic is not counted at all. */
export function convertTableKey(sample: HaproxySample, { type, keyBytes }: StickTable): string | null {
  if (sample.type === 'absent' || sample.type === 'unknown' || sample.type === 'boolean') return null;
  if (type === 'ip' || type === 'ipv6') return toAddressKey(sample, type);
  if (type === 'integer') return toIntegerKey(sample);
  const text = sample.type === 'address' ? formatAddress(sample.bytes) : textOf(sample);
  return text === '' ? null : toHex([...Buffer.from(text, 'latin1')].slice(0, keyBytes));
}

type KeySample = Extract<HaproxySample, { type: 'address' | 'integer' | 'string' }>;

function textOf(sample: Exclude<KeySample, { type: 'address' }>): string {
  return sample.type === 'integer' ? String(sample.value) : sample.text;
}

function toAddressKey(sample: KeySample, type: 'ip' | 'ipv6'): string | null {
  if (sample.type === 'integer') return null;
  const bytes = sample.type === 'address' ? sample.bytes : readAddress(sample.text);
  if (bytes === null) return null;
  if (type === 'ip') return bytes.length === 4 ? toHex(bytes) : null;
  return toHex(bytes.length === 4 ? [...new Array<number>(10).fill(0), 255, 255, ...bytes] : bytes);
}

function toIntegerKey(sample: KeySample): string | null {
  if (sample.type === 'address') return null;
  const text = textOf(sample);
  return /^-?\d+$/.test(text) ? String(Number(text)) : null;
}

function toHex(bytes: readonly number[]): string {
  return Buffer.from(bytes).toString('hex');
}
