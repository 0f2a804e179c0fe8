// What the user of a service may not read: root, who audits, reads all of it. Told from the owners, the modes and the tree's own passwd.
import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { join, posix } from 'node:path';
import type { ClosedFile } from '../checks/cloud/configured-services';
import { judgedServices } from '../checks/types';
import { readUnit } from '../documents/systemd/parse-unit';
import type { FileTree } from '../documents/types';
import { programsOf } from '../emulators/oslo-config/programs';
import type { Service } from '../openstack/types';

/** What is shut for a service, laid out like /etc. */
export interface ShutPaths {
  /** Directories of options that it takes for empty, with the reason. */
  readonly directories: ReadonlyMap<string, string>;
  readonly files: readonly ClosedFile[];
}

interface User {
  readonly uid: number;
  readonly groups: ReadonlySet<number>;
}

const READ = 4;
const SEARCH = 1;

/**
 * Nothing is claimed without the service's user in `DIR/passwd`, for a unit with a user of its own, and for a copy: one that is not
 * /etc itself counts when something of the service belongs to its user or group. @param tree as read from `etc`
 */
export function findShutPaths(etc: string, tree: FileTree): ShutPaths {
  const directories = new Map<string, string>();
  const files: ClosedFile[] = [];
  const isEtc = realpathSync(etc) === '/etc';
  for (const service of judgedServices) {
    const user = findUser(etc, tree, service);
    if (user === null) continue;
    const { uid, groups } = user;
    const paths = listPaths(tree, service).map((path) => [path, statSync(join(etc, path))] as const);
    if (!isEtc && !paths.some(([, stats]) => stats.uid === uid || groups.has(stats.gid))) continue;
    const ask = (path: string, stats: Stats, bits: number): boolean => {
      const right = mayUse(stats, user, bits);
      if (right === true) return true;
      const reader = `user ${service}`;
      files.push({ file: path, got: describe(stats), isClosedToAll: right === false, reader });
      return false;
    };
    const shut = new Set<string>();
    for (const [path, stats] of paths) {
      const above = posix.dirname(path);
      if (shut.has(above)) shut.add(path);
      else if (!stats.isDirectory()) ask(path, stats, READ);
      else if (path.endsWith('.conf.d') && mayUse(stats, user, READ) === false) {
        directories.set(path, `user ${service} may not list ${path} (${describe(stats)}) and takes it for empty`);
        shut.add(path);
      } else if (!ask(path, stats, path === service ? SEARCH : READ | SEARCH)) shut.add(path);
    }
  }
  return { directories, files };
}

/** Directories before what is in them. */
function listPaths(tree: FileTree, service: Service): string[] {
  const paths = new Set<string>();
  for (const path of tree.keys()) {
    const [first = ''] = path.split('/', 1);
    if (first !== service && !first.startsWith('policy.') && !isBeside(first, service)) continue;
    for (let slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1))
      paths.add(path.slice(0, slash));
    paths.add(path);
  }
  return [...paths].sort();
}

/** `glance.conf.d` in /etc itself. */
function isBeside(name: string, service: Service): boolean {
  return name.startsWith(service) && /\.conf(?:\.d)?$/.test(name);
}

/** Null: an access list may grant what the mode denies, which then shows in the bits of the group (acl(5)). */
function mayUse({ uid, gid, mode }: Stats, user: User, bits: number): boolean | null {
  const place = uid === user.uid ? 6 : user.groups.has(gid) ? 3 : 0;
  if (((mode >> place) & bits) === bits) return true;
  return place === 0 && ((mode >> 3) & bits) === bits ? null : false;
}

function describe({ uid, gid, mode }: Stats): string {
  return `mode ${(mode & 0o7777).toString(8).padStart(4, '0')}, owner ${uid}, group ${gid}`;
}

/** Settings with which a service has other rights than its user. */
const otherRights = /^(?:SupplementaryGroups|AmbientCapabilities|DynamicUser|PAMName)$/;

function findUser(etc: string, tree: FileTree, service: Service): User | null {
  const units = programsOf[service].flatMap((program) => [program, `openstack-${program}`]);
  for (const name of units.map((unit) => `${unit}.service`)) {
    const { files, settings } = readUnit(tree, name);
    const named = settings.filter(({ key, section }) => section === 'Service' && /^(?:User|Group)$/.test(key));
    const isWhole = files.includes(`systemd/system/${name}`) && !named.some(({ key }) => key === 'User');
    if (isWhole || named.some(({ value }) => value !== service)) return null;
    if (settings.some(({ key }) => otherRights.test(key))) return null;
  }
  const lines = readLines(join(etc, 'passwd')).map((line) => line.split(':'));
  const [, , uid, gid] = lines.find(([name]) => name === service) ?? [];
  if (uid === undefined || gid === undefined || Number(uid) === 0) return null;
  const memberships = readLines(join(etc, 'group')).map((line) => line.split(':'));
  const others = memberships.filter(([, , , members = '']) => members.split(',').includes(service));
  return { uid: Number(uid), groups: new Set([gid, ...others.map(([, , id]) => id)].map(Number)) };
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}
