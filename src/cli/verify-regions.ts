// What `verify` judges, region by region: rendered from an intent, or read from an output directory. Equal regions are judged once.
import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Cloud } from '../checks/cloud/cloud';
import { type Judgement, judge, listUsedRisks, riskProblems } from '../checks/judge';
import type { Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { AcceptedRisk, TargetName } from '../intent/types';
import { MANIFEST, type ManifestRegion } from '../output/manifest';
import { readManifest } from '../output/read-manifest';
import { readTree } from '../output/read-tree';
import { IntentProblems, type Place, type Problem, problem } from '../problems';
import type { JudgedRegion } from '../report/regions';
import { sha256 } from '../sha256';
import { chooseRegions } from './region-choice';
import { renderRegions, settleFile } from './regions';

/** One region with the bytes to judge. */
export interface RegionToJudge {
  readonly manifest: ManifestRegion;
  /** Files by target, relative to the target's directory. */
  readonly trees: readonly { readonly target: TargetName; readonly files: FileTree }[];
  readonly placeOfRisk: (risk: number, key: string) => Place;
}

/** Regions in their order, and how many they are. */
export interface RegionSource {
  readonly count: number;
  readonly regions: Iterable<RegionToJudge>;
}

/** An intent file or an output directory. `only`: names of regions. @throws IntentProblems or UsageError, also while regions are drawn. */
export function openRegions(path: string, only: readonly string[] | undefined): RegionSource {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? openOutput(path, only) : openIntent(path, only);
}

/**
 * Judges regions one after the other and hands each judged tree to `take`; nothing is kept but what `take` keeps and, by the digest of what
 * was judged, what `remember` makes of a judgement. @throws IntentProblems when accepted risks are unknown, unused or expired.
 */
export function judgeRegions<T>(
  regions: Iterable<RegionToJudge>,
  today: string,
  remember: (judgement: Judgement) => T,
  take: (region: Omit<JudgedRegion, 'judgement'>, judged: T) => void,
): void {
  const problems: Problem[] = [];
  const digests = new TreeDigests();
  const known = new Map<string, { readonly judged: T; readonly usedRisks: readonly number[] }>();
  for (const { manifest, trees, placeOfRisk } of regions) {
    const risks = manifest.acceptedRisks;
    const used = new Set<AcceptedRisk>();
    for (const { target, files } of trees) {
      const key = keyOf(manifest, target, digests.digest(files));
      let entry = known.get(key);
      if (entry === undefined) {
        const judgement = judge(openCloud(manifest, target, files), risks);
        // By position: regions that are equal have equal risks, but not the same objects.
        const usedRisks = [...listUsedRisks([judgement])].map((risk) => risks.indexOf(risk));
        entry = { judged: remember(judgement), usedRisks };
        known.set(key, entry);
      }
      for (const index of entry.usedRisks) used.add(risks[index] as AcceptedRisk);
      const name = [manifest.name, trees.length > 1 ? target : null].filter((part) => part !== null).join('/') || null;
      const residuals = listResiduals(manifest, target);
      take({ name, directory: manifest.targets[target] ?? '', residuals }, entry.judged);
    }
    problems.push(...riskProblems(risks, used, today, placeOfRisk));
  }
  if (problems.length > 0) throw new IntentProblems(problems);
}

/** What no file enforces, and what this target cannot carry. */
function listResiduals({ residuals = [], uncarried = {} }: ManifestRegion, target: TargetName): Residual[] {
  return [...residuals, ...((Object.hasOwn(uncarried, target) && uncarried[target]) || [])];
}

/** What a verdict depends on: the bytes, by their digest, and what they are judged for. */
function keyOf(region: ManifestRegion, target: TargetName, digest: string): string {
  const { release, packages, launcher, glanceUid, acceptedRisks } = region;
  const told = listResiduals(region, target);
  return sha256(JSON.stringify([release, packages, launcher, glanceUid, acceptedRisks, told, target, digest]));
}

/** Trees are held for as long as one of the next few may be like them: to compare takes a tenth of what a digest takes. */
const MAX_RECENT = 4;

/** Digests of trees, the few that came last by comparing. */
class TreeDigests {
  private readonly recent: { readonly files: FileTree; readonly digest: string }[] = [];

  digest(files: FileTree): string {
    const alike = this.recent.find((one) => isSameTree(one.files, files));
    if (alike !== undefined) return alike.digest;
    const digest = sha256(JSON.stringify([...files]));
    this.recent.unshift({ files, digest });
    if (this.recent.length > MAX_RECENT) this.recent.pop();
    return digest;
  }
}

function isSameTree(one: FileTree, other: FileTree): boolean {
  if (one === other) return true;
  if (one.size !== other.size) return false;
  for (const [path, text] of one) if (other.get(path) !== text) return false;
  return true;
}

/** What the deployment tool makes of a tree, and what it can carry; plain /etc is judged as it is, without loading any target. */
export function openCloud(manifest: ManifestRegion, target: TargetName, tree: FileTree): Cloud {
  if (target === 'etc') return new Cloud(tree, manifest);
  const { carrierOf, loadTarget, targetNames } = require('../targets') as typeof import('../targets');
  const name = targetNames.find((known) => known === target);
  const carrier = name === undefined ? undefined : carrierOf(name, manifest.release);
  if (name !== undefined && carrier !== undefined)
    return new Cloud(loadTarget(name).toEtc(tree), { ...manifest, carrier });
  const facts = { got: `target ${target}`, wanted: `one of ${targetNames.join(', ')}` };
  throw new IntentProblems([problem('unreadable', { file: MANIFEST }, facts)]);
}

function openIntent(file: string, only: readonly string[] | undefined): RegionSource {
  const settled = chooseRegions(settleFile(file), only);
  function* render(): Generator<RegionToJudge> {
    for (const { region, layout, manifest } of renderRegions(settled)) {
      const placeOfRisk = (risk: number, key: string) => region.placeOf(`/acceptedRisks/${risk}/${key}`);
      yield { manifest, trees: layout.trees, placeOfRisk };
    }
  }
  return { count: settled.length, regions: render() };
}

/** The bytes on disk, not what the manifest says they were. */
function openOutput(directory: string, only: readonly string[] | undefined): RegionSource {
  const file = join(directory, MANIFEST);
  const manifest = readManifest(directory);
  if (!manifest) {
    const fix = 'run glacis synth, or glacis audit for files that Glacis did not write';
    const facts = { got: 'no manifest of Glacis', wanted: 'an output directory of glacis synth', fix };
    throw new IntentProblems([problem('unreadable', { file }, facts)]);
  }
  if (manifest.regions.length === 0) {
    const facts = { got: 'a manifest without regions', wanted: 'an output directory of glacis synth' };
    throw new IntentProblems([problem('unreadable', { file }, facts)]);
  }
  const root = realpathSync.native(directory);
  const positions = new Map(manifest.regions.map((region, index) => [region, index]));
  const chosen = chooseRegions(manifest.regions, only);
  function* read(): Generator<RegionToJudge> {
    for (const region of chosen) {
      const pointer = `/regions/${positions.get(region)}/acceptedRisks`;
      yield {
        manifest: region,
        trees: Object.entries(region.targets).map(([target, below]) => ({
          target: target as TargetName,
          files: readFiles(directory, root, below),
        })),
        placeOfRisk: (risk, key) => ({ file, pointer: `${pointer}/${risk}/${key}` }),
      };
    }
  }
  return { count: chosen.length, regions: read() };
}

/**
 * Files of one target; none when its directory is gone. `root`: what the output directory is without links. @throws IntentProblems when
 * the target's directory is a link, or a file cannot be read.
 */
function readFiles(directory: string, root: string, below: string): FileTree {
  const place = join(directory, below);
  if (!statSync(place, { throwIfNoEntry: false })?.isDirectory()) return new Map();
  if (realpathSync.native(place) !== resolve(root, below)) {
    const facts = { got: 'a link, or a place outside the directory', wanted: 'a directory that Glacis wrote' };
    throw new IntentProblems([problem('unreadable', { file: place }, facts)]);
  }
  const { files, problems } = readTree(place);
  if (problems.length > 0) throw new IntentProblems(problems);
  return files;
}
