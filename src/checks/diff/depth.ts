// Attacks that stay stopped, by fewer layers or by more: what one failure would open. Decides where a change by itself says nothing.
import type { JudgedAttack } from '../judge';
import type { Defence } from '../types';
import type { DraftChange } from './types';

/** An attack that both sides stop, one of them by layers that the other lacks and by all that the other has. */
export interface Depth {
  readonly id: string;
  readonly direction: 'looser' | 'tighter';
  /** Defences of the side that has more, in the layers that only it has. */
  readonly defences: readonly Defence[];
}

/** Null when the attack is not stopped on both sides, or no side has all the layers of the other and more. */
export function compareDepth({ was, is }: { readonly was: JudgedAttack; readonly is: JudgedAttack }): Depth | null {
  if (was.answer.verdict !== 'stopped' || is.answer.verdict !== 'stopped') return null;
  const [old, now] = [was.answer.defences, is.answer.defences];
  const lost = listOnly(old, now);
  const gained = listOnly(now, old);
  if ((lost.length === 0) === (gained.length === 0)) return null;
  const { id } = is.attack;
  return lost.length > 0 ? { id, direction: 'looser', defences: lost } : { id, direction: 'tighter', defences: gained };
}

function listOnly(defences: readonly Defence[], others: readonly Defence[]): Defence[] {
  const names = new Set(others.map(nameLayer));
  return defences.filter((defence) => !names.has(nameLayer(defence)));
}

/** Two proxies are two ways in: the limit of one is no defence of the other. */
function nameLayer({ layer, at }: Defence): string {
  return layer === 'edge-limit' ? `${layer} ${at?.file.split('/')[0]}` : layer;
}

/**
 * Gives neutral changes the direction of the layers that stand on their lines. Layers on no changed line are the doing of the code that
 * runs, when another one does; else every change of a file or an option that nobody could explain may be to blame for a loss.
 */
export function weighDepth(
  drafts: readonly DraftChange[],
  depths: readonly Depth[],
  isOwner: (draft: DraftChange, defence: Defence, side: 'before' | 'after') => boolean,
): DraftChange[] {
  const owns = (draft: DraftChange, { direction, defences }: Depth): boolean =>
    defences.some((defence) => isOwner(draft, defence, direction === 'looser' ? 'before' : 'after'));
  const orphans = depths.filter((depth) => !drafts.some((draft) => owns(draft, depth)));
  const hasVersions = drafts.some(({ kind }) => kind === 'version');
  return drafts.map((draft) => {
    if (draft.direction !== 'neutral') return draft;
    const own = depths.filter((depth) =>
      draft.kind === 'version' ? isOfCode(draft, depth, orphans) : owns(draft, depth),
    );
    const isUnexplained = !hasVersions && draft.kind !== 'policy';
    const blamed = isUnexplained ? orphans.filter(({ direction }) => direction === 'looser') : [];
    const told = [...own, ...blamed];
    const direction = told.some((depth) => depth.direction === 'looser') ? 'looser' : told[0]?.direction;
    if (direction === undefined) return draft;
    const ids = told.filter((depth) => depth.direction === direction).map(({ id }) => id);
    const rest = ids.length > 3 ? ` and ${ids.length - 3} more` : '';
    const words = `${direction === 'looser' ? 'one layer fewer' : 'one more layer'} against ${ids.slice(0, 3).join(', ')}${rest}`;
    return { ...draft, direction, because: [draft.because, words].filter((part) => part !== '').join('; ') };
  });
}

/** What a package of Nova or Cinder brings is theirs alone; a release moves all of them. */
function isOfCode({ subject }: DraftChange, depth: Depth, orphans: readonly Depth[]): boolean {
  if (!orphans.includes(depth)) return false;
  const services = depth.defences.map(({ layer }) => /^(?:nova|cinder)(?=-code)/.exec(layer)?.[0] ?? 'glance');
  return !subject.startsWith('package/') || services.includes(subject.slice('package/'.length));
}
