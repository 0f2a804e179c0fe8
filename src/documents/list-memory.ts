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
  /** Whose turn to go it is. */
  private next = 0;
  /** Where a list was found last: regions ask for their lists in one order, so that the next is often the one behind it. */
  private found = 0;
  /** Where two lists differed last. Regions of a fleet differ in the same place, so that most others are told apart there at once. */
  private differing = 0;

  /** What `make` once made of the very same items in the same order, else what it makes now. */
  recall(items: readonly Item[], make: (items: readonly Item[]) => Made): Made {
    const { known } = this;
    for (let step = 1; step <= known.length; step += 1) {
      const at = (this.found + step) % known.length;
      const one = known[at];
      if (one === undefined || !this.isSame(one.items, items)) continue;
      this.found = at;
      one.isWanted = true;
      return one.made;
    }
    const made = make(items);
    this.keep({ items, made, isWanted: false });
    return made;
  }

  /** What nobody asked for twice goes first: of regions that all differ, what they share stays where it is found at once. */
  private keep(one: Known<Item, Made>): void {
    const { known } = this;
    for (let oldest = known[this.next]; oldest?.isWanted; oldest = known[this.next]) {
      oldest.isWanted = false;
      this.next = (this.next + 1) % MAX_KNOWN;
    }
    known[this.next] = one;
    this.next = (this.next + 1) % MAX_KNOWN;
  }

  private isSame(one: readonly Item[], other: readonly Item[]): boolean {
    if (one.length !== other.length || one[this.differing] !== other[this.differing]) return false;
    for (let at = 0; at < one.length; at += 1) {
      if (one[at] === other[at]) continue;
      this.differing = at;
      return false;
    }
    return true;
  }
}
