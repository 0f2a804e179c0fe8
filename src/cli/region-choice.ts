// `--only REGION`: some regions of a fleet now, the rest stays as it is.
import { findNearest } from '../intent/nearest';
import { UsageError } from './options';

/** Names told to whoever misspelt one. */
const MAX_NAMES = 8;

/** The regions named, in the order of the fleet; all of them without names. @throws UsageError for a name that no region has. */
export function chooseRegions<R extends { readonly name: string | null }>(
  regions: readonly R[],
  only: readonly string[] | undefined,
): readonly R[] {
  if (only === undefined) return regions;
  const known = new Set(regions.map(({ name }) => name));
  for (const name of only) {
    if (known.has(name)) continue;
    if (known.has(null)) throw new UsageError(`--only ${name}`, 'no --only: the intent has no regions');
    const names = [...known].filter((one) => one !== null);
    const near = findNearest(name, names);
    throw new UsageError(
      `--only ${name}`,
      `a region of the intent: ${names.slice(0, MAX_NAMES).join(', ')}${names.length > MAX_NAMES ? ', ...' : ''}`,
      near === null ? 'name one of them, or leave --only out for all' : `did you mean ${near}?`,
    );
  }
  const chosen = new Set<string | null>(only);
  return regions.filter(({ name }) => chosen.has(name));
}
