// glacis verify: judges what synth wrote, from the rendered bytes.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../checks/cloud';
import { type Judgement, judge, riskProblems } from '../checks/judge';
import { MANIFEST, type Manifest, parseManifest } from '../output/manifest';
import { readTree } from '../output/read-tree';
import { IntentProblems, type Place, type Problem, problem } from '../problems';
import { reportFormats } from '../report/formats';
import type { JudgedRegion } from '../report/regions';
import type { Command } from './command';
import { readFormat, readOptions } from './options';
import { printJudgements, reportExitCode } from './print-judgement';
import { renderIntent } from './regions';

/** What is to be judged: a tree, and the manifest region that says for which services. */
interface Judged {
  readonly manifest: Manifest;
  readonly files: ReadonlyMap<string, string>;
  readonly placeOfRisk: (region: number, risk: number, key: string) => Place;
}

/** Argument: an intent, or an output directory. Default: glacis.yaml. Exit 2 when an attack is open or a lint fires. */
export const verify: Command = (args) => {
  const { values, positionals } = readOptions(
    args,
    { format: { type: 'string' } },
    { min: 0, max: 1, names: '[INTENT|OUT-DIR]' },
  );
  const format = readFormat(values.format, reportFormats);
  const path = positionals[0] ?? 'glacis.yaml';
  const judged = statSync(path, { throwIfNoEntry: false })?.isDirectory() ? readOutput(path) : renderInMemory(path);
  const { judgements, problems } = judgeRegions(judged);
  if (problems.length > 0) throw new IntentProblems(problems);
  printJudgements(judgements, format, values['no-color'] === true);
  return reportExitCode(judgements.map(({ judgement }) => judgement));
};

/** Every region and target, each judged as its own cloud; equal regions are judged once. */
function judgeRegions({ manifest, files, placeOfRisk }: Judged) {
  const problems: Problem[] = [];
  const judgements: JudgedRegion[] = [];
  const today = new Date().toISOString().slice(0, 10);
  const known = new Map<string, Judgement>();
  manifest.regions.forEach((region, index) => {
    const own: Judgement[] = [];
    for (const [target, directory] of Object.entries(region.targets)) {
      const tree = takeSubtree(files, directory);
      const key = JSON.stringify([region.intentDigest, target, region.acceptedRisks, digestsOf(manifest, directory)]);
      const judgement = known.get(key) ?? judge(new Cloud(arrive(target, tree), region), region.acceptedRisks);
      known.set(key, judgement);
      own.push(judgement);
      const several = Object.keys(region.targets).length > 1;
      judgements.push({
        name: [region.name, several ? target : null].filter((part) => part !== null).join('/') || null,
        judgement,
        directory,
      });
    }
    problems.push(...riskProblems(region.acceptedRisks, own, today, (risk, name) => placeOfRisk(index, risk, name)));
  });
  return { judgements, problems };
}

/** What the deployment tool makes of a tree; plain /etc is judged as it is, without loading any target. */
function arrive(target: string, tree: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (target === 'etc') return tree;
  const { loadTarget, targetNames } = require('../targets') as typeof import('../targets');
  const name = targetNames.find((known) => known === target);
  if (name !== undefined) return loadTarget(name).toEtc(tree);
  const facts = { got: `target ${target}`, wanted: `one of ${targetNames.join(', ')}` };
  throw new IntentProblems([problem('unreadable', { file: MANIFEST }, facts)]);
}

function digestsOf(manifest: Manifest, directory: string): string[] {
  const prefix = directory === '' ? '' : `${directory}/`;
  return Object.entries(manifest.files)
    .filter(([path]) => path.startsWith(prefix))
    .map(([path, digest]) => `${path.slice(prefix.length)} ${digest}`);
}

function takeSubtree(files: ReadonlyMap<string, string>, directory: string): ReadonlyMap<string, string> {
  if (directory === '') return files;
  const prefix = `${directory}/`;
  return new Map(
    [...files].filter(([path]) => path.startsWith(prefix)).map(([path, text]) => [path.slice(prefix.length), text]),
  );
}

function renderInMemory(file: string): Judged {
  const { regions, synthesis } = renderIntent(file);
  return {
    manifest: synthesis.manifest,
    files: synthesis.files,
    placeOfRisk: (region, risk, key) =>
      (regions[region] as (typeof regions)[number]).placeOf(`/acceptedRisks/${risk}/${key}`),
  };
}

/** Judges the bytes on disk, not what the manifest says they were. */
function readOutput(directory: string): Judged {
  const file = join(directory, MANIFEST);
  const manifest = statSync(file, { throwIfNoEntry: false }) ? parseManifest(readFileSync(file, 'utf8')) : undefined;
  if (!manifest) {
    const fix = 'run glacis synth, or glacis audit for files that Glacis did not write';
    throw new IntentProblems([
      problem(
        'unreadable',
        { file },
        { got: 'no manifest of Glacis', wanted: 'an output directory of glacis synth', fix },
      ),
    ]);
  }
  const { files, problems } = readTree(directory);
  if (problems.length > 0) throw new IntentProblems(problems);
  const actual = Object.fromEntries([...files].map(([path, text]) => [path, text]));
  return {
    manifest: { ...manifest, files: actual },
    files,
    placeOfRisk: (region, risk, key) => ({ file, pointer: `/regions/${region}/acceptedRisks/${risk}/${key}` }),
  };
}
