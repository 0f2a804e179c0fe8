// Remembers what was made of a few lists of items: the regions of a fleet share most of theirs.

/** Lists kept: about one for each section and service of a region, a few times over. */
const MAX_KNOWN = 48;

interface Known<Item, Made> {
  readonly items: readonly Item[];
  readonly made: Made;
  /** Asked for since its turn to go came last. */
  isWanted: boolean;
}

/** What was made of lists, found by the identity of their items. Items must never change. */
export class ListMemory<Item, Made> {
  private readonly known: Known<Item, Made>[] = [];
  /** The known lists by the item that they have at `place`, where two of them differed last: in a fleet one item tells most apart. */
  private readonly byItem = new Map<Item | undefined, Known<Item, Made>[]>();
  private place = 0;
  /** Whose turn to go it is. */
  private next = 0;

  /** What `make` once made of the very same items in the same order, else what it makes now. */
  recall(items: readonly Item[], make: (items: readonly Item[]) => Made): Made {
    const earlier = this.find(items);
    if (earlier !== undefined) {
      earlier.isWanted = true;
      return earlier.made;
    }
    const made = make(items);
    this.keep({ items, made, isWanted: false });
    return made;
  }

  private find(items: readonly Item[]): Known<Item, Made> | undefined {
    let differing = -1;
    for (const one of this.byItem.get(items[this.place]) ?? []) {
      differing = findDifference(one.items, items);
      if (differing < 0) return one;
    }
    if (differing >= 0) this.sortBy(differing);
    return undefined;
  }

  private sortBy(place: number): void {
    this.place = place;
    this.byItem.clear();
    for (const one of this.known) this.enter(one);
  }

  private enter(one: Known<Item, Made>): void {
    const item = one.items[this.place];
    const alike = this.byItem.get(item);
    if (alike === undefined) this.byItem.set(item, [one]);
    else alike.push(one);
  }

  /** What nobody asked for twice goes first: of regions that all differ, what they share stays where it is found at once. */
  private keep(one: Known<Item, Made>): void {
    const { known } = this;
    for (let oldest = known[this.next]; oldest?.isWanted; oldest = known[this.next]) {
      oldest.isWanted = false;
      this.next = (this.next + 1) % MAX_KNOWN;
    }
    const gone = known[this.next];
    if (gone !== undefined) this.forget(gone);
    known[this.next] = one;
    this.enter(one);
    this.next = (this.next + 1) % MAX_KNOWN;
  }

  private forget(one: Known<Item, Made>): void {
    const item = one.items[this.place];
    const others = this.byItem.get(item)?.filter((other) => other !== one) ?? [];
    if (others.length === 0) this.byItem.delete(item);
    else this.byItem.set(item, others);
  }
}

/** Where two lists differ first; -1 when they are the same. */
function findDifference<Item>(one: readonly Item[], other: readonly Item[]): number {
  if (one.length !== other.length) return Math.min(one.length, other.length);
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return at;
  return -1;
}
