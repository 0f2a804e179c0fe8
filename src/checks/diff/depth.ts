// Attacks that stay stopped, by fewer layers or by more: what one failure would open. Decides where a change by itself says nothing.
import type { JudgedAttack } from '../judge';
import type { AttackAnswer, Defence } from '../types';
import type { DraftChange } from './types';

/** Layers that only one side has against an attack that neither leaves open. */
export interface Depth {
  readonly id: string;
  readonly direction: 'looser' | 'tighter';
  /** Defences in the layers that only the side with more has. */
  readonly defences: readonly Defence[];
  /** The other side has layers of its own: it is the line of each layer that counts, and nobody else is to blame. */
  readonly isSwap: boolean;
  /** Nobody can say whether the other side stops it. */
  readonly isDoubt: boolean;
}

/** Empty when a side leaves the attack open, or both have the same layers. Where nobody can say, nothing surely stops it. */
export function compareDepth({ was, is }: { readonly was: JudgedAttack; readonly is: JudgedAttack }): Depth[] {
  const [old, now] = [listSure(was.answer), listSure(is.answer)];
  if (old === null || now === null) return [];
  const lost = listOnly(old, now);
  const gained = listOnly(now, old);
  const isSwap = lost.length > 0 && gained.length > 0;
  const { id } = is.attack;
  const all: readonly Depth[] = [
    { id, direction: 'looser', defences: lost, isSwap, isDoubt: now.length === 0 },
    { id, direction: 'tighter', defences: gained, isSwap, isDoubt: old.length === 0 },
  ];
  return all.filter(({ defences }) => defences.length > 0);
}

function listSure(answer: AttackAnswer): readonly Defence[] | null {
  if (answer.verdict === 'stopped') return answer.defences;
  return answer.verdict === 'not-applicable' && answer.lacks === 'knowledge' ? [] : null;
}

function listOnly(defences: readonly Defence[], others: readonly Defence[]): Defence[] {
  const names = new Set(others.map(nameLayer));
  return defences.filter((defence) => !names.has(nameLayer(defence)));
}

/** Two proxies are two ways in: the limit of one is no defence of the other. */
function nameLayer({ layer, at }: Defence): string {
  return layer === 'edge-limit' ? `${layer} ${at?.file.split('/')[0]}` : layer;
}

/** True when a defence of the layers that one side lacks stands on the line of the change. */
export type OwnsDepth = (draft: DraftChange, depth: Depth) => boolean;

/** Losses that no change owns, for which somebody is to blame. */
export function listOrphans(drafts: readonly DraftChange[], depths: readonly Depth[], owns: OwnsDepth): Depth[] {
  return depths.filter((depth) => !depth.isSwap && !drafts.some((draft) => owns(draft, depth)));
}

/**
 * Gives neutral changes the direction of the layers that stand on their lines. Layers on no changed line are the doing of the code that
 * runs, when another one does; else every change that nobody could explain may be to blame for a loss.
 */
export function weighDepth(
  drafts: readonly DraftChange[],
  depths: readonly Depth[],
  owns: OwnsDepth,
  isSuspect: (draft: DraftChange) => boolean,
): DraftChange[] {
  const orphans = listOrphans(drafts, depths, owns);
  return drafts.map((draft) => {
    if (draft.direction !== 'neutral') return draft;
    const own = depths.filter((depth) =>
      draft.kind === 'version' ? isOfCode(draft, depth, orphans) : owns(draft, depth),
    );
    const blamed = isSuspect(draft) ? orphans.filter(({ direction }) => direction === 'looser') : [];
    // A line on which one layer gives way to another loses nothing.
    const told = [...own, ...blamed].filter(
      ({ id }, _, all) => new Set(all.filter((one) => one.id === id).map((one) => one.direction)).size === 1,
    );
    const direction = told.some((depth) => depth.direction === 'looser') ? 'looser' : told[0]?.direction;
    if (direction === undefined) return draft;
    const of = told.filter((depth) => depth.direction === direction);
    const words = [false, true].map((isDoubt) => sayDepth(of.filter((depth) => depth.isDoubt === isDoubt)));
    return { ...draft, direction, because: [draft.because, ...words].filter((part) => part !== '').join('; ') };
  });
}

function sayDepth(depths: readonly Depth[]): string {
  const [first] = depths;
  if (first === undefined) return '';
  const [few, more] = first.isDoubt
    ? ['nobody can say any more what stops', 'known again what stops']
    : ['one layer fewer against', 'one more layer against'];
  const ids = [...new Set(depths.map(({ id }) => id))];
  const rest = ids.length > 3 ? ` and ${ids.length - 3} more` : '';
  return `${first.direction === 'looser' ? few : more} ${ids.slice(0, 3).join(', ')}${rest}`;
}

/** What a package of Nova or Cinder brings is theirs alone; a release moves all of them. */
function isOfCode({ subject }: DraftChange, depth: Depth, orphans: readonly Depth[]): boolean {
  if (!orphans.includes(depth)) return false;
  const services = depth.defences.map(({ layer }) => /^(?:nova|cinder)(?=-code)/.exec(layer)?.[0] ?? 'glance');
  return !subject.startsWith('package/') || services.includes(subject.slice('package/'.length));
}
