// What the kernel does with the first packet of a connection that a process of this host opens.

import { readAddress } from '../../documents/nftables/networks';
import type { NftDocument, NftRule, NftStatement } from '../../documents/nftables/types';
import type { Source } from '../../documents/types';
import type { LoadedChain, LoadedTable } from './loaded';
import { type EgressPacket, holdsMatch } from './matches';
import { readPriority } from './priority';
import { loadRuleset } from './ruleset';

/** `at` is the rule that decides, the chain whose policy does, or null when no chain sees the packet. */
export interface EgressVerdict {
  readonly verdict: 'accept' | 'drop' | 'reject' | 'cannot-say';
  readonly at: Source | null;
}

/** The kernel's own limit for nested jumps. */
const maxJumps = 16;

type Outcome = EgressVerdict | 'continue';

/**
 * Judges one or several nftables files, loaded in order. Every base chain of the output hook is run by priority; drop and
 * reject are final, accept ends only its own chain. What is not modelled is never credited: on the packet's path it gives
 * `cannot-say`, unless it could only refuse and something later refuses anyway.
 */
export function egressVerdict(documents: NftDocument | readonly NftDocument[], packet: EgressPacket): EgressVerdict {
  const ruleset = loadRuleset(documents);
  const address = readAddress(packet.address);
  if (address === null) return { verdict: 'cannot-say', at: null };
  const family = address.length === 4 ? 'ip' : 'ip6';
  const base: { table: LoadedTable; chain: LoadedChain; priority: number | null }[] = [];
  for (const table of ruleset.tables.values()) {
    if (table.family !== 'inet' && table.family !== family) continue;
    for (const chain of table.chains.values()) {
      if (chain.hook?.hook === 'output') base.push({ table, chain, priority: readPriority(chain.hook.priority) });
    }
  }
  if (ruleset.uncertainAt !== null) return { verdict: 'cannot-say', at: ruleset.uncertainAt };
  base.sort((a, b) => (a.priority ?? 0) - (b.priority ?? 0));

  const walk = new Walk(packet);
  let accepted: Source | null = null;
  for (const { table, chain, priority } of base) {
    if (priority === null) return { verdict: 'cannot-say', at: chain.at };
    const outcome = walk.runChain(table, chain, 0);
    const settled = outcome === 'continue' ? { verdict: chain.hook?.policy ?? 'accept', at: chain.at } : outcome;
    if (settled.verdict !== 'accept') {
      // Connections pass by what a chain for translation refuses (seen with nft 1.0.6).
      return chain.hook?.type === 'nat' ? { verdict: 'cannot-say', at: settled.at } : settled;
    }
    accepted = settled.at;
  }
  return walk.mayBeRefusedAt === null
    ? { verdict: 'accept', at: accepted }
    : { verdict: 'cannot-say', at: walk.mayBeRefusedAt };
}

class Walk {
  /** A rule that would refuse the packet if something not modelled holds. */
  mayBeRefusedAt: Source | null = null;

  constructor(private readonly packet: EgressPacket) {}

  runChain(table: LoadedTable, chain: LoadedChain, depth: number): Outcome {
    if (depth > maxJumps) return { verdict: 'cannot-say', at: chain.at };
    for (const rule of chain.rules) {
      const outcome = this.runRule(table, rule, depth);
      if (outcome === 'return') return 'continue';
      if (outcome !== 'continue') return outcome === 'end' ? 'continue' : outcome;
    }
    return 'continue';
  }

  private runRule(table: LoadedTable, rule: NftRule, depth: number): Outcome | 'return' | 'end' {
    for (const [i, statement] of rule.statements.entries()) {
      switch (statement.kind) {
        case 'match': {
          const truth = holdsMatch(statement.left, statement.right, statement.isNegated, this.packet, table);
          if (truth === false) return 'continue';
          if (truth === null) return this.passUncertain(rule, rule.statements.slice(i + 1));
          break;
        }
        case 'reject':
          if (!canReject(statement.using ?? '', this.packet)) return 'continue';
          return { verdict: 'reject', at: rule.at };
        case 'accept':
        case 'drop':
          return { verdict: statement.kind, at: rule.at };
        case 'return':
          return 'return';
        case 'jump':
        case 'goto': {
          const target = table.chains.get(statement.chain);
          if (target === undefined) return { verdict: 'cannot-say', at: rule.at };
          const outcome = this.runChain(table, target, depth + 1);
          if (outcome !== 'continue') return outcome;
          // A chain reached by goto returns to where the last jump came from, not to here.
          if (statement.kind === 'goto') return 'end';
          break;
        }
        case 'unknown':
          return this.passUncertain(rule, [statement]);
        default:
      }
    }
    return 'continue';
  }

  /** Goes on when the rule can do no more than refuse, count or log; else nothing can be said. */
  private passUncertain(rule: NftRule, rest: readonly NftStatement[]): Outcome {
    const canOnlyRefuse = rest.every((statement) => {
      if (statement.kind === 'unknown') return isOnlyRefusing(statement.text);
      return (
        statement.kind !== 'accept' &&
        statement.kind !== 'return' &&
        statement.kind !== 'jump' &&
        statement.kind !== 'goto'
      );
    });
    if (!canOnlyRefuse) return { verdict: 'cannot-say', at: rule.at };
    this.mayBeRefusedAt ??= rule.at;
    return 'continue';
  }
}

/** nft lets a `reject with` see only packets that the answer suits: `tcp reset` no UDP, `icmp` no IPv6. */
function canReject(using: string, { address, protocol }: EgressPacket): boolean {
  if (using.startsWith('tcp')) return protocol === 'tcp';
  const suited = /^icmp(v6)?(?: |$)/.exec(using);
  return suited === null || (suited[1] !== undefined) === (readAddress(address)?.length === 16);
}

function isOnlyRefusing(text: string): boolean {
  const isOpening =
    /\b(accept|vmap|jump|goto|queue|return|continue|dnat|snat|redirect|masquerade|tproxy|set|fwd|dup|synproxy)\b/;
  return /\b(drop|reject)\b/.test(text) && !isOpening.test(text);
}
