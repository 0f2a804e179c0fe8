// Runs every live attack against one real Glance and holds what happened against the judge's verdict on the same tree.
import { Cloud } from '../../src/checks/cloud';
import { judge } from '../../src/checks/judge';
import { type Ground, surveyGround } from '../../src/checks/mechanisms/url-attack';
import type { FileTree } from '../../src/documents/types';
import type { AttackStep, Connection, LiveAttack, StepOutcome } from './attack-step';
import { answerNames, type RunningGlance, readWitness, sendSteps } from './bed';
import type { Platform } from './configurations';
import { otherAttacks } from './other-attacks';
import { urlAttacks } from './url-attacks';

/** Every attack that the bed can run. */
export const liveAttacks: readonly LiveAttack[] = [...urlAttacks, ...otherAttacks];

/** One cell of the proof. */
export interface Cell {
  readonly id: string;
  /** `nothing-tried`: the attack has no URL in this tree. */
  readonly observed: 'worked' | 'failed' | 'nothing-tried';
  readonly modelled: 'open' | 'stopped' | 'not-applicable';
  /** Of the model. */
  readonly because: string;
  /** URL, answer and connections of every step, for who doubts the cell. */
  readonly steps: readonly StepRecord[];
}

/** One step with what came of it. */
export interface StepRecord {
  readonly url: string;
  readonly outcome: StepOutcome;
  /** `address:port` of every connection, IPv6 in brackets. */
  readonly connections: readonly string[];
}

/** Whether model and reality say the same. An attack without ground in a cloud must not work there either. */
export function agrees({ observed, modelled }: Pick<Cell, 'observed' | 'modelled'>): boolean {
  return (observed === 'worked') === (modelled === 'open');
}

/** The cloud that the judge sees for a tree of the bed. */
export function openCloud({ release, glancePackage, launcher }: Platform, files: FileTree): Cloud {
  return new Cloud(files, { release, packages: { glance: glancePackage }, launcher, glanceUid: 64062 });
}

/** An ordinary import from an admitted host. A Glance that refuses everybody would stop every attack too, and prove nothing. */
export function importOrdinaryImage(glance: RunningGlance, cloud: Cloud): string | null {
  const { scheme, allowedHost } = surveyGround(cloud);
  answerNames(glance, {});
  const url = `${scheme}://${allowedHost}/ordinary.raw`;
  return sendSteps(glance, [{ key: 'ordinary', kind: 'web-download', url }]).ordinary?.image ?? null;
}

/** Runs the attacks and compares. Those whose names contradict each other run one after the other. */
export function proveTree(glance: RunningGlance, cloud: Cloud, attacks: readonly LiveAttack[]): readonly Cell[] {
  const ground = surveyGround(cloud);
  const verdicts = new Map(judge(cloud).attacks.map(({ attack, answer }) => [attack.id, answer]));
  const groups = [
    attacks.filter(({ isAlone }) => !isAlone),
    ...attacks.filter((one) => one.isAlone).map((one) => [one]),
  ];
  const cells = groups.flatMap((group) => {
    const first = runGroup(glance, group, ground);
    // A busy machine can lose a lookup: what failed against the model is tried once more before it counts.
    const doubted = first.filter(
      ({ attack, observed }) => observed === 'failed' && verdicts.get(attack.id)?.verdict === 'open',
    );
    const again = new Map(
      doubted.flatMap(({ attack }) => runGroup(glance, [attack], ground)).map((run) => [run.attack, run]),
    );
    return first.map((run): Cell => {
      const { attack, ...observed } = again.get(run.attack) ?? run;
      const answer = verdicts.get(attack.id);
      if (!answer) throw new Error(`the catalogue has no attack ${attack.id}`);
      return { id: attack.id, modelled: answer.verdict, because: answer.because, ...observed };
    });
  });
  return cells.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** An attacker who is refused writes the scheme that the filter admits, as the model's does. */
function runGroup(glance: RunningGlance, group: readonly LiveAttack[], ground: Ground) {
  answerNames(glance, Object.assign({}, ...group.map((attack) => attack.names?.(ground) ?? {})));
  const earlier = readWitness(glance).length;
  const readSeen = () => readWitness(glance).slice(earlier);
  const first = new Map(group.map((attack) => [attack, planSteps(attack, ground)]));
  const outcomes = { ...sendSteps(glance, [...first.values()].flat()) };
  const failed = group.filter(
    (attack) =>
      attack.kind === 'web-download' &&
      watch(attack, first.get(attack) ?? [], outcomes, readSeen(), ground).observed === 'failed',
  );
  const second = new Map(failed.map((attack) => [attack, withAdmittedScheme(first.get(attack) ?? [], ground)]));
  Object.assign(outcomes, sendSteps(glance, [...second.values()].flat()));
  const seen = readSeen();
  return group.map((attack) => {
    const steps = [...(first.get(attack) ?? []), ...(second.get(attack) ?? [])];
    return { attack, ...watch(attack, steps, outcomes, seen, ground) };
  });
}

function planSteps(attack: LiveAttack, ground: Ground): AttackStep[] {
  return attack.urls(ground, '').map((_, index) => {
    const url = attack.urls(ground, markOf(attack.id, index))[index] as string;
    return { ...attack.step, key: `${attack.id}.${index}`, kind: attack.kind, url };
  });
}

function withAdmittedScheme(steps: readonly AttackStep[], { scheme }: Ground): AttackStep[] {
  return steps.flatMap((step) => {
    const url = step.url.replace(/^https?:/, `${scheme}:`);
    return url === step.url ? [] : [{ ...step, key: `${step.key}+`, url }];
  });
}

function markOf(id: string, index: number): string {
  return `mark=${id}.${index}.`;
}

function watch(
  attack: LiveAttack,
  steps: readonly AttackStep[],
  outcomes: Readonly<Record<string, StepOutcome>>,
  seen: readonly Connection[],
  ground: Ground,
): Pick<Cell, 'observed' | 'steps'> {
  let isWorking = false;
  const records = steps.map(({ key, url }): StepRecord => {
    const outcome = outcomes[key] as StepOutcome;
    const own = connectionsOf(url, markOf(attack.id, Number(/\.(\d+)\+?$/.exec(key)?.[1])), seen);
    isWorking ||= attack.hasWorked(outcome, own, ground);
    return { url, outcome, connections: own.map(describeSocket) };
  });
  return { observed: steps.length === 0 ? 'nothing-tried' : isWorking ? 'worked' : 'failed', steps: records };
}

/** Connections that carry a mark; on a redirect's first hop it stands in hexadecimal. FTP and gopher carry nothing to mark. */
function connectionsOf(url: string, mark: string, seen: readonly Connection[]): Connection[] {
  const silent = /^(ftp|gopher):/.exec(url)?.[1];
  if (silent) return seen.filter(({ port }) => port === (silent === 'ftp' ? 21 : 6379));
  const hidden = Buffer.from(mark).toString('hex');
  return seen.filter(({ request }) => request !== null && (request.includes(mark) || request.includes(hidden)));
}

function describeSocket({ address, port }: Connection): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
