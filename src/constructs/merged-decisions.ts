// What all controls of a region decided together: one item for each key, clashes told, and the digest of the whole.
import {
  type Artifact,
  DEBIAN_GLANCE_UID,
  type HardeningDocuments,
  type PolicyOverride,
  type Residual,
  type Setting,
} from '../documents/hardening';
import { ListMemory } from '../documents/list-memory';
import { sha256 } from '../sha256';
import type { Keyed, SettledDecision } from './settle-decision';

/** Two controls that want one key to be two things. An owner is a position among the decisions. */
export interface Clash {
  readonly key: string;
  readonly first: { readonly owner: number; readonly shown: string };
  readonly second: { readonly owner: number; readonly shown: string };
}

/** What the controls of a region want; it can be written when nothing clashes. */
export interface MergedDecisions {
  readonly documents: HardeningDocuments;
  readonly clashes: readonly Clash[];
}

/** What a region is, whatever its controls decide. */
export type RegionHead = Pick<HardeningDocuments, 'release' | 'packages' | 'launcher'>;

/** Merges what the controls of a region decided, in the order of the controls. */
export function mergeDecisions(region: RegionHead, decisions: readonly SettledDecision[]): MergedDecisions {
  const told = decisions.findLast(({ glanceUid }) => glanceUid !== undefined);
  const { release, packages, launcher } = region;
  const glanceUid = told?.glanceUid ?? DEBIAN_GLANCE_UID;
  const settings = settingLists.merge(decisions.map((decision) => decision.settings));
  const overrides = overrideLists.merge(decisions.map((decision) => decision.overrides));
  const artifacts = artifactLists.merge(decisions.map((decision) => decision.artifacts));
  const residuals = residualLists.merge(decisions.map((decision) => decision.residuals));
  const intentDigest = digestOf({ release, packages, launcher, glanceUid }, decisions);
  return {
    documents: {
      release,
      packages,
      launcher,
      glanceUid,
      settings: settings.items,
      overrides: overrides.items,
      artifacts: artifacts.items,
      residuals: residuals.items,
      intentDigest,
    },
    clashes: [...settings.clashes, ...overrides.clashes, ...artifacts.clashes],
  };
}

/** One kind of item of all decisions, sorted by key; the first owner of a key keeps it. */
interface MergedList<T> {
  readonly items: readonly T[];
  readonly clashes: readonly Clash[];
}

/** A list of each decision. */
type Lists<T> = readonly (readonly Keyed<T>[])[];

/** A merge in which no two decisions had a key in common. */
interface MergePlan<T> {
  readonly lists: Lists<T>;
  /** Of every list the place of each item in the merged one. */
  readonly places: readonly (readonly number[])[];
  readonly items: readonly T[];
}

/** Regions of a fleet that decide the same of one kind get the same list of it. */
class MergedLists<T> {
  private readonly known = new ListMemory<readonly Keyed<T>[], MergedList<T>>();
  /** The merge before, when no two decisions had a key in common. */
  private plan: MergePlan<T> | undefined;

  /** `show`: the words that stand for a content when two clash. */
  constructor(private readonly show: (content: string, isFirst: boolean) => string) {}

  merge(lists: Lists<T>): MergedList<T> {
    return this.known.recall(lists, () =>
      this.plan !== undefined && hasSameKeys(this.plan.lists, lists)
        ? mergeLike(this.plan, lists)
        : this.mergeAnew(lists),
    );
  }

  private mergeAnew(lists: Lists<T>): MergedList<T> {
    const entries = new Map<string, { readonly one: Keyed<T>; readonly owner: number; readonly index: number }>();
    const clashes: Clash[] = [];
    let doubles = 0;
    lists.forEach((list, owner) => {
      for (const [index, one] of list.entries()) {
        const earlier = entries.get(one.key);
        if (earlier === undefined) {
          entries.set(one.key, { one, owner, index });
          continue;
        }
        doubles += 1;
        if (earlier.one.content === one.content) continue;
        clashes.push({
          key: one.key,
          first: { owner: earlier.owner, shown: this.show(earlier.one.content, true) },
          second: { owner, shown: this.show(one.content, false) },
        });
      }
    });
    const sorted = [...entries.values()].sort((a, b) => (a.one.key < b.one.key ? -1 : 1));
    const items = sorted.map(({ one }) => one.item);
    const places = lists.map((): number[] => []);
    for (const [place, { owner, index }] of sorted.entries()) (places[owner] as number[])[index] = place;
    this.plan = doubles === 0 ? { lists, places, items } : undefined;
    return { items, clashes };
  }
}

/** Only what differs from the merge before is put in its place. */
function mergeLike<T>({ lists: before, places, items }: MergePlan<T>, lists: Lists<T>): MergedList<T> {
  const merged = items.slice();
  lists.forEach((list, owner) => {
    if (list === before[owner]) return;
    list.forEach(({ item }, index) => {
      merged[places[owner]?.[index] as number] = item;
    });
  });
  return { items: merged, clashes: [] };
}

/** True when every list has the keys of its counterpart, in the same order. */
function hasSameKeys<T>(one: Lists<T>, other: Lists<T>): boolean {
  return (
    one.length === other.length &&
    one.every((list, owner) => {
      const counterpart = other[owner];
      if (list === counterpart) return true;
      return list.length === counterpart?.length && list.every(({ key }, index) => key === counterpart[index]?.key);
    })
  );
}

const settingLists = new MergedLists<Setting>((content) => content);
const overrideLists = new MergedLists<PolicyOverride>((content) => content);
const artifactLists = new MergedLists<Artifact>((_, isFirst) => (isFirst ? 'one content' : 'another'));
const residualLists = new MergedLists<Residual>((content) => content);

/** First 12 hexadecimal digits of the SHA-256 of the head and of what each control wants, in whatever order the controls came. */
function digestOf(head: object, decisions: readonly SettledDecision[]): string {
  const digests = decisions.map(({ digest }) => digest).filter((digest) => digest !== '');
  return sha256(`${JSON.stringify(head)}\n${digests.sort().join('\n')}`).slice(0, 12);
}
