// Compares two clouds: what changed, which way, and which attacks the change opens or closes. Both sides are judged as they stand.

import { compareText } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { type JudgedAttack, type Judgement, judge } from '../judge';
import { changesSignatureDemand } from '../mechanisms/signature-ground';
import type { Direction } from '../types';
import { type Defence, type DefenceName, judgedServices } from '../types';
import { diffArtifacts } from './artifacts';
import { compareDepth, weighDepth } from './depth';
import { diffOptions } from './options';
import { diffPolicy } from './policy';
import type { Change, CloudDiff, DraftChange } from './types';

const order: readonly Direction[] = ['looser', 'tighter', 'neutral'];

/** Judges both and compares them. A side that was judged already may be handed in. */
export function diffClouds(
  before: Cloud,
  after: Cloud,
  judged: { readonly before?: Judgement; readonly after?: Judgement } = {},
): CloudDiff {
  const [old, now] = [judged.before ?? judge(before), judged.after ?? judge(after)];
  const drafts = [
    ...diffVersions(before, after),
    ...judgedServices.flatMap((service) => [
      ...diffOptions(service, before, after),
      ...diffPolicy(service, before, after),
    ]),
    ...diffArtifacts(before, after),
  ];
  const pairs = now.attacks.flatMap((attack) => {
    const was = old.attacks.find((other) => other.attack.id === attack.attack.id);
    return was ? [{ was, is: attack }] : [];
  });
  const hasNewDemand = changesSignatureDemand(before, after);
  const counted = pairs.filter((pair) => !hasOnlyNewGround(pair, hasNewDemand));
  const opened = counted.filter(({ was, is }) => was.answer.verdict !== 'open' && is.answer.verdict === 'open');
  // A Glance that does not start is attacked by nobody: that closes nothing.
  const isBroken = after.startFault('glance') !== null;
  const closed = isBroken
    ? []
    : counted.filter(({ was, is }) => was.answer.verdict === 'open' && is.answer.verdict !== 'open');
  const ownOpened = (draft: DraftChange, { was }: Pair): boolean =>
    draft.direction !== 'tighter' && isOwner(draft, was, draft.beforeAt);
  const ownClosed = (draft: DraftChange, { is }: Pair): boolean =>
    draft.direction !== 'looser' && isOwner(draft, is, draft.afterAt);
  // What no line explains is the doing of the code that runs, when another one does.
  const [isOrphanOpened, isOrphanClosed] = [ownOpened, ownClosed].map(
    (owns) => (pair: Pair) => !drafts.some((draft) => draft.kind !== 'version' && owns(draft, pair)),
  ) as [(pair: Pair) => boolean, (pair: Pair) => boolean];
  const hasBroken = isBroken || before.startFault('glance') !== null;
  const depths = hasBroken ? [] : pairs.flatMap((pair) => compareDepth(pair) ?? []);
  const weighed = weighDepth(drafts, depths, (draft, defence, side) => ownsDefence(draft, defence, draft[`${side}At`]));
  const changes = weighed.map((draft) =>
    settleChange(
      draft,
      opened.filter((pair) => (draft.kind === 'version' ? isOrphanOpened(pair) : ownOpened(draft, pair))),
      closed.filter((pair) => (draft.kind === 'version' ? isOrphanClosed(pair) : ownClosed(draft, pair))),
    ),
  );
  return {
    changes: sortChanges(changes),
    attacksOpened: opened.map(({ is }) => is.attack.id),
    attacksClosed: closed.map(({ is }) => is.attack.id),
  };
}

/**
 * Ways around signatures have ground only where somebody demands them, and a quota can be overrun only where there is one: to demand it
 * opens nothing, to give it up closes nothing. Nor does the first file of Nova open the boots that nobody could judge without one.
 */
function hasOnlyNewGround({ was, is }: Pair, hasNewDemand: boolean): boolean {
  const { id, layer } = is.attack;
  const isGroundless = was.answer.verdict === 'not-applicable' || is.answer.verdict === 'not-applicable';
  const isScope = id === 'sig-unsigned-boot' || id === 'dos-parallel-uploads';
  return isGroundless && (isScope || (hasNewDemand && layer === 'signatures'));
}

