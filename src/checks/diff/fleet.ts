// Compares region by region: equal pairs of regions are compared once, equal changes are told once with the regions they are in.
import type { FileTree } from '../../documents/types';
import type { AcceptedRisk } from '../../intent/types';
import { compareText } from '../../problems';
import { PieceDigest, sha256 } from '../../sha256';
import { Cloud } from '../cloud/cloud';
import type { CloudVersions } from '../cloud/configured-services';
import { type Judgement, judge } from '../judge';
import { type AccessTable, diffAccess } from './access';
import { diffClouds, sortChanges } from './clouds';
import { diffRisks } from './risks';
import type { Change, CloudDiff } from './types';

/** One region of one side. */
export interface ComparedRegion {
  /** Null when the side has no regions. */
  readonly name: string | null;
  /** What deploys it; `files` are what arrives on the hosts. */
  readonly target: string;
  readonly versions: CloudVersions;
  readonly files: FileTree;
  readonly acceptedRisks: readonly AcceptedRisk[];
  /** Owners and modes, where the files lie on a host. */
  readonly access?: AccessTable;
}

/** A change and where it happens. */
export interface FleetChange extends Change {
  /** Names of regions, sorted; empty when neither side has regions. */
  readonly regions: readonly string[];
}

/** What one region gains and loses. */
export interface RegionSummary {
  readonly name: string;
  readonly attacksOpened: readonly string[];
  readonly attacksClosed: readonly string[];
  readonly looser: number;
  readonly tighter: number;
  readonly neutral: number;
}

/** A file of a side that could not be read: what it holds was not compared, and nobody can say what a change in it does. */
export interface NotCompared {
  readonly side: 'before' | 'after';
  readonly file: string;
  /** What was found instead of a readable file. */
  readonly because: string;
  /** What it would have decided. */
  readonly lost: string;
}

/** Two sides compared. */
export interface FleetDiff {
  readonly changes: readonly FleetChange[];
  readonly attacksOpened: readonly string[];
  readonly attacksClosed: readonly string[];
  /** Regions that differ, in the order of the later side; empty when neither side has regions. */
  readonly regions: readonly RegionSummary[];
  /** Sorted by side and file. While there is any, that nothing got looser is not known. */
  readonly notCompared: readonly NotCompared[];
}

/**
 * Compares two sides, target by target. A side of one region is held against the other's only region, whatever their names, and a target
 * that is new against the first of the other side: a change of the tool is a change of what arrives. A region that is gone is held against
 * a new one with the same files.
 */
export function diffFleets(
  before: readonly ComparedRegion[],
  after: readonly ComparedRegion[],
  notCompared: readonly NotCompared[] = [],
): FleetDiff {
  const compare = createComparison();
  const [old, now] = [groupByName(before), groupByName(after)];
  const isSingle = old.size === 1 && now.size === 1;
  const renamed = isSingle ? new Map<string | null, string | null>() : findRenamed(old, now);
  const compared = [...now].flatMap(([name, trees]) => {
    const known = renamed.get(name) ?? null;
    const was = (isSingle ? [...old.values()][0] : old.get(renamed.has(name) ? known : name)) ?? [];
    const pairs = trees.map((is) => ({ is, one: was.find(({ target }) => target === is.target) ?? was[0] }));
    const nameTree = (target: string): string | null =>
      pairs.length + was.length > 2 ? [name, target].filter((part) => part !== null).join('/') : name;
    const gone = was.filter((tree) => !pairs.some(({ one }) => one === tree));
    return [
      ...pairs.map(({ is, one }) => ({ name: nameTree(is.target), diff: compare(one, is) })),
      ...gone.map(({ target }) => ({ name: nameTree(target), diff: tell(diffTarget(target, null)) })),
      ...(renamed.has(name) ? [{ name, diff: tell([renamedChange(known, name)]) }] : []),
    ];
  });
  const kept = new Set([...now.keys(), ...renamed.values()]);
  const removed = isSingle ? [] : [...old.keys()].filter((name) => !kept.has(name));
  const diffs = [...compared, ...removed.map((name) => ({ name, diff: tell([regionChange('removed', [])]) }))];
  return { ...joinDiffs(diffs), notCompared };
}

const tell = (changes: readonly Change[]): CloudDiff => ({ ...noDifference, changes });

/** The trees of each region, in their order. */
function groupByName(regions: readonly ComparedRegion[]): Map<string | null, ComparedRegion[]> {
  const groups = new Map<string | null, ComparedRegion[]>();
  for (const region of regions) groups.set(region.name, [...(groups.get(region.name) ?? []), region]);
  return groups;
}

/** All that decides how the files of a region are judged, and nothing of its name. */
function describeVersions({ release, launcher, glanceUid, packages, containers }: CloudVersions): string {
  return JSON.stringify([release, launcher, glanceUid, packages, containers ?? null]);
}

/** New names by which regions go whose files are the same but for comments, where headers name the intent. */
function findRenamed(
  old: ReadonlyMap<string | null, readonly ComparedRegion[]>,
  now: ReadonlyMap<string | null, readonly ComparedRegion[]>,
): Map<string | null, string | null> {
  const describe = (trees: readonly ComparedRegion[]): string => {
    const hash = new PieceDigest();
    for (const { target, versions, files } of trees) {
      hash.update(target).update(describeVersions(versions));
      for (const [path, text] of files) hash.update(`\n${path}\n${text.replace(/^[ \t]*(?:(?:#|<!--).*)?\n/gm, '')}`);
    }
    return hash.finish();
  };
  const gone = new Map([...old].filter(([name]) => !now.has(name)).map(([name, trees]) => [describe(trees), name]));
  const renamed = new Map<string | null, string | null>();
  for (const [name, trees] of gone.size === 0 ? [] : now) {
    const key = old.has(name) ? '' : describe(trees);
    const was = gone.get(key);
    if (was === undefined) continue;
    renamed.set(name, was);
    gone.delete(key);
  }
  return renamed;
}

