// Writes fixes into a copy of a tree, one after the other, and judges after each whether it did what it promised.
import { IntentProblems, problem } from '../../problems';
import type { Cloud } from '../cloud';
import { type Judgement, judge } from '../judge';
import type { Fix, Severity } from '../types';
import { type Edit, writeFix } from './place';

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
  /** What has no fix that can be written without a person, in the same words. */
  readonly left: readonly string[];
}

/** Far above what any tree needs; a fix that brings the next one forth for ever would stop here. */
const maxFixes = 500;

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Something to be closed. */
interface Target {
  readonly name: string;
  readonly severity: Severity;
  readonly fixes: readonly Fix[];
}

/**
 * `judgeTree`: who judges; default every attack and lint. Lints come first: a filter that is moved where it is read closes more, and takes away less, than a method switched off.
 * @throws IntentProblems when a fix does not close what it promised, opens another attack or stops a service: then nothing holds.
 */
export function fixTree(cloud: Cloud, judgeTree: (cloud: Cloud) => Judgement = judge): FixedTree {
  const before = judgeTree(cloud);
  let [current, judgement] = [cloud, before];
  const edits: Edit[] = [];
  const beyond = new Set<string>();
  for (let count = 0; count < maxFixes; count += 1) {
    const target = listTargets(judgement).find(({ name, fixes }) => fixes.length > 0 && !beyond.has(name));
    if (target === undefined) break;
    const written = writeAll(current, target.fixes);
    if (written === null) {
      beyond.add(target.name);
      continue;
    }
    const next = judgeTree(written.cloud);
    confirmPromise(target, judgement, next);
    edits.push(...written.edits);
    [current, judgement] = [written.cloud, next];
  }
  const was = new Set(listTargets(before).map(({ name }) => name));
  const left = listTargets(judgement).map(({ name }) => name);
  const isLeft = new Set(left);
  return {
    cloud: current,
    before,
    after: judgement,
    edits,
    changedFiles: [...current.files.keys()].filter((file) => current.files.get(file) !== cloud.files.get(file)).sort(),
    closed: [...was].filter((name) => !isLeft.has(name)).sort(),
    left: [...isLeft].sort(),
  };
}

function writeAll(cloud: Cloud, fixes: readonly Fix[]): { cloud: Cloud; edits: Edit[] } | null {
  let current = cloud;
  const edits: Edit[] = [];
  for (const fix of fixes) {
    const written = writeFix(current, fix);
    if (written === null) return null;
    current = written.cloud;
    edits.push(written.edit);
  }
  return { cloud: current, edits };
}

/** Open attacks and findings: lints before attacks, the worst first. */
function listTargets({ attacks, findings }: Judgement): Target[] {
  const bySeverity = (a: Target, b: Target) => severities.indexOf(a.severity) - severities.indexOf(b.severity);
  const lints = findings.map(({ lint, finding, severity }) => ({
    name: `${lint.id} ${finding.at.file} ${finding.subject}`,
    severity,
    fixes: finding.fixes,
  }));
  const open = attacks.flatMap(({ attack, answer }) =>
    answer.verdict === 'open' ? [{ name: attack.id, severity: attack.severity, fixes: answer.fixes }] : [],
  );
  return [...lints.sort(bySeverity), ...open.sort(bySeverity)];
}

function confirmPromise(target: Target, before: Judgement, after: Judgement): void {
  const count = (judgement: Judgement): number =>
    listTargets(judgement).filter(({ name }) => name === target.name).length;
  const [fix] = target.fixes;
  const refuse = (got: string): never => {
    const place = { file: fix?.file ?? '' };
    const wanted = `a fix that closes ${target.name} and opens nothing`;
    const facts = {
      got: `[${fix?.section}] ${fix?.option}: ${got}`,
      wanted,
      fix: 'mend this one by hand; nothing was written',
    };
    throw new IntentProblems([problem('fix-failed', place, facts)]);
  };
  if (count(after) >= count(before)) refuse('it is still open with the fix');
  const fault = after.cloud.startFault('glance');
  if (before.cloud.startFault('glance') !== null) return;
  if (fault !== null) refuse('glance-api does not start with the fix');
  const wasOpen = new Set(before.attacks.filter((j) => j.answer.verdict === 'open').map((j) => j.attack.id));
  const opened = after.attacks.find((j) => j.answer.verdict === 'open' && !wasOpen.has(j.attack.id));
  if (opened !== undefined) refuse(`the fix opens ${opened.attack.id}`);
}
