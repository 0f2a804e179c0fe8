// Remembers what was made of a few lists of items: the regions of a fleet share most of theirs.

/** Lists kept: about one for each section and service of a region, a few times over. */
const MAX_KNOWN = 48;

/** Texts by the identity of the items they were made of. Items must never change. */
export class ListMemory<Item, Made> {
  private readonly known: { readonly items: readonly Item[]; readonly made: Made }[] = [];
  private next = 0;

  /** What `make` once made of the very same items in the same order, else what it makes now. */
  recall(items: readonly Item[], make: (items: readonly Item[]) => Made): Made {
    const found = this.known.find((one) => hasSameItems(one.items, items));
    if (found !== undefined) return found.made;
    const made = make(items);
    this.known[this.next] = { items, made };
    this.next = (this.next + 1) % MAX_KNOWN;
    return made;
  }
}

function hasSameItems<Item>(one: readonly Item[], other: readonly Item[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at]);
}