function createComparison(): (old: ComparedRegion | undefined, now: ComparedRegion) => CloudDiff {
  const diffs = new Map<string, CloudDiff>();
  const judgements = new Map<string, Judgement>();
  const texts = new Map<string, string>();
  /** Regions of a fleet mostly hold the same texts: each is digested once. */
  const digestText = (text: string): string => {
    let digest = texts.get(text);
    if (digest === undefined) {
      digest = sha256(text, 'base64');
      texts.set(text, digest);
    }
    return digest;
  };
  const keyOf = ({ versions, files }: ComparedRegion): string => {
    const hash = new PieceDigest().update(describeVersions(versions));
    for (const [path, text] of files) hash.update(`\n${path}\n${digestText(text)}`);
    return hash.finish();
  };
  const judgeRegion = (region: ComparedRegion, key: string): Judgement => {
    let judgement = judgements.get(key);
    if (judgement === undefined) {
      judgement = judge(new Cloud(region.files, region.versions));
      judgements.set(key, judgement);
    }
    return judgement;
  };
  return (old, now) => {
    const nowKey = keyOf(now);
    if (old === undefined) {
      const open = judgeRegion(now, nowKey)
        .attacks.filter(({ answer }) => answer.verdict === 'open')
        .map(({ attack }) => attack.id);
      return { changes: [regionChange('added', open)], attacksOpened: open, attacksClosed: [] };
    }
    const oldKey = keyOf(old);
    const key = `${oldKey} ${nowKey}`;
    let diff = diffs.get(key);
    if (diff === undefined) {
      const [was, is] = oldKey === nowKey ? [] : [judgeRegion(old, oldKey), judgeRegion(now, nowKey)];
      diff = was && is ? diffClouds(was.cloud, is.cloud, { before: was, after: is }) : noDifference;
      diffs.set(key, diff);
    }
    const told = [
      ...diffTarget(old.target, now.target),
      ...diffRisks(old.acceptedRisks, now.acceptedRisks),
      ...(old.access && now.access ? diffAccess(old.access, now.access) : []),
    ];
    return told.length === 0 ? diff : { ...diff, changes: sortChanges([...diff.changes, ...told]) };
  };
}

const noDifference: CloudDiff = { changes: [], attacksOpened: [], attacksClosed: [] };

/** A new region brings its open attacks along: they count as opened. Of one that is gone nothing is written any more. */
function regionChange(event: 'added' | 'removed', open: readonly string[]): Change {
  const isAdded = event === 'added';
  return {
    kind: 'region',
    direction: isAdded && open.length === 0 ? 'neutral' : 'looser',
    file: '',
    subject: 'region',
    before: isAdded ? null : 'present',
    after: isAdded ? 'present' : null,
    attacks: [...open],
    because: isAdded
      ? `the new region starts with ${open.length} open ${open.length === 1 ? 'attack' : 'attacks'}`
      : noLongerWritten,
  };
}

const noLongerWritten = 'its files are no longer written: nothing keeps up what they protect';

function renamedChange(before: string | null, after: string | null): Change {
  const because = 'another name, the same files';
  return {
    kind: 'region',
    direction: 'neutral',
    file: '',
    subject: 'name of the region',
    before,
    after,
    attacks: [],
    because,
  };
}

function diffTarget(before: string, after: string | null): Change[] {
  if (before === after) return [];
  const [direction, because] =
    after === null
      ? (['looser', noLongerWritten] as const)
      : (['neutral', 'each side is judged as its tool brings it to the hosts'] as const);
  return [{ kind: 'region', direction, file: '', subject: 'target', before, after, attacks: [], because }];
}

function joinDiffs(
  compared: readonly { readonly name: string | null; readonly diff: CloudDiff }[],
): Omit<FleetDiff, 'notCompared'> {
  const changes = new Map<string, { change: Change; regions: string[] }>();
  const opened = new Set<string>();
  const closed = new Set<string>();
  const keys = new Map<Change, string>();
  const regions: RegionSummary[] = [];
  for (const { name, diff } of compared) {
    for (const id of diff.attacksOpened) opened.add(id);
    for (const id of diff.attacksClosed) closed.add(id);
    for (const change of diff.changes) {
      const key = keys.get(change) ?? JSON.stringify(change);
      keys.set(change, key);
      const known = changes.get(key);
      const names = name === null ? [] : [name];
      if (known === undefined) changes.set(key, { change, regions: names });
      else known.regions.push(...names);
    }
    if (name === null || diff.changes.length === 0) continue;
    const count = (direction: Change['direction']) => diff.changes.filter((c) => c.direction === direction).length;
    const { attacksOpened, attacksClosed } = diff;
    const counts = { looser: count('looser'), tighter: count('tighter'), neutral: count('neutral') };
    regions.push({ name, attacksOpened, attacksClosed, ...counts });
  }
  const joined = [...changes.values()].map(({ change, regions: names }) => ({
    ...change,
    regions: names.sort(compareText),
  }));
  return {
    changes: sortChanges(joined),
    attacksOpened: [...opened].sort(compareText),
    attacksClosed: [...closed].sort(compareText),
    regions,
  };
}
