// Three ways to a cloud that can be judged: files in memory, a directory laid out like /etc, and a stack.
import { isIP } from 'node:net';
import { Cloud as JudgedCloud } from '../checks/cloud/cloud';
import { createUrlProbe as makeProbe, type ProbeAnswer } from '../checks/probe';
import { DEBIAN_GLANCE_UID } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { findTextFault } from '../intent/check-values';
import { wrapIntent } from '../intent/loaded-intent';
import { describeValue, readPlain } from '../intent/plain';
import { settleRegions } from '../intent/settle';
import type { RegionIntent } from '../intent/types';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { IntentProblems } from '../problems';
import { anyText, listOf, nameText, type Rule, takeArguments } from './arguments';
import { makeBrand } from './brands';

/** What runs, as far as it is known. */
export interface RunningVersions {
  /** OpenStack release, `queens` to `2026.2`: options and defaults depend on it. */
  readonly release: ReleaseName;
  /** Exact package versions by service, upstream (30.2.0) or Debian (2:30.0.0-3+deb13u2). Default: unknown, judged as unpatched. */
  readonly packages?: Readonly<Partial<Record<Service, string>>>;
  /** What starts glance-api. Default: what an init script among the files says, else `uwsgi`. */
  readonly launcher?: Launcher;
  /** The uid that glance-api runs as, which an egress guard must name. Default 64062, as on Debian. */
  readonly glanceUid?: number;
}

/** Files as the services of one release and patch level read them: what `judge` and `createUrlProbe` ask. It never changes. */
export interface Cloud {
  /** Text by path, laid out like /etc. */
  readonly files: FileTree;
  readonly versions: RunningVersions;
}

/** A directory that was opened. */
export interface OpenedDirectory {
  readonly cloud: Cloud;
  /** What a reader of the verdicts must know: files that were not judged or could not be read, and what was taken for granted. */
  readonly notes: readonly string[];
}

/** @internal Clouds of any copy of Glacis. */
export const clouds = makeBrand<JudgedCloud>(
  'Cloud',
  'what openFiles or openDirectory answers, or the cloud of a judgement',
);

const takeVersions: Rule<RunningVersions> = (value, spot) => {
  const { value: plain, problems } = readPlain(value, (pointer) => spot.placeOf(pointer));
  spot.add(problems);
  if (problems.length > 0) return undefined;
  if (typeof plain !== 'object' || plain === null || Array.isArray(plain)) {
    const wanted = 'an object with release, and perhaps packages, launcher and glanceUid';
    return spot.tell({ got: describeValue(plain), wanted });
  }
  const { glanceUid = DEBIAN_GLANCE_UID, ...intent } = plain as Partial<RegionIntent> & {
    readonly glanceUid?: unknown;
  };
  for (const key of Object.keys(intent).filter((own) => !['release', 'packages', 'launcher'].includes(own))) {
    const wanted = 'one of release, packages, launcher, glanceUid';
    return spot.below(key).tell({ got: key, wanted, fix: 'remove it, or spell it so' }, 'unknown-key');
  }
  if (typeof glanceUid !== 'number' || !Number.isInteger(glanceUid) || glanceUid < 0 || glanceUid >= 2 ** 32 - 1) {
    const code = typeof glanceUid === 'number' ? 'bad-value' : 'wrong-type';
    return spot.below('glanceUid').tell({ got: describeValue(glanceUid), wanted: 'a uid, 0 to 4294967294' }, code);
  }
  try {
    settleRegions(wrapIntent(intent, '', (pointer) => spot.placeOf(pointer)));
  } catch (error) {
    if (!(error instanceof IntentProblems)) throw error;
    spot.add(error.problems);
  }
  return { ...(intent as RegionIntent), glanceUid };
};

