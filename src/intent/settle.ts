// Settles a loaded intent: judges every value, merges shared defaults into each region, and tells all problems at once.
import { IntentProblems, type Place, type Problem, problem, sortProblems } from '../problems';
import { checkValues } from './check-values';
import { findContradictions } from './contradictions';
import { type LoadedIntent, wrapIntent } from './loaded-intent';
import { splitNodes } from './nodes';
import { explainShapeErrors, findMissingKeys, findShapeErrors, type ShapeError } from './shape-problems';
import { joinPointer, maxProblems, splitPointer } from './tree';
import type { RegionIntent, SettledRegion } from './types';

type Section = Readonly<Record<string, unknown>>;

/**
 * The regions of an intent, in the order of the file, each complete and judged. Regions share the objects they
 * inherit, so that a fleet costs what its differences cost: do not change them.
 * Throws `IntentProblems` with every problem of the file.
 */
export function settleRegions(loaded: LoadedIntent): SettledRegion[] {
  const problems = new Map<string, Problem>();
  const tell = (found: readonly Problem[]): void => {
    // A mistake in the shared defaults would else be told once for each region.
    for (const one of found) problems.set(`${one.code} ${one.place.pointer ?? ''} ${one.got}`, one);
  };
  for (const [index, one] of loaded.problems.entries()) problems.set(`reading ${index}`, one);

  const isTooLarge = (one: Problem): boolean => one.code === 'too-large';
  const valueProblems = loaded.problems.some(isTooLarge) ? [] : checkValues(loaded);
  tell(valueProblems);
  // What is too large to print is too large to judge further.
  if ([...problems.values()].some(isTooLarge) || problems.size > maxProblems) {
    throw new IntentProblems(limitProblems([...problems.values()], problems.size, loaded));
  }
  const shapeErrors = findShapeErrors(loaded.value);
  const judged = new Set(valueProblems.map((one) => one.place.pointer));
  const unread = new Set(loaded.problems.filter(({ code }) => code === 'wrong-type').map((one) => one.place.pointer));
  // A host with a port fails its pattern too; the exact words are enough.
  const unjudged = shapeErrors.filter(
    (error) => !(error.keyword === 'pattern' && judged.has(pointerOf(error))) && !unread.has(pointerOf(error)),
  );
  tell(explainShapeErrors(unjudged.slice(0, maxProblems), loaded));
  const broken = listBrokenRegions(shapeErrors);

  const merged = isSection(loaded.value) ? [...mergeRegions(loaded, loaded.value)] : [];
  const parts = merged.flatMap((region) => [...splitNodes(region, mergeSections)].map((part) => ({ part, region })));
  const regions = parts.map(({ part }) => part);
  tell(findNameClashes(regions, loaded));
  for (const { part: region, region: whole } of parts) {
    const missing = findMissingKeys(region.intent);
    tell(explainMissingKeys(missing, region));
    const isWhole = missing.length === 0 && !broken.has(null) && !broken.has(whole.name);
    if (isWhole) tell(findContradictions(region.intent, region.placeOf));
  }
  const total = problems.size + Math.max(unjudged.length - maxProblems, 0);
  if (total > 0) throw new IntentProblems(limitProblems([...problems.values()], total, loaded));
  return regions;
}

/** Judges an intent that was written as TypeScript. `origin` stands where a file name would, a construct path say. */
export function settleIntent(intent: unknown, origin: string, placeOf?: (pointer: string) => Place): SettledRegion {
  const loaded = wrapIntent(intent, origin, placeOf);
  const [region] = settleRegions(loaded);
  if (region === undefined || region.intent !== loaded.value) {
    const facts = { got: 'several regions, or nodes', wanted: 'one region', fix: 'write them to a file, and load it' };
    throw new IntentProblems([problem('wrong-type', loaded.placeOf(''), facts)]);
  }
  return region;
}

/** One region for each name, or the file itself. What is no section is skipped: the schema has told it. */
function* mergeRegions(loaded: LoadedIntent, file: Section): Generator<SettledRegion> {
  const { regions, ...shared } = file;
  if (!Object.hasOwn(file, 'regions')) {
    // The shape is judged apart, and a region with a problem never leaves settleRegions.
    yield { name: null, intent: file as unknown as RegionIntent, placeOf: loaded.placeOf };
    return;
  }
  if (!isSection(regions)) return;
  for (const [name, differing] of Object.entries(regions)) {
    if (!isSection(differing)) continue;
    const intent = mergeSections(shared, differing) as unknown as RegionIntent;
    yield { name, intent, placeOf: (pointer) => locateMerged(loaded, name, pointer) };
  }
}

/** Sections merge key by key; lists and single values replace. What does not differ is shared, not copied. */
function mergeSections(shared: Section, differing: Section): Section {
  const merged: Record<string, unknown> = { ...shared };
  for (const [key, value] of Object.entries(differing)) {
    const before = merged[key];
    merged[key] = isSection(before) && isSection(value) ? mergeSections(before, value) : value;
  }
  return merged;
}

/** The region's own line when it says more about the value than the shared part does. */
function locateMerged(loaded: LoadedIntent, name: string, pointer: string): Place {
  const own = `${joinPointer('/regions', name)}${pointer}`;
  return loaded.depthOf(own) - 2 >= loaded.depthOf(pointer) ? loaded.placeOf(own) : loaded.placeOf(pointer);
}

function explainMissingKeys(missing: readonly ShapeError[], region: SettledRegion): Problem[] {
  return missing.map((error) => {
    const key = String(error.subject);
    return problem('missing-key', region.placeOf(error.instancePath), { got: `no ${key}`, wanted: key });
  });
}

function findNameClashes(regions: readonly SettledRegion[], loaded: LoadedIntent): Problem[] {
  const seen = new Map<string, string>();
  return regions.flatMap(({ name }) => {
    if (name === null) return [];
    const place = () => loaded.placeOfKey(joinPointer('/regions', name));
    if (name in {}) {
      const why = 'every object of JavaScript has a member of that name, so that no construct can';
      const facts = { got: name, wanted: 'another name', why, fix: `write ${name}-1, say` };
      return [problem('bad-value', place(), facts)];
    }
    const earlier = seen.get(name.toLowerCase());
    seen.set(name.toLowerCase(), name);
    if (earlier === undefined) return [];
    const why = 'names that differ in case only share one directory on some systems';
    return [problem('duplicate-key', place(), { got: `${name} beside ${earlier}`, wanted: 'names that differ', why })];
  });
}

/** Errors that leave every value in the type its reader expects. */
const harmless = new Set(['pattern', 'additionalProperties', 'propertyNames', 'if', 'minimum', 'maximum', 'maxItems']);

/** Regions whose values cannot be weighed against each other; null stands for the shared part, and so for all. */
function listBrokenRegions(errors: readonly ShapeError[]): ReadonlySet<string | null> {
  const names = errors
    .filter((error) => !harmless.has(error.keyword))
    .map((error) => splitPointer(error.instancePath))
    .map(([first, name]) => (first === 'regions' ? (name ?? null) : null));
  return new Set(names);
}

const pointerOf = ({ instancePath, propertyName }: ShapeError): string =>
  propertyName === undefined ? instancePath : joinPointer(instancePath, propertyName);

function limitProblems(problems: readonly Problem[], total: number, loaded: LoadedIntent): readonly Problem[] {
  if (total <= maxProblems) return problems;
  const facts = { got: `at least ${total - maxProblems} problems more`, wanted: 'none', fix: 'mend these first' };
  return [...sortProblems(problems).slice(0, maxProblems), problem('too-large', { file: loaded.file }, facts)];
}

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
