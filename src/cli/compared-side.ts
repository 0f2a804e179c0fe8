// One side of a comparison: an intent, an output directory, a tree like /etc, or any of them in a git revision.
import { statSync } from 'node:fs';
import type { CloudVersions } from '../checks/cloud/configured-services';
import type { AccessTable } from '../checks/diff/access';
import type { ComparedRegion, NotCompared } from '../checks/diff/fleet';
import type { FileTree } from '../documents/types';
import { formatOf, loadIntent, parseIntent } from '../intent/load';
import { MANIFEST, type Manifest, parseManifest } from '../output/manifest';
import { readManifest } from '../output/read-manifest';
import { readTree } from '../output/read-tree';
import { IntentProblems, problem } from '../problems';
import { readGitObject, splitRevision } from './git-tree';
import { isKollaHost, kollaPaths, readKollaHost } from './kolla-host';
import { listNotCompared, type UnreadFile } from './not-compared';
import { judgedPaths, requireDirectory } from './open-directory';
import { type RenderedIntent, renderLoaded } from './regions';
import { readTreeAccess } from './tree-access';

/** What a side is, before anybody knows for which release a bare tree is to be judged. */
export type ComparedSide =
  | {
      readonly kind: 'regions';
      readonly regions: readonly ComparedRegion[];
      readonly notCompared: readonly NotCompared[];
    }
  | {
      readonly kind: 'tree';
      readonly files: FileTree;
      readonly notCompared: readonly NotCompared[];
      /** Where the tree lies on disk and has those of a host. */
      readonly access?: AccessTable;
      /** What the containers of a kolla host say about the start of their programs. */
      readonly starts?: Pick<CloudVersions, 'containers'> & Partial<Pick<CloudVersions, 'launcher'>>;
    };

/**
 * Reads a side. A path that exists on disk is taken before a git revision of that name.
 * @throws IntentProblems when there is nothing to read, or the intent has problems.
 */
export function readSide(name: string, side: NotCompared['side']): ComparedSide {
  const stat = statSync(name, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    requireDirectory(name);
    const { files, problems } = readTree(name, wants);
    const unread = problems.map(({ place, got }) => ({ path: place.file, because: got }));
    // That of a large fleet is larger than any configuration.
    const isUnread = unread.some(({ path }) => path === MANIFEST);
    const opened = openFiles(name, side, files, unread, isUnread ? readManifest(name) : undefined);
    if (opened.kind === 'regions' || opened.starts !== undefined) return opened;
    const access = readTreeAccess(name, opened.files, files.has('glance-api.conf') ? 'glance/' : '');
    return { ...opened, ...(access && { access }) };
  }
  if (stat !== undefined) return fromIntent(renderLoaded(loadIntent(name)));
  if (splitRevision(name) === undefined) {
    const facts = {
      got: 'nothing there',
      wanted: 'an intent, an output directory, a tree like /etc, or REVISION:PATH',
    };
    throw new IntentProblems([problem('unreadable', { file: name }, facts)]);
  }
  const object = readGitObject(name, process.cwd(), wants);
  if (object.kind === 'directory') return openFiles(name, side, object.files, object.unread);
  return fromIntent(renderLoaded(parseIntent(object.text, name, formatOf(name), readFromRevision(name))));
}

/** Files beside an intent come from the same revision. */
function readFromRevision(name: string): (path: string) => string | null {
  return (path) => {
    const object = readGitObject(`${name.slice(0, name.search(/[/:][^/:]*$/) + 1)}${path}`, process.cwd(), wants);
    return object.kind === 'file' ? object.text : null;
  };
}

/**
 * The regions of a side; a bare tree is one region of the versions given. Of a synthesized one beside a tree only what is judged below /etc
 * counts. @throws IntentProblems when versions are needed and missing.
 */
export function listRegions(
  name: string,
  side: ComparedSide,
  versions: CloudVersions | undefined,
  other: ComparedSide['kind'] = 'regions',
): readonly ComparedRegion[] {
  if (side.kind === 'regions')
    return other === 'regions' ? side.regions : side.regions.map((one) => ({ ...one, files: keepJudged(one.files) }));
  if (versions === undefined) {
    const facts = {
      got: 'a tree like /etc and no --release',
      wanted: '--release R: options and defaults depend on it',
    };
    throw new IntentProblems([problem('usage', { file: name }, facts)]);
  }
  const started = { ...versions, ...side.starts };
  const { files, access } = side;
  return [{ name: null, target: 'etc', versions: started, files, acceptedRisks: [], ...(access && { access }) }];
}

/** A region's directory may have any name, so below a manifest everything counts; the manifest is looked at first. */
const wants = (path: string): boolean => !path.startsWith('.git/');

