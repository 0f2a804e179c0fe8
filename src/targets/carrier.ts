// Where a deployment tool takes a fix: asked of its own layout, so that advice and files cannot differ.
import type { CarriedPart, CarriedPlace } from '../documents/carried';
import type { Artifact, HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import type { ReleaseName } from '../openstack/types';
import type { Target } from './types';

/** Answers by release, since a tool leaves a policy behind in some of them. */
const known = new WeakMap<Target, Map<string, CarriedPlace>>();

/** Where a target takes one part in a release: it lays out documents with nothing but that part, and what changes on the hosts is the place. */
export function findCarriedPlace(target: Target, release: ReleaseName, part: CarriedPart): CarriedPlace {
  const answers = known.get(target) ?? new Map<string, CarriedPlace>();
  known.set(target, answers);
  const key = `${release} ${part.program} ${part.kind} ${part.name}`;
  const place = answers.get(key) ?? tryPart(target, release, part);
  answers.set(key, place);
  return place;
}

function tryPart(target: Target, release: ReleaseName, part: CarriedPart): CarriedPlace {
  const empty: HardeningDocuments = { ...nothing, release };
  const documents = { ...empty, ...composePart(part) };
  const before = target.toEtc(target.layOut(empty));
  const after = target.toEtc(target.layOut(documents));
  const changed = listChanged(before, after).filter((file) => isOfKind(file, part));
  // Where a tool writes several, the last is read last.
  const file = changed.includes(`${part.program}/${part.name}`) ? `${part.program}/${part.name}` : changed.at(-1);
  if (file !== undefined) return { file };
  const untold = new Set(target.residuals(empty).map(({ because }) => because));
  const told = target.residuals(documents).find(({ because }) => !untold.has(because));
  if (told === undefined) return { because: `${target.name} has no place for ${part.program}/${part.name}` };
  return { because: told.because.replace(` (${part.name})`, '') };
}

const nothing = {
  release: '2025.1',
  packages: {},
  launcher: 'uwsgi',
  glanceUid: 0,
  settings: [],
  overrides: [],
  artifacts: [],
  residuals: [],
  intentDigest: '0'.repeat(12),
} as const satisfies HardeningDocuments;

/** One option and one rule that every release of every service has: the others arrive where these do. */
function composePart({ program, kind, name }: CarriedPart): Partial<HardeningDocuments> {
  const reason = 'asked for by a fix';
  if (kind === 'file') return { artifacts: composeArtifacts(program as Artifact['program'], name) };
  const service = program as 'glance' | 'nova' | 'cinder';
  if (kind === 'rule') return { overrides: [{ service, rule: 'context_is_admin', check: 'role:admin', reason }] };
  const type = { kind: 'boolean' } as const;
  return { settings: [{ service, section: 'DEFAULT', option: 'debug', value: true, type, reason }] };
}

/** Of HAProxy tools take lines for the frontend that they write themselves, with the tables beside. */
function composeArtifacts(program: Artifact['program'], name: string): Artifact[] {
  const text = '# asked for by a fix\n';
  if (program !== 'haproxy') return [{ program, name, text }];
  const line = 'http-request deny deny_status 429';
  return [
    { program, name, text: 'backend asked\n    stick-table type ip size 1 store gpc0\n' },
    { program, name: `${name}.lines`, text: `${line}\n` },
  ];
}

function isOfKind(file: string, { program, kind }: CarriedPart): boolean {
  return file.startsWith(`${program}/`) && (kind === 'file' || file.endsWith('.yaml') === (kind === 'rule'));
}

function listChanged(before: FileTree, after: FileTree): string[] {
  return [...after.keys()].filter((file) => after.get(file) !== before.get(file)).sort();
}
