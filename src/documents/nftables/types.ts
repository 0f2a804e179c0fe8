// The typed model of nftables rulesets: the subset Glacis writes in full, everything else kept to the letter and marked unknown.
import type { Fault, Source } from '../types';

/** What a match compares with: values (`80`, `10.0.0.0/8`, `1-9`, `established`) or a named set. */
export type NftOperand =
  | { readonly kind: 'values'; readonly values: readonly string[] }
  | { readonly kind: 'set'; readonly name: string };

/** One statement of a rule, in rule order. */
export type NftStatement =
  | { readonly kind: 'match'; readonly left: NftMatchable; readonly isNegated: boolean; readonly right: NftOperand }
  | { readonly kind: 'counter' }
  | { readonly kind: 'log'; readonly prefix: string | null }
  | { readonly kind: 'accept' | 'drop' | 'return' }
  /** `using` is what follows `with`, e.g. `tcp reset`; null for the default ICMP answer. */
  | { readonly kind: 'reject'; readonly using: string | null }
  | { readonly kind: 'jump' | 'goto'; readonly chain: string }
  | { readonly kind: 'comment'; readonly text: string }
  /** Kept as written, tokens joined by one space. Never credited by the emulator. */
  | { readonly kind: 'unknown'; readonly text: string };

/** The packet properties that are modelled. */
export type NftMatchable =
  | 'meta skuid'
  | 'meta l4proto'
  | 'meta nfproto'
  | 'ct state'
  | 'ip daddr'
  | 'ip6 daddr'
  | 'tcp dport'
  | 'udp dport'
  | 'th dport'
  | 'oifname'
  | 'oif';

/** One rule of a chain. */
export interface NftRule {
  readonly kind: 'rule';
  readonly statements: readonly NftStatement[];
  readonly at: Source;
}

/** A chain. `hook` is null for a chain that is only reached by jump or goto. */
export interface NftChain {
  readonly kind: 'chain';
  readonly name: string;
  readonly hook: {
    readonly type: string;
    readonly hook: string;
    /** As written: a number, or a name such as `filter` or `filter + 10`. */
    readonly priority: string;
    /** Default accept. */
    readonly policy: 'accept' | 'drop';
  } | null;
  readonly rules: readonly (NftRule | NftComment)[];
  readonly at: Source;
}

/** A named set. */
export interface NftSet {
  readonly kind: 'set';
  readonly name: string;
  /** `ipv4_addr`, `ipv6_addr`, `inet_service`, ... or null when the file uses typeof. */
  readonly type: string | null;
  readonly flags: readonly string[];
  readonly isAutoMerged: boolean;
  readonly elements: readonly string[];
  /** Lines of the set that are not modelled (timeout, size, typeof, ...). */
  readonly unknown: readonly string[];
  readonly at: Source;
}

/** A comment line, without the `#`. */
export interface NftComment {
  readonly kind: 'note';
  readonly text: string;
  readonly at: Source;
}

/** Something kept to the letter. */
export interface NftUnknown {
  readonly kind: 'unknown';
  readonly text: string;
  readonly at: Source;
}

/** `table FAMILY NAME { ... }`. */
export interface NftTable {
  readonly kind: 'table';
  readonly family: string;
  readonly name: string;
  readonly entries: readonly (NftSet | NftChain | NftComment | NftUnknown)[];
  readonly at: Source;
}

/** `delete table`, `destroy table`, `flush table`, `flush ruleset`. */
export interface NftRemoval {
  readonly kind: 'delete' | 'destroy' | 'flush';
  /** Null for `flush ruleset`. */
  readonly table: { readonly family: string; readonly name: string } | null;
  readonly at: Source;
}

/** One nftables file, statements in order: nft applies the file as one transaction. */
export interface NftDocument {
  readonly product: 'nftables';
  readonly file: string;
  readonly statements: readonly (NftTable | NftRemoval | NftComment | NftUnknown)[];
  readonly faults: readonly Fault[];
}
