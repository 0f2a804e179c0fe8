// What a fix changed on real services: the same tree, attacked on the code just before the fix and on the code with it.
import { fixHistories } from '../../src/openstack/fixes';
import type { FixId, Service } from '../../src/openstack/types';
import { codeLevel } from '../../src/openstack/versions';
import { compareText } from '../../src/problems';
import { type Bed, platformOf } from './beds';
import type { ObservedTree } from './results';

/** Two levels of one suite next to each other, and the fixes that only the later one has. */
export interface LevelStep {
  readonly before: Bed;
  readonly after: Bed;
  /** Versions of Glance, as the judge is told. */
  readonly from: string;
  readonly to: string;
  readonly fixes: readonly FixId[];
}

/** What became of the attacks of one tree at a step. */
export interface LevelChange {
  readonly step: LevelStep;
  readonly configuration: string;
  /** Worked before, failed afterwards. */
  readonly ended: readonly string[];
  /** Failed before, worked afterwards. */
  readonly begun: readonly string[];
}

/** What the changes are read from. */
export type SeenTree = Pick<ObservedTree, 'bed' | 'configuration'> & {
  readonly glancePackage: string;
  readonly cells: readonly Pick<ObservedTree['cells'][number], 'id' | 'observed'>[];
};

/** The fixes of a version of Glance, as the judge knows them. @throws when no release has it */
export function fixesOf(bed: Bed, glancePackage: string): ReadonlySet<FixId> {
  const answer = codeLevel('glance', platformOf(bed, glancePackage).release, glancePackage);
  if (!answer.ok) throw new Error(`${glancePackage}: wanted ${answer.error}`);
  return answer.level.fixes;
}

/** The steps between the levels of each suite under one launcher, up to its package. */
export function listSteps(trees: readonly SeenTree[]): LevelStep[] {
  const levels = new Map(
    trees.map(({ bed, glancePackage }) => [`${bed.suite} ${bed.launcher} ${glancePackage}`, { bed, glancePackage }]),
  );
  const ordered = [...levels.values()]
    .filter(({ bed }) => [...levels.values()].some((one) => one.bed.level !== undefined && isSameGround(one.bed, bed)))
    .map((one) => ({ ...one, fixes: fixesOf(one.bed, one.glancePackage) }))
    .sort((a, b) => compareText(a.bed.suite, b.bed.suite) || a.fixes.size - b.fixes.size);
  return ordered.flatMap(({ bed, glancePackage, fixes }, at) => {
    const next = ordered.slice(at + 1).find((one) => isSameGround(one.bed, bed));
    if (next === undefined) return [];
    const gained = [...next.fixes].filter((fix) => !fixes.has(fix));
    return [{ before: bed, after: next.bed, from: glancePackage, to: next.glancePackage, fixes: gained }];
  });
}

function isSameGround(a: Bed, b: Bed): boolean {
  return a.suite === b.suite && a.launcher === b.launcher;
}

/** What the attacks of the trees say about each step; a tree in which nothing changed is left out. */
export function listChanges(trees: readonly SeenTree[]): LevelChange[] {
  return listSteps(trees).flatMap((step) =>
    trees
      .filter(({ bed, glancePackage }) => isSameGround(bed, step.before) && glancePackage === step.from)
      .sort((a, b) => compareText(a.configuration, b.configuration))
      .flatMap(({ configuration, cells }) => {
        const later = trees.find(
          (tree) =>
            isSameGround(tree.bed, step.after) &&
            tree.glancePackage === step.to &&
            tree.configuration === configuration,
        );
        const became = (from: string, to: string): string[] =>
          cells
            .filter(
              ({ id, observed }) =>
                observed === from && later?.cells.some((cell) => cell.id === id && cell.observed === to),
            )
            .map(({ id }) => id);
        const change = { step, configuration, ended: became('worked', 'failed'), begun: became('failed', 'worked') };
        return change.ended.length + change.begun.length > 0 ? [change] : [];
      }),
  );
}

/** A fix of one service that changes an answer of the judge and that no two beds show. */
export interface ReadFix {
  readonly fix: FixId;
  readonly service: Service;
  readonly because: string;
}

/** Fixes whose effect was read in the code, and seen in no bed. */
export function listReadFixes(trees: readonly SeenTree[]): ReadFix[] {
  const shown = new Set(listChanges(trees).flatMap(({ step }) => (step.fixes.length === 1 ? step.fixes : [])));
  const stepped = new Set(listSteps(trees).flatMap(({ fixes }) => fixes));
  return fixHistories.flatMap(({ id, upstream }) =>
    (Object.keys(upstream) as Service[])
      .filter((service) => service !== 'glance' || !shown.has(id))
      .map((service) => ({ fix: id, service, because: explainUnseen(id, service, stepped) })),
  );
}

function explainUnseen(fix: FixId, service: Service, stepped: ReadonlySet<FixId>): string {
  if (service !== 'glance') return `${service} does not run in the bed; docs/differential.md asks its code`;
  return stepped.has(fix) ? 'no attack of these trees shows it' : 'no suite has code of Glance without it';
}
