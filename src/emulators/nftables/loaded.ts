// Tables and chains as the kernel holds them once files are loaded.
import type { NftChain, NftRule, NftSet } from '../../documents/nftables/types';
import type { Source } from '../../documents/types';

/** A table after loading. */
export interface LoadedTable {
  readonly family: string;
  readonly chains: Map<string, LoadedChain>;
  readonly sets: Map<string, readonly NftSet[]>;
}

/** A chain after loading; a chain that several files write gets the rules of all. */
export interface LoadedChain {
  readonly name: string;
  readonly hook: NftChain['hook'];
  readonly rules: NftRule[];
  readonly at: Source;
}