const takeFiles: Rule<FileTree> = (value, spot) => {
  const files = new Map<string, string>();
  try {
    // By its slots: neither what only looks like a Map nor one of another realm is taken for the other.
    Map.prototype.forEach.call(value, (text: unknown, path: unknown) => {
      if (typeof path !== 'string' || typeof text !== 'string') {
        const wanted = 'a text by its path';
        return spot.tell({ got: `${describeValue(text)} by ${describeValue(path)}`, wanted });
      }
      const fault = findTextFault(path.replace(/[[\]]/g, ''));
      const isRelative = path.split('/').every((name) => name !== '' && name !== '.' && name !== '..');
      if (fault !== null || !isRelative) {
        const facts = {
          wanted: 'a path relative to /etc, such as glance/glance-api.conf',
          fix: 'drop what is before it',
        };
        return spot.tell({ ...facts, ...fault, got: path }, 'bad-value');
      }
      return files.set(path, text);
    });
  } catch {
    return spot.tell({ got: describeValue(value), wanted: 'a Map of texts by their paths below /etc' });
  }
  const { judgedPaths } = require('../cli/open-directory') as typeof import('../cli/open-directory');
  if (files.size > 0 && ![...files.keys()].some((path) => judgedPaths.test(path))) {
    const wanted = 'files of Glance, Nova, Cinder or a proxy, laid out like /etc';
    const why = 'the verdicts would be those of the defaults';
    return spot.tell(
      { got: `no such file: ${[...files.keys()][0]}`, wanted, why, fix: 'see docs/nodes.md' },
      'bad-value',
    );
  }
  return files;
};

/**
 * Takes files in memory for those of one cloud.
 * @param files text by path, laid out like /etc: `glance/glance-api.conf`. None at all: the defaults of the release
 * @throws IntentProblems when a path is absolute, nothing in the files is judged, or a package version is none of the release
 */
export function openFiles(files: FileTree, versions: RunningVersions): Cloud {
  const taken = takeArguments('openFiles', { files: takeFiles, versions: takeVersions }, { files, versions });
  const { findScriptLauncher } = require('../checks/cloud/start-facts') as typeof import('../checks/cloud/start-facts');
  const { packages = {}, launcher = findScriptLauncher(taken.files) ?? 'uwsgi', release, glanceUid } = taken.versions;
  return new JudgedCloud(taken.files, { release, packages, launcher, glanceUid: glanceUid ?? DEBIAN_GLANCE_UID });
}

/**
 * Reads a directory laid out like /etc, or /etc/glance itself, as `glacis audit` does: nothing is written, and links are followed inside of
 * it only. Files that its services may not read, or that cannot be read here, are known as such.
 * @throws IntentProblems when there is no such directory, nothing in it is judged, or a package version is none of the release
 */
export function openDirectory(directory: string, versions: RunningVersions): OpenedDirectory {
  const rules = { directory: nameText, versions: takeVersions };
  const taken = takeArguments('openDirectory', rules, { directory, versions });
  const { packages = {}, launcher, release, glanceUid = DEBIAN_GLANCE_UID } = taken.versions;
  const room = require('../cli/open-directory') as typeof import('../cli/open-directory');
  const notes: string[] = [];
  const tell = (note: string): void => void notes.push(note);
  const cloud = room.openDirectory(taken.directory, { release, packages, launcher, glanceUid }, true, tell);
  room.tellOfDefaults(cloud, tell);
  return { cloud, notes: [...new Set(notes)] };
}

const address: Rule<string> = (value, spot) => {
  const isAddress = typeof value === 'string' && isIP(value) !== 0;
  return isAddress ? value : spot.tell({ got: describeValue(value), wanted: 'an IPv4 or IPv6 address' }, 'bad-value');
};

const takeHosts: Rule<readonly (readonly [string, readonly string[]])[]> = (value, spot) => {
  const pairs =
    listOf(
      listOf<unknown>((item) => item),
      true,
    )(value, spot) ?? [];
  return pairs.map((pair, index): readonly [string, readonly string[]] => {
    const below = spot.below(index);
    if (pair?.length !== 2) below.tell({ got: describeValue(pair), wanted: 'a name and the list of its addresses' });
    const [name, addresses] = pair ?? [];
    return [nameText(name, below.below(0)) ?? '', listOf(address)(addresses, below.below(1)) ?? []];
  });
};

/**
 * A probe for one cloud: says of a URL what Glance's validator answers, and where its HTTP client would then connect.
 * @param hosts names and the addresses they lead to, a Map say. Default: every name leads to an unknown public address
 * @throws IntentProblems when hosts are no names with addresses; the probe itself when the URL is no text
 */
export function createUrlProbe(
  cloud: Cloud,
  hosts: Iterable<readonly [string, readonly string[]]> = [],
): (url: string) => ProbeAnswer {
  const taken = takeArguments('createUrlProbe', { cloud: clouds.rule, hosts: takeHosts }, { cloud, hosts });
  const probe = makeProbe(taken.cloud, taken.hosts);
  return (url) => probe(takeArguments('probe', { url: anyText }, { url }).url);
}