function openFiles(
  name: string,
  side: NotCompared['side'],
  files: FileTree,
  found: readonly UnreadFile[],
  known?: Manifest,
): ComparedSide {
  const text = files.get(MANIFEST);
  const manifest = known ?? (text === undefined ? undefined : parseManifest(text));
  const unread = known === undefined ? found : found.filter(({ path }) => path !== MANIFEST);
  const unreadManifest = unread.find(({ path }) => path === MANIFEST);
  if (unreadManifest !== undefined || (text !== undefined && manifest === undefined)) {
    const facts = { got: unreadManifest?.because ?? 'no manifest of Glacis', wanted: 'the one that synth wrote' };
    throw new IntentProblems([problem('unreadable', { file: `${name}/${MANIFEST}` }, facts)]);
  }
  if (manifest === undefined && isKollaHost(Array.from(files.keys(), topOf))) return openKolla(name, files, unread);
  const isGlanceItself = manifest === undefined && files.has('glance-api.conf');
  const notCompared = listNotCompared(side, unread, manifest !== undefined, isGlanceItself);
  if (manifest !== undefined) return { kind: 'regions', regions: splitRegions(manifest, files), notCompared };
  const tree = new Map([...files].map(([path, content]) => [isGlanceItself ? `glance/${path}` : path, content]));
  const judged = keepJudged(tree);
  if (judged.size === 0) {
    const facts = {
      got: 'no file that Glacis judges',
      wanted: 'a directory laid out like /etc, or one that synth wrote',
    };
    throw new IntentProblems([problem('empty', { file: name }, facts)]);
  }
  return { kind: 'tree', files: judged, notCompared };
}

const topOf = (path: string): string => path.slice(0, Math.max(0, path.indexOf('/')));

/** @throws IntentProblems when a file cannot be read that a container gets. */
function openKolla(name: string, files: FileTree, found: readonly UnreadFile[]): ComparedSide {
  const unread = found.filter(({ path }) => kollaPaths.test(`${path}/`));
  if (unread.length > 0) {
    const wanted = 'a file that can be read';
    throw new IntentProblems(
      unread.map(({ path, because }) => problem('unreadable', { file: `${name}/${path}` }, { got: because, wanted })),
    );
  }
  const { files: etc, containers, launcher } = readKollaHost(files);
  return { kind: 'tree', files: etc, notCompared: [], starts: { containers, ...(launcher && { launcher }) } };
}

/** The files of a tree that are judged below /etc. */
export function keepJudged(files: FileTree): FileTree {
  return new Map([...files].filter(([path]) => judgedPaths.test(path)));
}

function fromIntent({ synthesis }: RenderedIntent): ComparedSide {
  return { kind: 'regions', regions: splitRegions(synthesis.manifest, synthesis.files), notCompared: [] };
}

/** Every region once for each of its targets, plain /etc first: what one tool carries, another leaves behind. */
export function splitRegions(manifest: Manifest, files: FileTree): ComparedRegion[] {
  const byTop = new Map<string, [string, string][]>();
  for (const [path, text] of files) {
    const top = path.slice(0, path.indexOf('/') + 1);
    const known = byTop.get(top);
    if (known === undefined) byTop.set(top, [[path, text]]);
    else known.push([path, text]);
  }
  return manifest.regions.flatMap((region) => {
    const targets = Object.entries(region.targets).sort(
      ([one], [other]) => Number(other === 'etc') - Number(one === 'etc'),
    );
    return targets.map(([target, directory]) => {
      const prefix = directory === '' ? '' : `${directory}/`;
      const candidates = prefix === '' ? [...files] : (byTop.get(prefix.slice(0, prefix.indexOf('/') + 1)) ?? []);
      const own = candidates
        .filter(([path]) => path.startsWith(prefix) && path !== `${prefix}README.md` && path !== MANIFEST)
        .map(([path, text]) => [path.slice(prefix.length), text] as const);
      const { name, acceptedRisks } = region;
      return { name, target, versions: region, files: arriveOnHosts(target, new Map(own)), acceptedRisks };
    });
  });
}

/** What the deployment tool makes of its files; plain /etc is compared as it is, without loading any target. */
function arriveOnHosts(target: string, files: FileTree): FileTree {
  if (target === 'etc') return files;
  const { loadTarget, targetNames } = require('../targets') as typeof import('../targets');
  const name = targetNames.find((known) => known === target);
  if (name !== undefined) return loadTarget(name).toEtc(files);
  const facts = { got: `target ${target}`, wanted: `one of ${targetNames.join(', ')}` };
  throw new IntentProblems([problem('unreadable', { file: MANIFEST }, facts)]);
}
