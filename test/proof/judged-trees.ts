// What was observed held against what the judge says now of the same files.

import type { Cloud } from '../../src/checks/cloud/cloud';
import { surveyGround } from '../../src/checks/mechanisms/url-attack';
import type { FileTree } from '../../src/documents/types';
import type { AttackGround } from './attack-step';
import type { SuiteVersions } from './bed';
import type { Bed } from './beds';
import { nameOfBed, type Platform, platformOf } from './beds';
import { type Configuration, configurations } from './configurations';
import { modelUploads } from './extras';
import { admittedAtOnce, entryPortOf, fitsLimit, modelLimit } from './proxies';
import type { ObservedCell, ObservedFlood, ObservedTree, ObservedUpload } from './results';
import { listSigningFaults, type ObservedSigning } from './signed-imports';
import { agrees, listVerdicts, openCloud, type Verdict } from './verdicts';

/** A tree of the bed, as the judge sees it. */
export interface OpenedTree {
  readonly platform: Platform;
  readonly files: FileTree;
  readonly cloud: Cloud;
  readonly ground: AttackGround;
  readonly verdicts: ReadonlyMap<string, Verdict>;
}

/** One thing that differs from the model, in words. */
export interface Mismatch {
  /** Bed and configuration. */
  readonly where: string;
  readonly words: string;
  readonly cell: JudgedCell | null;
}

/** A cell with what the judge says. */
export interface JudgedCell extends ObservedCell, Verdict {
  readonly agrees: boolean;
}

/** Everything observed of one tree, judged. */
export interface JudgedTree {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly configuration: string;
  readonly ordinaryImport: string | null;
  readonly isVersionKnown: boolean;
  readonly cells: readonly JudgedCell[];
  readonly floods: readonly (ObservedFlood & { readonly modelled: number | string })[];
  readonly uploads: readonly (ObservedUpload & { readonly stored: boolean; readonly modelled: 'stored' | 'refused' })[];
  readonly signing: ObservedSigning | null;
  readonly mismatches: readonly Mismatch[];
}

/** The configuration with this name. @throws when there is none */
export function configurationOf(name: string): Configuration {
  const found = configurations.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no configuration ${name}`);
  return found;
}

/** Renders the files of a configuration for a bed and asks the judge. */
export function openTree(bed: Bed, glancePackage: string, { read }: Configuration): OpenedTree {
  const platform = platformOf(bed, glancePackage);
  const files = read(platform);
  const cloud = openCloud(platform, files);
  const ground = { ...surveyGround(cloud), entryPort: entryPortOf(files), files };
  return { platform, files, cloud, ground, verdicts: listVerdicts(cloud) };
}

/** Judges what was observed. */
export function judgeTree(tree: ObservedTree): JudgedTree {
  const { bed, versions, configuration, ordinaryImport } = tree;
  const opened = openTree(bed, glancePackageOf(versions), configurationOf(configuration));
  const isVersionKnown = opened.platform.glancePackage !== undefined;
  const cells = tree.cells.map((cell): JudgedCell => {
    const verdict = opened.verdicts.get(cell.id);
    if (!verdict) throw new Error(`the catalogue has no attack ${cell.id}`);
    return { ...cell, ...verdict, agrees: agrees(cell, verdict, isVersionKnown) };
  });
  const models = tree.uploads === null ? new Map<string, 'stored' | 'refused'>() : modelUploads(opened.cloud);
  const uploads = (tree.uploads?.found ?? []).map((upload) => ({
    ...upload,
    stored: upload.status === 204,
    modelled: models.get(upload.key) ?? ('refused' as const),
  }));
  const floods = (tree.floods?.found ?? []).map((flood) => ({
    ...flood,
    modelled: flood.proxy === 'none' ? 'no proxy' : modelLimit(opened.files, flood.proxy),
  }));
  const judged = {
    bed,
    versions,
    configuration,
    ordinaryImport,
    isVersionKnown,
    cells,
    floods,
    uploads,
    signing: tree.signing?.found ?? null,
  };
  const isImportTold = configurationOf(configuration).isImportTold?.(opened.platform) ?? true;
  return { ...judged, mismatches: listMismatches(judged, isImportTold) };
}

/** The version of Glance in a suite. @throws when it has none */
export function glancePackageOf(versions: SuiteVersions): string {
  const version = versions['python3-glance'];
  if (version === undefined) throw new Error('the suite has no python3-glance');
  return version;
}

function listMismatches(tree: Omit<JudgedTree, 'mismatches'>, isImportTold: boolean): Mismatch[] {
  const where = `${nameOfBed(tree.bed)} ${tree.configuration}`;
  const say = (words: string): Mismatch => ({ where, words, cell: null });
  const uploads = tree.uploads.filter(({ stored, modelled }) => stored !== (modelled === 'stored'));
  return [
    ...(tree.ordinaryImport === 'active' || !isImportTold
      ? []
      : [say(`an ordinary import ends as ${tree.ordinaryImport}`)]),
    ...tree.cells
      .filter((cell) => !cell.agrees)
      .map((cell) => ({
        where,
        words: `${cell.id}: observed **${cell.observed}**, modelled **${cell.modelled}**`,
        cell,
      })),
    ...tree.floods
      .filter((flood) => !isFloodAsModelled(flood))
      .map(({ proxy, created, rows, refused, modelled }) =>
        say(`flood through ${proxy}: created ${created}, rows ${rows}, refused ${refused}, modelled ${modelled}`),
      ),
    ...listSigning(tree).map(say),
    ...uploads.map(({ key, status, modelled }) => say(`${key}: status ${status}, modelled ${modelled}`)),
  ];
}

function listSigning({ signing, configuration }: Pick<JudgedTree, 'signing' | 'configuration'>): string[] {
  const wanted = configurationOf(configuration).signing;
  return signing === null || wanted === undefined ? [] : listSigningFaults(signing, wanted.isInstalled);
}

function isFloodAsModelled(flood: JudgedTree['floods'][number]): boolean {
  if (flood.rows !== flood.created || flood.other !== 0 || flood.read !== 200) return false;
  if (flood.proxy === 'none') return flood.created === flood.sent;
  return (
    flood.modelled === admittedAtOnce && fitsLimit(flood.created, flood.seconds) && /^\d+$/.test(flood.retryAfter ?? '')
  );
}
