// Who gained or lost a right, in words: callers by the objects that they share, so that one lost object reads as no lost right.
import type { ChangedAnswer } from '../emulators/oslo-policy/compare-checks';

/** Callers for whom the answer changed on the same objects. */
export interface RightsCase {
  /** In the order of the callers, weakest first. */
  readonly personas: readonly string[];
  /** `everything` alone when it is every kind of object. */
  readonly targets: readonly string[];
}

/** Groups changed answers. `targetCount`: how many kinds of objects were asked about. */
export function groupRights(answers: readonly ChangedAnswer[], targetCount: number): RightsCase[] {
  const byPersona = new Map<string, string[]>();
  for (const { persona, target } of answers) byPersona.set(persona, [...(byPersona.get(persona) ?? []), target]);
  const byTargets = new Map<string, { readonly personas: string[]; readonly targets: readonly string[] }>();
  for (const [persona, own] of byPersona) {
    const targets = own.length === targetCount ? ['everything'] : own;
    const key = JSON.stringify(targets);
    const known = byTargets.get(key);
    if (known === undefined) byTargets.set(key, { personas: [persona], targets });
    else known.personas.push(persona);
  }
  return [...byTargets.values()];
}

/** `members and readers on everything; importers on a new public image`. */
export function describeRights(cases: readonly RightsCase[]): string {
  return cases.map(({ personas, targets }) => `${nameCallers(personas)} on ${joinWords(targets, 2)}`).join('; ');
}

const plural: Readonly<Record<string, string>> = {
  anonymous: 'callers without a token',
  'no-role': 'users without a role',
  reader: 'readers',
  member: 'members',
  importer: 'importers',
  service: 'services for a member',
  'service-user': 'users of services',
  'other-project-member': 'members of other projects',
  admin: 'administrators',
  'system-admin': 'system administrators',
};
const isAdministrator = (name: string): boolean => name.endsWith('admin');
const tenants = Object.keys(plural).filter((name) => name !== 'anonymous' && !isAdministrator(name));

/** Callers by what a rule names of them, `members and readers with project_id abc` beside those that need nothing. */
function nameCallers(personas: readonly string[]): string {
  const byWay = new Map<string, string[]>();
  for (const name of personas) {
    const way = name.indexOf(' with ');
    const key = way < 0 ? '' : name.slice(way);
    byWay.set(key, [...(byWay.get(key) ?? []), way < 0 ? name : name.slice(0, way)]);
  }
  return joinWords(
    [...byWay].map(([way, names]) => `${nameKinds(names)}${way}`),
    5,
  );
}

/** Where every caller is meant, no list says it. */
function nameKinds(personas: readonly string[]): string {
  const isEverybody = tenants.every((name) => personas.includes(name));
  if (isEverybody) return personas.some(isAdministrator) ? 'everybody' : 'everybody but administrators';
  return joinWords(
    personas.map((name) => plural[name] ?? name.replace(/^holder /, 'holders ')),
    10,
  );
}

function joinWords(words: readonly string[], max: number): string {
  const shown = words.length > max + 1 ? [...words.slice(0, max), `${words.length - max} more kinds`] : words;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
