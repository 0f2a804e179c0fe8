// Reads the fixtures: a case names a tree of plain files, what runs there, and what is expected; files beside it lie over the tree.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import type { Launcher, ReleaseName, Service } from '../../src/openstack/types';
import { readTree } from '../../src/output/read-tree';

const trees = join(__dirname, 'trees');
/** Where the cases of each check lie, in a directory of its id. */
export const fixtures = join(__dirname, 'fixtures');

/** `fires`: the check finds something. `silent`: it does not. `immune`: nothing can make the attack work; stands for `fires`. */
export type Side = 'fires' | 'silent' | 'immune';

/** What `case.json` says. */
export interface Case {
  /** One line in words. */
  readonly why: string;
  /** Directory below `trees`. */
  readonly tree: string;
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher: Launcher;
  /** Default 64062, Debian's. */
  readonly glanceUid?: number;
  /** Attacks: the defences that must be among those found, `layer file:line`, or the layer alone when no file says it. */
  readonly stoppedBy?: readonly string[];
  /** What silence is. Default `stopped`; an attack that no file closes has no ground where nobody asks for what it walks around. */
  readonly verdict?: 'stopped' | 'not-applicable';
  /** Lints: every finding, `file:line subject`, in order. */
  readonly findings?: readonly string[];
}

/** Ids that have fixtures, sorted. */
export function listFixtureIds(): string[] {
  return readdirSync(fixtures).sort();
}

/** Sides that an id has, sorted; none when it has no fixtures. */
export function listSides(id: string): string[] {
  const directory = join(fixtures, id);
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

/** The files of a tree by name. */
export function readNamedTree(name: string): ReadonlyMap<string, string> {
  const directory = join(trees, name);
  if (!existsSync(directory)) throw new Error(`no tree ${name}`);
  return readTree(directory).files;
}

/** Names of all trees. */
export function listTreeNames(): string[] {
  return readdirSync(trees).sort();
}

/** One case and its cloud. */
export function readCase(id: string, side: Side): { readonly facts: Case; readonly cloud: Cloud } {
  const directory = join(fixtures, id, side);
  const facts = JSON.parse(readFileSync(join(directory, 'case.json'), 'utf8')) as Case;
  const overlay = readTree(directory, (path) => path !== 'case.json').files;
  const files = new Map([...readNamedTree(facts.tree), ...overlay]);
  const { release, packages, launcher, glanceUid = 64062 } = facts;
  return { facts, cloud: new Cloud(files, { release, packages, launcher, glanceUid }) };
}
