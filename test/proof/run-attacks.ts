// Runs attacks against one real Glance and says what happened; what the judge thinks of it is asked elsewhere.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/problems';
import type { AttackGround, AttackStep, Connection, LiveAttack, StepOutcome } from './attack-step';
import { answerNames, type RunningGlance, readWitness } from './bed';
import { sendSteps } from './live-bed';
import { digestOf, type ObservedCell, type StepRecord } from './results';

/** What one attack did. */
export type Observation = Pick<ObservedCell, 'id' | 'observed' | 'steps'>;

/** An ordinary import from an admitted host. A Glance that refuses everybody would stop every attack too, and prove nothing. */
export async function importOrdinaryImage(glance: RunningGlance, ground: AttackGround): Promise<string | null> {
  answerNames(glance, {});
  const url = `${ground.scheme}://${ground.allowedHost}/ordinary.raw`;
  const { ordinary } = await sendSteps(glance, [{ key: 'ordinary', kind: 'web-download', url }]);
  return ordinary?.image ?? null;
}

/**
 * Runs the attacks, all at once but for those whose names contradict each other.
 * @param mustWork what failed although the judge calls it open: a busy machine can lose a lookup, so it is run once more
 */
export async function runAttacks(
  glance: RunningGlance,
  ground: AttackGround,
  attacks: readonly LiveAttack[],
  mustWork: (id: string) => boolean,
): Promise<readonly Observation[]> {
  const together = attacks.filter(({ isAlone }) => !isAlone);
  const groups = [together, ...attacks.filter(({ isAlone }) => isAlone).map((one) => [one])];
  const found = new Map<string, Observation>();
  for (const group of groups) {
    for (const one of await runGroup(glance, group, ground)) found.set(one.id, one);
    const doubted = group.filter(({ id }) => found.get(id)?.observed === 'failed' && mustWork(id));
    for (const attack of doubted) {
      for (const one of await runGroup(glance, [attack], ground)) found.set(one.id, one);
    }
  }
  return attacks.map(({ id }) => found.get(id) as Observation);
}

/** Of everything that decides what an attack sends and when it counts as having worked. */
export function digestAttack(attack: LiveAttack, ground: AttackGround): string {
  const plan = [planSteps(attack, ground), attack.names?.(ground) ?? null];
  return digestOf(plan, sourceOf(attack.id));
}

const sources = new Map(
  readdirSync(__dirname)
    .filter((file) => /-attacks\.ts$/.test(file))
    .sort(compareText)
    .map((file) => [file, readFileSync(join(__dirname, file), 'utf8')]),
);

/** The file that defines an attack: what counts as success is code, and has no other name than its text. */
function sourceOf(id: string): string {
  const found = [...sources.values()].find((text) => text.includes(`'${id}'`));
  if (found === undefined) throw new Error(`no file defines ${id}`);
  return `${found}${sources.get('run-attacks.ts')}`;
}

/** An attacker who is refused writes the scheme that the filter admits, as the model's does. */
async function runGroup(
  glance: RunningGlance,
  group: readonly LiveAttack[],
  ground: AttackGround,
): Promise<Observation[]> {
  answerNames(glance, Object.assign({}, ...group.map((attack) => attack.names?.(ground) ?? {})));
  const earlier = readWitness(glance).length;
  const readSeen = () => readWitness(glance).slice(earlier);
  const first = new Map(group.map((attack) => [attack, planSteps(attack, ground)]));
  const outcomes = { ...(await sendSteps(glance, [...first.values()].flat())) };
  const failed = group.filter(
    (attack) =>
      attack.kind === 'web-download' &&
      watch(attack, first.get(attack) ?? [], outcomes, readSeen(), ground).observed === 'failed',
  );
  const second = new Map(failed.map((attack) => [attack, withAdmittedScheme(first.get(attack) ?? [], ground)]));
  Object.assign(outcomes, await sendSteps(glance, [...second.values()].flat()));
  const seen = readSeen();
  return group.map((attack) => {
    const steps = [...(first.get(attack) ?? []), ...(second.get(attack) ?? [])];
    return { id: attack.id, ...watch(attack, steps, outcomes, seen, ground) };
  });
}

function planSteps(attack: LiveAttack, ground: AttackGround): AttackStep[] {
  if ('plan' in attack) {
    const plan = attack.plan(ground, markOf(attack.id, 0));
    return [{ ...plan, key: `${attack.id}.0`, kind: attack.kind, url: '' }];
  }
  return attack.urls(ground, '').map((_, index) => {
    const url = attack.urls(ground, markOf(attack.id, index))[index] as string;
    return { ...attack.step, key: `${attack.id}.${index}`, kind: attack.kind, url };
  });
}

function withAdmittedScheme(steps: readonly AttackStep[], { scheme }: AttackGround): AttackStep[] {
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
  ground: AttackGround,
): Pick<ObservedCell, 'observed' | 'steps'> {
  let isWorking = false;
  const records = steps.map((step): StepRecord => {
    const outcome = outcomes[step.key] as StepOutcome;
    const own = connectionsOf(step.url, markOf(attack.id, Number(/\.(\d+)\+?$/.exec(step.key)?.[1])), seen);
    isWorking ||= attack.hasWorked(outcome, own, ground);
    return { what: describeStep(step), outcome, connections: own.map(describeSocket) };
  });
  return { observed: steps.length === 0 ? 'nothing-tried' : isWorking ? 'worked' : 'failed', steps: records };
}

function describeStep({ kind, url, rounds }: AttackStep): string {
  if (rounds === undefined) return url || kind;
  return rounds
    .map(({ times = 1, calls }) => `${times} × ${calls.map(({ method, path }) => `${method} ${path}`).join(', ')}`)
    .join('; ');
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
