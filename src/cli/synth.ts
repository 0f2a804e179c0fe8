// glacis synth: intent -> files and manifest, region by region.
import type { TargetName } from '../intent/types';
import { keepOtherRegions, orderByIntent } from '../output/keep-regions';
import { FLEET_DIRECTORY, type ManifestRegion } from '../output/manifest';
import { isSame, TreeDraft, type Written } from '../output/tree-draft';
import { printable } from '../problems';
import { layOutFleets } from '../synthesize';
import { glacisVersion } from '../version';
import { type Command, exitCodes } from './command';
import { readOptions } from './options';
import { startProgress } from './progress';
import { chooseRegions } from './region-choice';
import { renderRegions, settleFile } from './regions';
import { showCommand } from './shown-command';
import { print, tell } from './streams';
import { readTarget } from './target-name';
import { UncarriedNotes } from './uncarried-notes';
import { suitIntent } from './v8-flags';

const options = {
  out: { type: 'string' },
  target: { type: 'string', multiple: true },
  only: { type: 'string', multiple: true },
  check: { type: 'boolean' },
} as const;

/**
 * Default: glacis.yaml -> glacis.out/. With --check nothing is written, and a difference is exit code 2. With --only those regions
 * are written and all others keep their files.
 */
export const synth: Command = (args) => {
  const { values, positionals } = readOptions(args, options, { min: 0, max: 1, names: '[INTENT]' });
  const out = values.out ?? 'glacis.out';
  const notes = new UncarriedNotes();
  const intent = positionals[0] ?? 'glacis.yaml';
  suitIntent(intent);
  const written = writeRegions(intent, out, {
    targets: values.target?.map(readTarget),
    only: values.only,
    isTrial: values.check === true,
    isQuiet: values.quiet === true,
    notes,
  });
  const say = (text: string) => {
    if (!values.quiet) tell(`${showLine(text)}\n`);
  };
  for (const piece of listDifferences(written)) if (!print(piece)) break;
  if (values.check) {
    if (isSame(written)) return exitCodes.nothing;
    const targets = values.target?.flatMap((name) => ['--target', name]) ?? [];
    const flags = [...(values.out === undefined ? [] : ['--out', out]), ...targets];
    say(`${out} is not what the intent says: run ${showCommand('synth', positionals[0], ...flags)}`);
    return exitCodes.something;
  }
  for (const path of written.overwritten) say(`replaced ${path}, which had been edited since the last synth`);
  for (const note of notes.list()) say(note);
  say(isSame(written) ? `${out} is up to date` : `wrote ${out}; next: ${showCommand('verify', out)}`);
  return exitCodes.nothing;
};

interface WriteOptions {
  readonly targets: readonly TargetName[] | undefined;
  readonly only: readonly string[] | undefined;
  readonly isTrial: boolean;
  readonly isQuiet: boolean;
  readonly notes: UncarriedNotes;
}

/** One region is in memory at a time, apart from digests: a fleet of 10,000 takes little more than one of 100. */
function writeRegions(file: string, out: string, { targets, only, isTrial, isQuiet, notes }: WriteOptions): Written {
  const settled = settleFile(file);
  const chosen = chooseRegions(settled, only);
  const progress = startProgress('synthesized', chosen.length, isQuiet);
  const order = settled.map(({ name }) => name);
  const draft = new TreeDraft(out, isTrial);
  const regions: ManifestRegion[] = [];
  try {
    if (only !== undefined) {
      const renewed = new Set([...only, FLEET_DIRECTORY]);
      regions.push(...keepOtherRegions(draft, out, renewed, glacisVersion));
    }
    for (const { region, layout, manifest } of renderRegions(chosen, targets)) {
      const prefix = region.name === null ? '' : `${region.name}/`;
      for (const file of layout.files) draft.add(`${prefix}${file.path}`, file.text, file.sha256);
      regions.push(manifest);
      notes.add(manifest);
      progress.advance();
    }
    // With the regions that keep their files: an index that named the others alone would prune them from their clusters.
    for (const [path, text] of layOutFleets(orderByIntent(regions, order, ({ name }) => name))) draft.add(path, text);
  } catch (error) {
    draft.abandon();
    throw error;
  } finally {
    progress.clear();
  }
  return draft.finish({ glacis: glacisVersion, regions: orderByIntent(regions, order, ({ name }) => name) });
}

/** Paths in a manifest are whatever wrote it says, and names on a command line whatever a directory holds. */
const showLine = (text: string): string => printable(text, Number.POSITIVE_INFINITY);

/** What nearly all paths are: asked of many at once. */
const plain = /^[ -~]*$/;

/** Lines told in one piece: the list of a large fleet is never one text. */
const LINES_AT_ONCE = 1000;

function* listDifferences({ created, changed, removed }: Written): Generator<string> {
  for (const [sign, paths] of [
    ['+', created],
    ['~', changed],
    ['-', removed],
  ] as const) {
    for (let at = 0; at < paths.length; at += LINES_AT_ONCE) {
      const some = paths.slice(at, at + LINES_AT_ONCE);
      const shown = plain.test(some.join('')) ? some : some.map(showLine);
      yield `${sign} ${shown.join(`\n${sign} `)}\n`;
    }
  }
}
