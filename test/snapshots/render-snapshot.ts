// What a snapshot of an example is: the files of every target, the manifest, and the verdicts.
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import { judge } from '../../src/checks/judge';
import { renderLoaded } from '../../src/cli/regions';
import type { HardeningDocuments } from '../../src/documents/hardening';
import { loadIntent } from '../../src/intent/load';
import type { ManifestRegion } from '../../src/output/manifest';
import { MANIFEST } from '../../src/output/manifest';
import { judgementToJson } from '../../src/report/json';
import { createPaint } from '../../src/report/paint';
import { judgementToText } from '../../src/report/text';
import type { RenderedTree } from '../../src/synthesize';
import { carrierOf, loadTarget, targetNames } from '../../src/targets';
import { renderPieces } from '../unit/output/manifest-pieces';

const root = resolve(__dirname, '../..');

/** Where snapshots are committed. */
export const snapshotsDirectory = join(root, 'snapshots');

/** Names of the examples that have an intent file. */
export function listExamples(): string[] {
  return readdirSync(join(root, 'examples'))
    .filter((name) => existsSync(join(root, 'examples', name, 'glacis.yaml')))
    .sort();
}

/** One laid-out region with what it was rendered for. */
export interface SnapshotTree extends RenderedTree {
  readonly manifest: ManifestRegion;
  readonly documents: HardeningDocuments;
}

/** Everything below snapshots/<example>. */
export interface Snapshot {
  readonly files: ReadonlyMap<string, string>;
  readonly trees: readonly SnapshotTree[];
}

/** Renders an example in memory, for all targets. */
export function renderSnapshot(example: string): Snapshot {
  const { regions, stacks, synthesis } = renderLoaded(
    loadIntent(join(root, 'examples', example, 'glacis.yaml')),
    targetNames,
  );
  const files = new Map<string, string>([[MANIFEST, renderPieces(synthesis.manifest).join('')]]);
  const trees: SnapshotTree[] = [];
  for (const tree of synthesis.trees) {
    const index = regions.findIndex((region) => region.name === tree.region);
    const manifest = synthesis.manifest.regions[index];
    const documents = stacks[index];
    if (!manifest || !documents) throw new Error(`no region ${tree.region}`);
    trees.push({ ...tree, manifest, documents });
    const directory = [tree.target, tree.region].filter((part) => part !== null).join('/');
    for (const [path, text] of tree.files) files.set(`${directory}/${path}`, text);
    const carrier = carrierOf(tree.target, manifest.release);
    const versions = { ...manifest, ...(carrier && { carrier }) };
    const judgement = judge(new Cloud(loadTarget(tree.target).toEtc(tree.files), versions), manifest.acceptedRisks);
    // The same facts twice for each target would be most of the bytes here: the report in text tells what a target changes.
    if (tree.target === 'etc')
      files.set(`${directory}/verdicts.json`, `${JSON.stringify(judgementToJson(judgement), null, 2)}\n`);
    files.set(`${directory}/verdicts.txt`, judgementToText(judgement, createPaint(false)));
  }
  // Index files of a fleet lie beside the regions, in a directory that no region can have.
  for (const [path, text] of synthesis.files) if (path.startsWith('_fleet/')) files.set(path, text);
  return { files, trees };
}
