// A number with its noun.

/** `1 attack`, `2 attacks`. For nouns that take an s. */
export function countNoun(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
