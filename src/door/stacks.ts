// From stacks composed in TypeScript to files on disk.
import type { IConstruct } from 'constructs';
import type { HardeningStack } from '../constructs/hardening-stack';
import { listRefusals } from '../constructs/own-validations';
import { isStack } from '../constructs/scope';
import { wrapIntent } from '../intent/loaded-intent';
import { describeValue } from '../intent/plain';
import { settleRegions } from '../intent/settle';
import type { TargetName } from '../intent/types';
import type { ManifestRegion } from '../output/manifest';
import { TreeDraft, type Written } from '../output/tree-draft';
import { IntentProblems, type Problem, problem } from '../problems';
import { layOutFleets, layOutRegion } from '../synthesize';
import { targetNames } from '../targets';
import { glacisVersion } from '../version';
import { listOf, nameText, oneOf, optional, type Rule, section, takeArguments } from './arguments';

/** Where and how to write. */
export interface SynthesizeOptions {
  /** Output directory; it must be new, empty or written by Glacis. Default `glacis.out`, below the working directory. */
  readonly out?: string;
  /** What the files are laid out for, at least one. Default `etc`: plain files laid out like /etc. */
  readonly targets?: readonly TargetName[];
}

const ORIGIN = 'synthesize';

/** @internal Stacks of any copy of Glacis. */
export const stacks: { readonly rule: Rule<HardeningStack> } = {
  rule: (value, spot) =>
    isStack(value)
      ? (value as HardeningStack)
      : spot.tell({ got: describeValue(value), wanted: 'a HardeningStack, or a list of them' }),
};

const someStacks: Rule<readonly HardeningStack[]> = (value, spot) => {
  const list = Array.isArray(value) ? listOf(stacks.rule)(value, spot) : [stacks.rule(value, spot) as HardeningStack];
  if (list?.length === 0) spot.tell({ got: 'an empty list', wanted: 'a HardeningStack, or a list of them' });
  return list;
};

const someTargets: Rule<readonly TargetName[]> = (value, spot) => {
  const list = listOf(oneOf(targetNames))(value, spot);
  if (list?.length === 0) spot.tell({ got: 'an empty list', wanted: 'at least one target' }, 'bad-value');
  return list;
};

/** Ids of several stacks are names of directories, and those of a fleet's regions: the judge of an intent knows what those may be. */
function findUnfit(list: readonly HardeningStack[]): readonly Problem[] {
  if (list.length === 1) return [];
  const ids = list.map(({ node }) => node.id);
  const again = ids.filter((id, at) => ids.indexOf(id) < at);
  const repeated = [...new Set(again)].map((id) => {
    const facts = { got: `two stacks ${id}`, wanted: 'ids that differ', fix: 'give one of them another id' };
    return problem('duplicate-key', { file: ORIGIN }, { ...facts, why: 'both would be one directory' });
  });
  try {
    settleRegions(wrapIntent({ release: '2025.1', regions: Object.fromEntries(ids.map((id) => [id, {}])) }, ORIGIN));
  } catch (error) {
    if (error instanceof IntentProblems) return [...repeated, ...error.problems];
    throw error;
  }
  return repeated;
}

/** Constructs beside and above the stacks are asked by a host, and by nobody else where there is none. */
function listBeside(list: readonly HardeningStack[]): readonly IConstruct[] {
  const roots = new Set(list.map(({ node }) => node.root));
  return [...roots].flatMap(({ node }) => node.findAll()).filter(({ node }) => !node.scopes.some(isStack));
}

/**
 * Writes the files of stacks composed in TypeScript, all or none; unchanged files keep their time. One stack lies at the top of the output
 * directory, several in directories named by id. Validations of your own constructs (`node.addValidation`) are asked in the whole tree. Attacks are not judged: `judgeStack` does, or `glacis verify` on the directory.
 * @throws IntentProblems with every problem of every stack, or when the directory holds what Glacis did not write; nothing is written then
 */
export function synthesize(
  stacks: HardeningStack | readonly HardeningStack[],
  options: SynthesizeOptions = {},
): Written {
  const rules = {
    stacks: someStacks,
    options: section<SynthesizeOptions>({ out: optional(nameText), targets: optional(someTargets) }),
  };
  const taken = takeArguments(ORIGIN, rules, { stacks, options });
  const list = taken.stacks;
  const { out = 'glacis.out', targets = ['etc'] } = taken.options;
  const own = [...list.flatMap((stack) => stack.problems()), ...listRefusals(listBeside(list))];
  const problems = [...findUnfit(list), ...own];
  if (problems.length > 0) throw new IntentProblems(problems);
  const draft = new TreeDraft(out);
  try {
    const regions = list.map((stack): ManifestRegion => {
      const name = list.length > 1 ? stack.node.id : null;
      const laidOut = layOutRegion({ name, documents: stack.collect(), targets, acceptedRisks: stack.acceptedRisks });
      for (const [path, text] of laidOut.files) draft.add(path, text);
      return laidOut.manifest;
    });
    for (const [path, text] of layOutFleets(regions)) draft.add(path, text);
    return draft.finish({ glacis: glacisVersion, regions });
  } catch (error) {
    draft.abandon();
    throw error;
  }
}
