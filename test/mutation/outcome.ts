// Judges a tree check by check and remembers what each check asked, so that a mutant is judged again by the checks it can reach.
import { Cloud } from '../../src/checks/cloud/cloud';
import type { CloudVersions } from '../../src/checks/cloud/configured-services';
import { type AttackId, attackIds, type LintId, lintIds, loadLint } from '../../src/checks/index';
import { findWithLint, judgeAttack } from '../../src/checks/judge';
import { type AttackAnswer, judgedServices } from '../../src/checks/types';
import type { FileTree } from '../../src/documents/types';
import { ChangedCloud, compareAnswers, type Question, WatchedCloud } from './watched-cloud';

/** What `verify` decides about a tree, apart from words and fixes. */
export interface Outcome {
  readonly attacks: ReadonlyMap<AttackId, AttackAnswer>;
  /** `severity lint subject`, as often as it was found. */
  readonly findings: ReadonlyMap<LintId, readonly string[]>;
}

/** A tree that was judged once and can be judged again with some files changed. */
export interface JudgedTree {
  readonly cloud: Cloud;
  readonly outcome: Outcome;
  /** Files whose text some check asked for; what is in the others no verdict depends on. */
  readonly filesAsked: ReadonlySet<string>;
  /** Judges the tree with these files in place of its own. Checks that would hear the same keep their answer. */
  judgeWith(changed: FileTree): { readonly cloud: Cloud; readonly outcome: Outcome };
}

/** Judges a tree with a fresh memory for each check: none profits from what another has asked. */
export function judgeTree(files: FileTree, versions: CloudVersions): JudgedTree {
  const base = new Cloud(files, versions);
  const questions = new Map<string, readonly Question[]>();
  const watch = <Id extends string, T>(ids: readonly Id[], run: (cloud: Cloud, id: Id) => T): Map<Id, T> =>
    new Map(
      ids.map((id) => {
        const asked = new Map<string, Question>();
        const answer = run(new WatchedCloud(base, versions, asked), id);
        questions.set(id, [...asked.values()]);
        return [id, answer];
      }),
    );
  const outcome = { attacks: watch(attackIds, judgeAttack), findings: watch(lintIds, findAll) };
  // A check that reads even the page for people reads every text, and asks for none in particular.
  const isForPeople = (question: Question): boolean => question.kind === 'text' && question.file.endsWith('.md');
  const asked = [...questions.values()].filter((list) => !list.some(isForPeople)).flat();
  const filesAsked = new Set([
    ...asked.flatMap((question) => (question.kind === 'text' ? [question.file] : [])),
    ...judgedServices.flatMap((service) => [...base.filesRead(service).read, ...base.policy(service).files.read]),
  ]);
  return {
    cloud: base,
    outcome,
    filesAsked,
    judgeWith: (changed) => {
      const cloud = new ChangedCloud(base, changed);
      // Which names there are everybody may know without asking.
      const isNew = [...changed.keys()].some((file) => !files.has(file));
      const isOther = compareAnswers(base, cloud, changed);
      const again = <Id extends string, T>(known: ReadonlyMap<Id, T>, run: (cloud: Cloud, id: Id) => T): Map<Id, T> =>
        new Map(
          [...known].map(([id, answer]) => [id, isNew || questions.get(id)?.some(isOther) ? run(cloud, id) : answer]),
        );
      return {
        cloud,
        outcome: { attacks: again(outcome.attacks, judgeAttack), findings: again(outcome.findings, findAll) },
      };
    },
  };
}

function findAll(cloud: Cloud, id: LintId): string[] {
  return findWithLint(cloud, id).map(
    ({ severity, subject }) => `${severity ?? loadLint(id).severity} ${id} ${subject}`,
  );
}
