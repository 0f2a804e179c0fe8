// What a release changed against the one before it, for the person who merged it.
import type { Snapshot } from './snapshot';

/** One line for each option or rule that came (`+`), went (`-`), or has another default or check (`~`). */
export function describeChanges(older: Snapshot, newer: Snapshot): string[] {
  const [before, after] = [listFacts(older), listFacts(newer)];
  const gone = [...before.keys()].filter((name) => !after.has(name)).map((name) => `- ${name}`);
  const others = [...after].flatMap(([name, value]) => {
    const old = before.get(name);
    if (old === undefined) return [`+ ${name} = ${value}`];
    return old === value ? [] : [`~ ${name} = ${value}, was ${old}`];
  });
  return [...gone, ...others];
}

function listFacts({ options, rules }: Snapshot): ReadonlyMap<string, string> {
  return new Map([
    ...options.map(
      ({ section, name, default: value }) =>
        [`[${section ?? 'of a back end'}] ${name}`, JSON.stringify(value) ?? 'computed'] as const,
    ),
    ...rules.map(({ name, check }) => [`rule ${name}`, JSON.stringify(check)] as const),
  ]);
}
