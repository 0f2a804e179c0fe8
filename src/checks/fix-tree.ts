// Writes fixes into a copy of a tree and judges after each whether it did what it promised.
import { Cloud } from './cloud/cloud';
import { writeFix } from './fix/place';
import type { Edit } from './fix/types';
import { type Judgement, judge } from './judge';
import { judgedServices, type LineEdit, type Remedy, type Severity, severities } from './types';

/** What a run of fixes comes to. */
export interface FixedTree {
  /** The tree with all fixes. */
  readonly cloud: Cloud;
  readonly before: Judgement;
  readonly after: Judgement;
  readonly edits: readonly Edit[];
  /** Paths whose text differs, or that are new; sorted. */
  readonly changedFiles: readonly string[];
  /** What is closed: ids of attacks, and `lint file subject`; sorted. */
  readonly closed: readonly string[];
  /** What waits for a person, in the same words, and why; sorted. */
  readonly left: readonly LeftFinding[];
}

/** Something that no edit was made for. */
export interface LeftFinding {
  readonly name: string;
  /** The choice to be made, or what became of the edit that was tried. Free of values from the files. */
  readonly because: string;
}

/** Far above what any tree needs; a fix that brings the next one forth for ever would stop here. */
const maxRounds = 500;

/** Something to be closed. `lint`: its id, null for an attack. */
interface Target {
  readonly name: string;
  readonly lint: string | null;
  readonly severity: Severity;
  readonly fixes: readonly Remedy[];
  readonly choice: string;
}

/**
 * `judgeTree`: who judges; default every attack and lint. Lints come first: a filter that is moved where it is read closes more, and
 * takes away less, than a method switched off. A fix that does not close what it promised, opens an attack or keeps a service from
 * starting is taken back and left for a person.
 */
