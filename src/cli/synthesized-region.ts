// One region of an output directory as a cloud: what --against holds a live tree against.
import { join } from 'node:path';
import { Cloud } from '../checks/cloud/cloud';
import type { Residual } from '../documents/hardening';
import { MANIFEST } from '../output/manifest';
import { readManifest } from '../output/read-manifest';
import { readTree } from '../output/read-tree';
import { IntentProblems, problem } from '../problems';
import { keepJudged, splitRegions } from './compared-side';

/** The region and its files as they lie on disk. */
export interface SynthesizedRegion {
  readonly name: string | null;
  readonly cloud: Cloud;
  /** What the intent wants and no file can enforce. */
  readonly residuals: readonly Residual[];
}

/** Opens a region; the name is needed when there are several. @throws IntentProblems when there is no such region. */
export function openSynthesizedRegion(directory: string, name: string | undefined): SynthesizedRegion {
  const file = join(directory, MANIFEST);
  const manifest = readManifest(directory);
  if (manifest === undefined) {
    const facts = { got: 'no manifest of Glacis', wanted: 'an output directory of glacis synth' };
    throw new IntentProblems([problem('unreadable', { file }, facts)]);
  }
  const regions = splitRegions(manifest, readTree(directory).files);
  const isOnly = name === undefined && manifest.regions.length === 1;
  const found = isOnly ? regions[0] : regions.find((one) => one.name === name);
  if (found === undefined) {
    const names = manifest.regions.slice(0, 10).map((region) => region.name ?? '(without a name)');
    const facts = { got: name ?? 'no --region', wanted: `--region with one of ${names.join(', ')}` };
    throw new IntentProblems([problem('usage', { file }, facts)]);
  }
  const { residuals = [] } = manifest.regions.find((region) => region.name === found.name) ?? {};
  return { name: found.name, cloud: new Cloud(keepJudged(found.files), found.versions), residuals };
}