/** Looser first; inside, by file and subject. Lines of one file stay in their order. */
export function sortChanges<T extends Pick<Change, 'direction' | 'file' | 'subject'>>(changes: readonly T[]): T[] {
  return [...changes].sort(
    (a, b) =>
      order.indexOf(a.direction) - order.indexOf(b.direction) ||
      compareText(a.file, b.file) ||
      lineOf(a.subject) - lineOf(b.subject) ||
      compareText(a.subject, b.subject),
  );
}

function lineOf(subject: string): number {
  return Number(/^line (\d+)$/.exec(subject)?.[1] ?? 0);
}

interface Pair {
  readonly was: JudgedAttack;
  readonly is: JudgedAttack;
}

function settleChange(draft: DraftChange, opened: readonly Pair[], closed: readonly Pair[]): Change {
  const { beforeAt: _before, afterAt: _after, ...change } = draft;
  const direction = opened.length > 0 ? 'looser' : closed.length > 0 ? 'tighter' : draft.direction;
  const named = direction === 'looser' ? opened : direction === 'tighter' ? closed : [];
  return { ...change, direction, attacks: named.map(({ is }) => is.attack.id).sort(compareText) };
}

/** True when one of the defences on the side that stops the attack stands on the line of the change, or on its default. */
function isOwner(draft: DraftChange, stopped: JudgedAttack, at: DraftChange['beforeAt']): boolean {
  if (stopped.answer.verdict === 'not-applicable') return isGround(draft);
  const defences: readonly Defence[] = stopped.answer.verdict === 'stopped' ? stopped.answer.defences : [];
  return defences.some((defence) => ownsDefence(draft, defence, at));
}

function ownsDefence(draft: DraftChange, defence: Defence, at: DraftChange['beforeAt']): boolean {
  if (defence.at === null) return at === null && isBuiltIn(draft, defence.layer);
  if (draft.kind === 'artifact') return defence.at.file === draft.file;
  return at !== null && at.file === defence.at.file && at.line === defence.at.line;
}

/** What gives an attack its ground is a line of the import filter. */
function isGround({ kind, subject }: DraftChange): boolean {
  return kind === 'option' && subject.startsWith('import_filtering_opts/');
}

/** Options whose default is the defence, by layer. */
const builtIn: Readonly<Partial<Record<DefenceName, RegExp>>> = {
  'import-filter': /^import_filtering_opts\//,
  'import-methods': /^DEFAULT\/enabled_import_methods$/,
  stores: /^(?:glance_store\/stores|DEFAULT\/enabled_backends)$/,
  'image-formats': /^image_format\//,
  locations: /^DEFAULT\/show_(?:image_direct_url|multiple_locations)$/,
  authentication: /^(?:paste_deploy\/flavor|DEFAULT\/allow_anonymous_access)$/,
  'legacy-api': /^DEFAULT\/enable_v1_api$/,
  quota: /^DEFAULT\/(?:image_(?:property|tag|member|location)_quota|image_size_cap|user_storage_quota|enable_v1_api)$/,
  'import-plugins': /^image_import_opts\/image_import_plugins$/,
};

function isBuiltIn({ kind, subject }: DraftChange, layer: DefenceName): boolean {
  return (kind === 'policy' && layer === 'policy') || (kind === 'option' && builtIn[layer]?.test(subject) === true);
}

function diffVersions(before: Cloud, after: Cloud): DraftChange[] {
  const [old, now] = [before.versions, after.versions];
  const draft = (subject: string, was: string | null, is: string | null): DraftChange[] =>
    was === is
      ? []
      : [
          {
            kind: 'version',
            direction: 'neutral',
            file: subject.startsWith('package/') ? subject.slice('package/'.length) : 'glance',
            subject,
            before: was,
            after: is,
            because: '',
            beforeAt: null,
            afterAt: null,
          },
        ];
  return [
    ...draft('release', old.release, now.release),
    ...draft('launcher', old.launcher, now.launcher),
    ...draft('glanceUid', String(old.glanceUid), String(now.glanceUid)),
    ...judgedServices.flatMap((service) =>
      draft(`package/${service}`, old.packages[service] ?? null, now.packages[service] ?? null),
    ),
  ];
}
