// Tries mutants of a subject and sorts what came of it.

import type { Cloud } from '../../src/checks/cloud/cloud';
import { diffArtifacts } from '../../src/checks/diff/artifacts';
import { diffOptions } from '../../src/checks/diff/options';
import { diffPolicy } from '../../src/checks/diff/policy';
import type { AttackId } from '../../src/checks/index';
import { loadAttack } from '../../src/checks/index';
import type { Direction } from '../../src/checks/types';
import { judgedServices } from '../../src/checks/types';
import { listDefences } from '../../src/report/depth';
import { findLoss, type Loss, type Notice, noticeLoss } from './loss';
import { linesOf, type Mutant } from './mutant';
import { mutateOptions, spellings } from './mutate-ini';
import { mutateLines } from './mutate-lines';
import { mutateRules } from './mutate-policy';
import { type JudgedTree, judgeTree } from './outcome';
import { type Subject, stripHeader } from './subjects';

/** What became of a mutant that no verdict, depth or lint noticed. */
export type Survival =
  /** The services hold exactly what they held. */
  | 'same'
  /** More is refused than before. */
  | 'stricter'
  /** What is different nobody can call looser or tighter. */
  | 'neutral'
  /** `glacis diff` calls it looser, and no verdict says so. */
  | 'looser';

/** One mutant after its trial. */
export interface Trial {
  readonly mutant: Mutant;
  readonly control: string;
  readonly loss: Loss;
  readonly notice: Notice | null;
  /** Null when it was noticed. */
  readonly survival: Survival | null;
  /** Critical attacks that a defence on the broken line stops. */
  readonly critical: readonly AttackId[];
}

/** What was broken before and need not be broken again: see `isNews`. */
export type Tried = Set<string>;

/** All mutants of a tree. */
export function listMutants(cloud: Cloud): Mutant[] {
  return [...mutateOptions(cloud), ...mutateRules(cloud), ...mutateLines(cloud)].filter(
    ({ files, host }) => host !== undefined || [...files].some(([file, text]) => cloud.files.get(file) !== text),
  );
}

/** The mutants of a subject that were not tried before; they count as tried now. */
export function takeNew(subject: Subject, cloud: Cloud, tried: Tried): Mutant[] {
  const isNew = isNews(subject, tried);
  const mutants = listMutants(cloud).filter(isNew.has);
  isNew.remember();
  return mutants;
}

/** A judged subject. */
export interface OpenSubject {
  readonly mutants: readonly Mutant[];
  /** Rendered files that no check asks for: nothing is tried with them. */
  readonly filesNotAsked: readonly string[];
  try(mutant: Mutant): Trial;
}

/** A subject that is judged and whose mutants can be tried. `tried` is added to. */
export function openSubject(subject: Subject, tried: Tried = new Set()): OpenSubject {
  const judged = judgeTree(subject.files, subject.versions);
  const all = takeNew(subject, judged.cloud, tried);
  const mutants = all.filter(({ setting }) => judged.filesAsked.has(setting.file));
  const files = new Set(all.map(({ setting }) => setting.file).filter((file) => !judged.filesAsked.has(file)));
  return { mutants, filesNotAsked: [...files], try: (mutant) => tryMutant(subject, judged, mutant) };
}

/**
 * Option lines are broken in every subject, by what they say. Broken once are: the same file of a program, byte for byte; the same rule
 * with the same check in one release; and the spelling of the same line in one release.
 */
function isNews(
  { versions: { release }, files }: Subject,
  tried: Tried,
): { readonly has: (mutant: Mutant) => boolean; readonly remember: () => void } {
  const keys = new Set<string>();
  const has = ({ setting, mutation, host }: Mutant): boolean => {
    const text = stripHeader(files.get(setting.file) ?? '');
    const line = linesOf(files.get(setting.file) ?? '', setting).join('\n');
    const isOption = setting.owner.split('/').length === 3 && !files.has(setting.owner);
    if (isOption && (host !== undefined || !spellings.has(mutation))) return true;
    const key = files.has(setting.owner)
      ? `${setting.file}\n${text}`
      : `${release} ${setting.name} ${line} ${mutation}`;
    keys.add(key);
    return !tried.has(key);
  };
  const remember = (): void => {
    for (const key of keys) tried.add(key);
  };
  return { has, remember };
}

function tryMutant(subject: Subject, judged: JudgedTree, mutant: Mutant): Trial {
  const before = mutant.host === undefined ? judged : judged.judgeWith(mutant.host);
  const after = judged.judgeWith(new Map([...(mutant.host ?? []), ...mutant.files]));
  const loss = findLoss(before.outcome, after.outcome);
  const notice = noticeLoss(loss);
  const { file, line, owner } = mutant.setting;
  const critical = [...before.outcome.attacks].flatMap(([id, answer]) =>
    loadAttack(id).severity === 'critical' &&
    listDefences(answer).some(({ at }) => at !== null && at.file === file && at.line === line)
      ? [id]
      : [],
  );
  return {
    mutant,
    control: subject.owners.get(owner) ?? 'unknown',
    loss,
    notice,
    survival: notice === null ? explainSurvival(before.cloud, after.cloud, loss) : null,
    critical,
  };
}

function explainSurvival(before: Cloud, after: Cloud, { gained }: Loss): Survival {
  const directions: Direction[] = [
    ...judgedServices.flatMap((service) => [
      ...diffOptions(service, before, after),
      ...diffPolicy(service, before, after),
    ]),
    ...diffArtifacts(before, after),
  ].map(({ direction }) => direction);
  if (directions.includes('looser')) return 'looser';
  if (directions.length === 0) return 'same';
  return directions.includes('tighter') || gained.length > 0 ? 'stricter' : 'neutral';
}
