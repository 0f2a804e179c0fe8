// When the chains of a hook run.

const namedPriorities: ReadonlyMap<string, number> = new Map([
  ['raw', -300],
  ['mangle', -150],
  ['dstnat', -100],
  ['filter', 0],
  ['security', 50],
  ['srcnat', 100],
]);

/** The number behind `filter`, `-5`, `mangle + 10`; null when it cannot be read. */
export function readPriority(text: string): number | null {
  const parts = /^(?:([a-z]+)|(-?\d+))(?: ([+-]) (\d+))?$/.exec(text);
  if (parts === null) return null;
  const base = parts[1] === undefined ? Number(parts[2]) : namedPriorities.get(parts[1]);
  return base === undefined ? null : base + Number(parts[4] ?? 0) * (parts[3] === '-' ? -1 : 1);
}