export function fixTree(cloud: Cloud, judgeTree: (cloud: Cloud) => Judgement = judge): FixedTree {
  const before = judgeTree(cloud);
  let [current, judgement] = [cloud, before];
  const edits: Edit[] = [];
  const refused = new Map<string, { readonly because: string; readonly afterEdits: number }>();
  const alone = new Set<string>();
  for (let round = 0; round < maxRounds; round += 1) {
    const targets = listTargets(judgement).filter(({ fixes }) => fixes.length > 0);
    const fresh = targets.filter(({ name }) => !refused.has(name));
    // What was taken back may hold once the others are closed.
    const again = targets.filter(({ name }) => (refused.get(name)?.afterEdits ?? 0) < edits.length);
    const batch = takeBatch(fresh.length > 0 ? fresh : again, alone);
    if (batch.length === 0) break;
    const tried = tryFixes(current, judgement, batch, judgeTree);
    if (!('because' in tried)) {
      edits.push(...tried.edits);
      [current, judgement] = [tried.cloud, tried.judgement];
    } else if (batch.length > 1) for (const { name } of batch) alone.add(name);
    else refused.set(batch[0]?.name ?? '', { because: tried.because, afterEdits: edits.length });
  }
  const was = new Set(listTargets(before).map(({ name }) => name));
  const left = new Map(listTargets(judgement).map(({ name, choice }) => [name, refused.get(name)?.because ?? choice]));
  return {
    cloud: current,
    before,
    after: judgement,
    edits,
    changedFiles: [...current.files.keys()].filter((file) => current.files.get(file) !== cloud.files.get(file)).sort(),
    closed: [...was].filter((name) => !left.has(name)).sort(),
    left: [...left].map(([name, because]) => ({ name, because })).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** The first target; with it all others of its lint when each only takes out or rewrites a line of its own. From the last line up. */
function takeBatch(targets: readonly Target[], alone: ReadonlySet<string>): Target[] {
  const [first] = targets;
  if (first === undefined) return [];
  const isOfLines = (target: Target): boolean => !alone.has(target.name) && lineOf(target) !== null;
  if (first.lint === null || !isOfLines(first)) return [first];
  const byLine = new Map<string, Target>();
  for (const target of targets) {
    const at = lineOf(target);
    if (target.lint === first.lint && isOfLines(target) && at !== null && !byLine.has(`${at.file}:${at.line}`))
      byLine.set(`${at.file}:${at.line}`, target);
  }
  return [...byLine.values()].sort((a, b) => (lineOf(b)?.line ?? 0) - (lineOf(a)?.line ?? 0));
}

function lineOf({ fixes }: Target): LineEdit['at'] | null {
  const [fix] = fixes;
  const edit = fixes.length === 1 && fix !== undefined && !('control' in fix) ? fix.edit : undefined;
  return edit === undefined || edit.kind === 'move' ? null : edit.at;
}

type Tried =
  | { readonly cloud: Cloud; readonly judgement: Judgement; readonly edits: readonly Edit[] }
  | { readonly because: string };

function tryFixes(
  cloud: Cloud,
  before: Judgement,
  targets: readonly Target[],
  judgeTree: (cloud: Cloud) => Judgement,
): Tried {
  let current = cloud;
  const edits: Edit[] = [];
  for (const fix of targets.flatMap(({ fixes }) => fixes)) {
    const written = writeFix(current, fix);
    if ('because' in written) return written;
    current = written.cloud;
    edits.push(written.edit);
  }
  // Nothing of the trial is kept in the tree that goes on.
  const next = judgeTree(new Cloud(current.files, cloud.versions));
  const broken = findBrokenPromise(targets, before, next);
  return broken === null ? { cloud: next.cloud, judgement: next, edits } : { because: broken };
}

/** Open attacks and findings: lints before attacks, the worst first. */
function listTargets({ attacks, findings }: Judgement): Target[] {
  const bySeverity = (a: Target, b: Target) => severities.indexOf(a.severity) - severities.indexOf(b.severity);
  const lints = findings.map(
    ({ lint, finding, severity }): Target => ({
      name: `${lint.id} ${finding.at.file} ${finding.subject}`,
      lint: lint.id,
      severity,
      fixes: finding.choice === undefined ? finding.fixes : [],
      choice: finding.choice ?? 'no edit is offered',
    }),
  );
  const open = attacks.flatMap(({ attack, answer }): Target[] => {
    if (answer.verdict !== 'open') return [];
    const choice = 'no edit of these files closes it: the reason given with the attack says what would';
    return [{ name: attack.id, lint: null, severity: attack.severity, fixes: answer.fixes, choice }];
  });
  return [...lints.sort(bySeverity), ...open.sort(bySeverity)];
}

function findBrokenPromise(targets: readonly Target[], before: Judgement, after: Judgement): string | null {
  const count = (judgement: Judgement, wanted: string): number =>
    listTargets(judgement).filter(({ name }) => name === wanted).length;
  if (targets.some(({ name }) => count(after, name) >= count(before, name)))
    return 'the edit was tried and taken back: it is still found with it';
  for (const service of judgedServices) {
    if (before.cloud.startFault(service) === null && after.cloud.startFault(service) !== null)
      return `the edit was tried and taken back: ${service} does not start with it`;
  }
  // Of a service that does not start nobody knew what was open.
  const wereDown = judgedServices.filter((service) => before.cloud.startFault(service) !== null);
  const files = targets.flatMap(({ fixes }) => fixes.map(({ file }) => file));
  const isOfOneDown = files.some((file) => wereDown.some((service) => file.startsWith(`${service}/`)));
  if (isOfOneDown || wereDown.includes('glance')) return null;
  const wasOpen = new Set(before.attacks.filter((j) => j.answer.verdict === 'open').map((j) => j.attack.id));
  const opened = after.attacks.find((j) => j.answer.verdict === 'open' && !wasOpen.has(j.attack.id));
  return opened === undefined ? null : `the edit was tried and taken back: it opens ${opened.attack.id}`;
}
