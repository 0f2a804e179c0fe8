// Unified limits with a real Keystone: what the rendered script registers, and where Glance stops a project.
import { join, resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import type { ApiCall, AttackGround, AttackStep, StepOutcome } from './attack-step';
import { stateFile } from './bed';
import { type RunningKeystone, runBeside, runInTree, sendAsTenants } from './keystone-bed';
import { commandOfReadme, mustEnd } from './keystone-region';
import { quotaAttacks } from './quota-attacks';
import { createImage } from './sharing-attacks';

const heldScript = join(resolve(__dirname, '../real/bed'), 'held-uploads.py');
const MIB = 1024 * 1024;

/** Calls of one project, with the statuses, the limits that answers named, and the images that are left. */
export interface ObservedCalls {
  readonly statuses: readonly number[];
  /** `image_size_total`, where an answer says that it is over its limit. */
  readonly over: readonly string[];
  readonly images: number;
}

/** A registered limit as Keystone keeps it. */
export interface RegisteredLimit {
  readonly id: string;
  readonly name: string;
  readonly limit: number;
  readonly region: string;
}

/** Runs the script as the README says, and reads what Keystone keeps now, sorted by name. */
export function registerLimits(keystone: RunningKeystone, files: FileTree): readonly RegisteredLimit[] {
  mustEnd(runInTree(keystone, commandOfReadme(files, 'keystone'), { name: 'admin' }));
  const columns =
    'select id, resource_name, default_limit, region_id from keystone.registered_limit order by resource_name';
  const client = ['mariadb', '--no-defaults', `--socket=${stateFile(keystone.name, 'tmp/mariadb')}`, '--batch'];
  const listed = mustEnd(runBeside(keystone, [...client, '--skip-column-names', '-e', columns]));
  return listed
    .trim()
    .split('\n')
    .map((line) => line.split('\t'))
    .map(([id = '', name = '', limit, region = '']) => ({ id, name, limit: Number(limit), region }));
}

const put = (to: 'file' | 'stage', mib: number): ApiCall => ({
  method: 'PUT',
  path: `/v2/images/{image}/${to}`,
  base64: Buffer.alloc(mib * MIB).toString('base64'),
});

const fill = (to: 'file' | 'stage', ...sizes: readonly number[]): ApiCall[] =>
  sizes.flatMap((mib) => [createImage(), put(to, mib)]);

/** What each project tries, by its name. */
const boundaries = {
  count: (total: number): ApiCall[] => Array.from({ length: total + 1 }, () => createImage()),
  /** At the limit, one more, and over it. */
  size: (): ApiCall[] => fill('file', 4, 1, 1 / 4),
  endless: (): ApiCall[] => fill('file', 12),
  stage: (): ApiCall[] => fill('stage', 3, 1, 1 / 4),
  uploading: (): ApiCall[] => fill('stage', 1 / 4, 1 / 4, 1 / 4, 1 / 4),
};

/** Lets projects use up their limits, each its own. @param isToldSizeCounted a large upload is then refused unread, and the answer lost */
export function reachLimits(
  keystone: RunningKeystone,
  total: number,
  isToldSizeCounted: boolean,
): Readonly<Record<string, ObservedCalls>> {
  const tried = Object.entries(boundaries).filter(([project]) => project !== 'endless' || !isToldSizeCounted);
  return callEach(
    keystone,
    tried.map(([project, calls]) => ({ project, calls: calls(total) })),
  );
}

/** One creation, one small upload and one small staging of a project that has nothing. */
export function callOnce(keystone: RunningKeystone): ObservedCalls {
  const calls = [createImage(), put('file', 1 / 4), put('stage', 1 / 4)];
  return callEach(keystone, [{ project: 'fresh', calls }]).fresh as ObservedCalls;
}

/** Creates images in the project that has as many as it may, as somebody who imports. */
export function countImages(keystone: RunningKeystone, times: number): ObservedCalls {
  const calls = Array.from({ length: times }, () => ({ ...createImage(), role: 'importer' as const }));
  return callEach(keystone, [{ project: 'count', calls }]).count as ObservedCalls;
}

function callEach(
  keystone: RunningKeystone,
  wanted: readonly { readonly project: string; readonly calls: readonly ApiCall[] }[],
): Readonly<Record<string, ObservedCalls>> {
  const steps = wanted.map(({ project, calls }) => inProject(keystone, project, { rounds: [{ calls }] }));
  const outcomes = sendAsTenants(keystone, steps);
  return Object.fromEntries(wanted.map(({ project }) => [project, readCalls(outcomes[project] as StepOutcome)]));
}

function readCalls({ answers = [], rows = -1 }: StepOutcome): ObservedCalls {
  const over = answers.flatMap(({ body }) => [...body.matchAll(/Resource (image_\w+) is over limit/g)]);
  return { statuses: answers.map(({ status }) => status), over: over.map(([, name]) => name as string), images: rows };
}

function inProject(
  { people }: RunningKeystone,
  project: string,
  { rounds = [], rows }: Pick<AttackStep, 'rounds' | 'rows'>,
): AttackStep {
  const owned = `select count(*) from images where owner = '${people.projects[project]}' and deleted = 0`;
  return {
    key: project,
    kind: 'calls',
    url: '',
    // Without registered limits a 500 would be an answer too.
    mayRaise: true,
    rounds: rounds.map((round) => ({
      ...round,
      calls: round.calls.map((call) => ({ ...call, project, keepBytes: 600 })),
    })),
    rows: rows ?? owned,
  };
}

/** Attacks by amounts on Glance itself, each in a project of its own: whether it worked. */
export function floodProjects(keystone: RunningKeystone, ground: AttackGround): Readonly<Record<string, boolean>> {
  const projects = {
    'dos-image-create-flood': 'flood',
    'dos-multiplicative-fill': 'fill',
    'dos-create-delete-loop': 'fresh',
  };
  return Object.fromEntries(
    Object.entries(projects).map(([id, project]) => {
      const attack = quotaAttacks.find((one) => one.id === id);
      if (attack?.kind !== 'calls') throw new Error(`no calls of ${id}`);
      const outcome = sendAsTenants(keystone, [inProject(keystone, project, attack.plan(ground, ''))])[project];
      return [id, attack.hasWorked(outcome as StepOutcome, [], ground)];
    }),
  );
}

/** Uploads that are open at the same time. */
export interface HeldUploads {
  readonly begun: readonly string[];
  readonly ended: readonly number[];
}

/** Opens that many uploads side by side before any of them ends. */
export function holdUploads(keystone: RunningKeystone, count: number): HeldUploads {
  const token = keystone.people.tokens.member?.held ?? '';
  const words = ['http://127.0.0.1:19292', token, String(count), String(4 * MIB)];
  return JSON.parse(mustEnd(runBeside(keystone, ['python3', '-B', heldScript, ...words]))) as HeldUploads;
}
