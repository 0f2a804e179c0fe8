// Compares two clouds: what changed, which way, and which attacks the change opens or closes. Both sides are judged as they stand.

import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { type JudgedAttack, type Judgement, judge } from '../judge';
import type { DefenceName } from '../layers';
import { maskLine } from '../secrets';
import { type AttackAnswer, type Defence, type Direction, judgedServices } from '../types';
import { diffArtifacts, diffReadFiles } from './artifacts';
import { compareDepth, type Depth, listOrphans, weighDepth } from './depth';
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
  const read = [
    ...diffVersions(before, after),
    ...diffContainers(before, after),
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
  // What nobody promised is not broken: to demand signatures opens no way around them, and to give them up closes none.
  const counted = pairs.filter(({ was, is }) => lackOf(was.answer) !== 'promise' && lackOf(is.answer) !== 'promise');
  // What code and defaults refuse a caller without a name they grant once he has one: to ask for names is no loss.
  const [hadNames, hasNames] = [before, after].map(({ everybody }) => everybody === null);
  const opened = counted.filter(
    ({ was, is }) =>
      was.answer.verdict !== 'open' &&
      is.answer.verdict === 'open' &&
      !(hasNames && !hadNames && isStoppedByNoLine(was.answer)),
  );
  // A Glance that does not start is attacked by nobody: that closes nothing.
  const isBroken = after.startFault('glance') !== null;
  const closed = isBroken
    ? []
    : counted.filter(
        ({ was, is }) =>
          was.answer.verdict === 'open' &&
          isClosed(is.answer) &&
          !(hadNames && !hasNames && isStoppedByNoLine(is.answer)),
      );
  const ownOpened = (draft: DraftChange, { was }: Pair): boolean =>
    draft.direction !== 'tighter' && isOwner(draft, was, draft.beforeAt);
  const ownClosed = (draft: DraftChange, { is }: Pair): boolean =>
    draft.direction !== 'looser' && isOwner(draft, is, draft.afterAt);
  // What no line explains is the doing of the code that runs, when another one does.
  const [isOrphanOpened, isOrphanClosed] = [ownOpened, ownClosed].map(
    (owns) => (pair: Pair) => !read.some((draft) => draft.kind !== 'version' && owns(draft, pair)),
  ) as [(pair: Pair) => boolean, (pair: Pair) => boolean];
  const hasBroken = isBroken || before.startFault('glance') !== null;
  const depths = hasBroken || hadNames !== hasNames ? [] : pairs.flatMap(compareDepth);
  const ownsDepth = (draft: DraftChange, { direction, defences }: Depth): boolean =>
    defences.some((one) => ownsDefence(draft, one, direction === 'looser' ? draft.beforeAt : draft.afterAt));
  const hasLost = listOrphans(read, depths, ownsDepth).some(({ direction }) => direction === 'looser');
  const isUntold = opened.some(isOrphanOpened) ? !read.some(isBlamable) : hasLost && read.length === 0;
  const drafts = [...read, ...(isUntold ? diffReadFiles(before, after) : [])];
  const suspects = listSuspects(drafts);
  const named = hadNames === hasNames ? null : nameIdentity(hasNames === true);
  const weighed = weighDepth(drafts, depths, ownsDepth, (draft) => suspects.has(draft)).map((draft, index) =>
    named && suspects.has(drafts[index] as DraftChange) ? { ...draft, ...named } : draft,
  );
  const changes = weighed.map((draft, index) => {
    const isVersion = draft.kind === 'version';
    const isToBlame = isVersion || suspects.has(drafts[index] as DraftChange);
    const isToCredit = isVersion || (isToBlame && suspects.size === 1);
    return settleChange(
      draft,
      opened.filter((pair) => (isToBlame && isOrphanOpened(pair)) || (!isVersion && ownOpened(draft, pair))),
      closed.filter((pair) => (isToCredit && isOrphanClosed(pair)) || (!isVersion && ownClosed(draft, pair))),
    );
  });
  return {
    changes: sortChanges(changes),
    attacksOpened: opened.map(({ is }) => is.attack.id),
    attacksClosed: closed.map(({ is }) => is.attack.id),
  };
}

function nameIdentity(hasNames: boolean): Pick<DraftChange, 'direction' | 'because'> {
  return hasNames
    ? { direction: 'tighter', because: 'Glance asks keystone who calls again' }
    : { direction: 'looser', because: 'Glance no longer asks keystone who calls' };
}

/** A line that is not read, and a rule, whose callers are known, explain no loss; nor does what tightens. */
function isBlamable({ direction, kind, isIgnored }: DraftChange): boolean {
  return direction !== 'tighter' && kind !== 'policy' && isIgnored !== true;
}

/** Whose doing a loss may be that no line explains: nobody's, when other code runs; else what nobody can say, or what is looser anyhow. */
function listSuspects(drafts: readonly DraftChange[]): ReadonlySet<DraftChange> {
  if (drafts.some(({ kind }) => kind === 'version')) return new Set();
  const blamable = drafts.filter(isBlamable);
  const neutral = blamable.filter(({ direction }) => direction === 'neutral');
  return new Set(neutral.length > 0 ? neutral : blamable);
}

function lackOf(answer: AttackAnswer): 'knowledge' | 'promise' | undefined {
  return answer.verdict === 'not-applicable' ? answer.lacks : undefined;
}

function isStoppedByNoLine(answer: AttackAnswer): boolean {
  return answer.verdict === 'stopped' && answer.defences.every(({ at }) => at === null);
}

/** What nobody can say any more is not closed. */
function isClosed(answer: AttackAnswer): boolean {
  return answer.verdict !== 'open' && lackOf(answer) !== 'knowledge';
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
  const { beforeAt: _before, afterAt: _after, isIgnored: _ignored, layer: _layer, ...change } = draft;
  const direction =
    opened.length > 0 || draft.direction === 'looser' ? 'looser' : closed.length > 0 ? 'tighter' : draft.direction;
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
  if (draft.layer === defence.layer) return true;
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

/** Commands of the containers of a host: they name files that nothing else names. */
function diffContainers(before: Cloud, after: Cloud): DraftChange[] {
  const [old, now] = [before.versions.containers ?? {}, after.versions.containers ?? {}];
  const programs = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort(compareText);
  return programs.flatMap((program): DraftChange[] => {
    const [was, is] = [old, now].map((side) => {
      const words = Object.hasOwn(side, program) ? side[program]?.words : undefined;
      return words === undefined ? null : printable(maskLine([program, ...words].join(' ')));
    }) as [string | null, string | null];
    if (was === is) return [];
    const file = `${program}/config.json`;
    const shown = { subject: 'the command of the container', before: was, after: is, because: '' };
    return [{ kind: 'artifact', direction: 'neutral', file, ...shown, beforeAt: null, afterAt: null }];
  });
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
