// Remembers what was made of a few lists of items: the regions of a fleet share most of theirs.

/** Lists kept: about one for each section and service of a region, a few times over. */
const MAX_KNOWN = 48;

/** What was made of lists, found by the identity of their items. Items must never change. */
export class ListMemory<Item, Made> {
  private readonly known: { readonly items: readonly Item[]; readonly made: Made }[] = [];
  private next = 0;
  /** Where a list was found last: regions ask for their lists in one order, so that the next is often the one behind it. */
  private found = 0;

  /** What `make` once made of the very same items in the same order, else what it makes now. */
  recall(items: readonly Item[], make: (items: readonly Item[]) => Made): Made {
    const { known } = this;
    for (let step = 1; step <= known.length; step += 1) {
      const at = (this.found + step) % known.length;
      const one = known[at];
      if (one === undefined || !hasSameItems(one.items, items)) continue;
      this.found = at;
      return one.made;
    }
    const made = make(items);
    known[this.next] = { items, made };
    this.next = (this.next + 1) % MAX_KNOWN;
    return made;
  }
}

function hasSameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}
