// Intents, from files and from objects, and the stacks they become.
import type { Construct } from 'constructs';
import { hardenRegion as buildRegion } from '../constructs/harden-region';
import type { HardeningStack } from '../constructs/hardening-stack';
import type { ReadBeside } from '../intent/certificate-files';
import { type IntentFormat, loadIntent as load, parseIntent as parse } from '../intent/load';
import type { LoadedIntent } from '../intent/loaded-intent';
import { readPlain } from '../intent/plain';
import { settleIntent as settle, settleRegions as settleAll } from '../intent/settle';
import type { RegionIntent, SettledRegion } from '../intent/types';
import type { Place } from '../problems';
import { anyText, callback, nameText, nullable, oneOf, optional, type Rule, section, takeArguments } from './arguments';
import { makeBrand } from './brands';

const loadedIntent = makeBrand<LoadedIntent>('LoadedIntent', 'what loadIntent or parseIntent answers');

/**
 * Reads and parses an intent file: `.json`, `.toml`, else YAML. Nothing is judged yet: `settleRegions` does that.
 * @param path of a file of at most 8 MiB
 * @throws IntentProblems when it cannot be read, is empty, too large or broken
 */
export function loadIntent(path: string): LoadedIntent {
  const taken = takeArguments('loadIntent', { path: nameText }, { path });
  return loadedIntent.seal(load(taken.path));
}

/**
 * Parses the text of an intent, of at most 8 MiB. A leading byte order mark is dropped.
 * @param file the name that problems are told with
 * @param readBeside reads files that the intent names, by their path relative to it; null for none. Without it such names are problems.
 * @throws IntentProblems when the text is empty, too large or broken
 */
export function parseIntent(text: string, file: string, format: IntentFormat, readBeside?: ReadBeside): LoadedIntent {
  const formats = oneOf<IntentFormat>(['yaml', 'toml', 'json']);
  const rules = { text: anyText, file: nameText, format: formats, readBeside: optional(callback) };
  const taken = takeArguments('parseIntent', rules, { text, file, format, readBeside });
  const read = (path: string): string | null => {
    const found = taken.readBeside?.(path);
    return typeof found === 'string' ? found : null;
  };
  return loadedIntent.seal(parse(taken.text, taken.file, taken.format, taken.readBeside && read));
}

/**
 * The regions of an intent in the order of the file, each complete and judged; one without a name when the file names none. A region with
 * `nodes` becomes one for each role.
 * @throws IntentProblems with every problem of the file
 */
export function settleRegions(loaded: LoadedIntent): SettledRegion[] {
  const taken = takeArguments('settleRegions', { loaded: loadedIntent.rule }, { loaded }).loaded;
  const { value, problems } = readPlain(taken.value, taken.placeOf);
  return settleAll({ ...taken, value, problems: [...taken.problems, ...problems] });
}

/**
 * Judges an intent that was written as TypeScript: one region, without `regions` and `nodes`.
 * @param origin stands where a file name would in problems. Default `intent`
 * @throws IntentProblems with every problem
 */
export function settleIntent(intent: RegionIntent, origin = 'intent'): SettledRegion {
  return settle(intent, takeArguments('settleIntent', { origin: nameText }, { origin }).origin);
}

interface GivenRegion {
  readonly name: string | null;
  /** In an object of ours: what is undefined here is still somebody's mistake. */
  readonly intent: { readonly value: unknown };
  readonly placeOf?: (...values: readonly unknown[]) => unknown;
}

const anything: Rule<{ readonly value: unknown }> = (value) => ({ value });

/**
 * Builds the stack of one region, with every construct that its intent asks for; more may be added below it.
 * @param scope as for `HardeningStack`: undefined for a stack that stands alone
 * @param region of `settleRegions` or `settleIntent`, or one of your own; its name, or `region`, is the id of the stack
 * @throws IntentProblems with every problem of the region
 */
export function hardenRegion(scope: Construct | undefined, region: SettledRegion): HardeningStack {
  const rules = {
    region: section<GivenRegion>({ name: nullable(nameText), intent: anything, placeOf: optional(callback) }),
  };
  const { name, intent, placeOf } = takeArguments('hardenRegion', rules, { region }).region;
  const place = (pointer: string): Place => readPlace(placeOf, pointer) ?? { file: name ?? 'region', pointer };
  const settled = settle(intent.value, name ?? 'region', place);
  return buildRegion(scope, { name, intent: settled.intent, placeOf: place });
}

/** What the function of a caller says, as far as it is a place. */
function readPlace(placeOf: GivenRegion['placeOf'], pointer: string): Place | undefined {
  if (placeOf === undefined) return undefined;
  try {
    const { file, line, column } = placeOf(pointer) as Place;
    if (typeof file !== 'string') return undefined;
    return { file, pointer, ...(Number.isInteger(line) && { line }), ...(Number.isInteger(column) && { column }) };
  } catch {
    return undefined;
  }
}
