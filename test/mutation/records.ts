// What came of all mutants, as plain records: one for each control, setting, mutation and outcome, however many trees it was tried in.

import { Cloud } from '../../src/checks/cloud/cloud';
import type { Notice } from './loss';
import { listSubjects } from './subjects';
import { openSubject, type Survival, type Tried, takeNew } from './trial';

/** A mutant that was tried, or several that are the same idea on the same setting in other trees. */
export interface TrialRecord {
  readonly control: string;
  readonly setting: string;
  readonly mutation: string;
  readonly end: Notice | Survival;
  /** Some line that was broken stops an attack of severity critical. */
  readonly isCritical: boolean;
  /** Trees it was tried in. */
  readonly count: number;
}

/** The whole run. */
export interface MutationRun {
  readonly subjects: readonly string[];
  /** Names of everything that was broken. */
  readonly settings: readonly string[];
  readonly records: readonly TrialRecord[];
  /** Rendered files that no check asks for. */
  readonly filesNotAsked: readonly string[];
}

/** One of several processes that share the subjects. */
export interface Share {
  /** From 0. */
  readonly index: number;
  readonly of: number;
}

/** Tries everything, or a share of it; `only`: names of subjects. `tell` hears of each subject when it is done. */
export function runMutants(
  tell: (subject: string, count: number) => void = () => undefined,
  share: Share = { index: 0, of: 1 },
  only?: readonly string[],
): MutationRun {
  const tried: Tried = new Set();
  const records: TrialRecord[] = [];
  const [settings, filesNotAsked] = [new Set<string>(), new Set<string>()];
  const subjects = listSubjects(only);
  subjects.forEach((subject, index) => {
    if (index % share.of !== share.index) {
      takeNew(subject, new Cloud(subject.files, subject.versions), tried);
      return;
    }
    const open = openSubject(subject, tried);
    for (const file of open.filesNotAsked) filesNotAsked.add(file);
    for (const mutant of open.mutants) {
      const { control, notice, survival, critical } = open.try(mutant);
      const setting = mutant.setting.name;
      const end = notice ?? survival;
      if (end === null) throw new Error(`${setting}: neither noticed nor explained`);
      settings.add(setting);
      records.push({ control, setting, mutation: mutant.mutation, end, isCritical: critical.length > 0, count: 1 });
    }
    tell(subject.name, open.mutants.length);
  });
  return mergeRuns([
    {
      subjects: subjects.map(({ name }) => name),
      settings: [...settings],
      records,
      filesNotAsked: [...filesNotAsked],
    },
  ]);
}

/** Shares taken together, sorted, the same idea on the same setting once. */
export function mergeRuns(runs: readonly MutationRun[]): MutationRun {
  const records = new Map<string, TrialRecord>();
  for (const record of runs.flatMap((run) => run.records)) {
    const key = [record.control, record.setting, record.mutation, record.end].join('\n');
    const known = records.get(key);
    const isCritical = record.isCritical || known?.isCritical === true;
    records.set(key, { ...record, isCritical, count: record.count + (known?.count ?? 0) });
  }
  const unite = (lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())].sort();
  return {
    subjects: runs[0]?.subjects ?? [],
    settings: unite(runs.map(({ settings }) => settings)),
    records: [...records.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, record]) => record),
    filesNotAsked: unite(runs.map((run) => run.filesNotAsked)),
  };
}
