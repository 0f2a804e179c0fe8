// glacis explain: an attack, lint, advisory, problem code, construct, key of the intent or service/section/option in words.
import { findNearest } from '../intent/nearest';
import type { ReleaseName } from '../openstack/types';
import { printable } from '../problems';
import { wrapText } from '../report/paint';
import { type Command, exitCodes } from './command';
import { readOptions, UsageError } from './options';
import { print } from './streams';

/** Each answers with lines, or undefined when the id is none of its own. */
const readers: readonly ((id: string) => readonly string[] | undefined)[] = [
  explainCheck,
  explainAdvisory,
  explainProblem,
  explainConstruct,
  explainOption,
  explainIntentKey,
];

/** Prints what ID is. @throws UsageError when nothing is called so. */
export const explain: Command = (args) => {
  const { positionals } = readOptions(args, {}, { min: 1, max: 1, names: 'ID' });
  const id = positionals[0] as string;
  for (const read of readers) {
    const lines = read(id);
    if (lines) {
      print(`${lines.join('\n')}\n`);
      return exitCodes.nothing;
    }
  }
  const near = findMeant(id);
  const wanted = 'an id from `glacis list`, a problem code, a key of the intent, or service/section/option';
  throw new UsageError(id, wanted, near === undefined ? undefined : `did you mean ${near}?`);
};

/** The option of that bare name, or else the id that is nearest. */
function findMeant(id: string): string | undefined {
  const { optionsNamed } = require('../openstack/catalogue') as typeof import('../openstack/catalogue');
  for (const service of ['glance', 'nova', 'cinder'] as const) {
    const section = optionsNamed(service, id).find((home) => home.section !== null)?.section;
    if (section) return `${service}/${section}/${id}`;
  }
  const { attackIds, lintIds } = require('../checks') as typeof import('../checks');
  const { advisories } = require('../openstack/advisories') as typeof import('../openstack/advisories');
  const { problemCodes } = require('../problems') as typeof import('../problems');
  const { constructWords } = require('../constructs/words') as typeof import('../constructs/words');
  const constructs = constructWords.flatMap(({ name, intentKey }) => [name, ...(intentKey ? [intentKey] : [])]);
  const ids = [
    ...attackIds,
    ...lintIds,
    ...advisories.map((one) => one.id),
    ...Object.keys(problemCodes),
    ...constructs,
  ];
  return findNearest(id, ids) ?? undefined;
}

function explainCheck(id: string): readonly string[] | undefined {
  const { attackIds, lintIds, loadAttack, loadLint } = require('../checks') as typeof import('../checks');
  const attackId = attackIds.find((known) => known === id);
  const lintId = lintIds.find((known) => known === id);
  const check = attackId ? loadAttack(attackId) : lintId ? loadLint(lintId) : undefined;
  if (!check) return undefined;
  return [
    `${check.id} (${check.kind}, ${check.severity})`,
    check.title,
    '',
    ...wrapText(check.words, 0, 0),
    '',
    `References: ${check.references.join('; ')}`,
  ];
}

function explainAdvisory(id: string): readonly string[] | undefined {
  const { findAdvisory } = require('../openstack/advisories') as typeof import('../openstack/advisories');
  const advisory = findAdvisory(id);
  if (!advisory) return undefined;
  const { answeredBy } = advisory;
  const answer =
    answeredBy.kind === 'none'
      ? answeredBy.because
      : answeredBy.kind === 'check'
        ? `checked by ${answeredBy.ids.join(', ')}`
        : `answered by ${answeredBy.controls.join(', ')}`;
  return [
    `${advisory.id} (${advisory.year})`,
    advisory.title,
    '',
    ...wrapText(advisory.weakness, 0, 0),
    ...(advisory.remains ? ['', ...wrapText(`What remains: ${advisory.remains}`, 0, 0)] : []),
    '',
    ...advisory.affected.map(({ project, versions }) => `Affected: ${project} ${versions}`),
    `Fixed in: ${advisory.fixedIn.join(', ') || 'nothing'}`,
    ...wrapText(`In Glacis: ${answer}`, 0, 4),
    `References: ${advisory.references.join('; ')}`,
  ];
}

function explainProblem(id: string): readonly string[] | undefined {
  const { problemCodes } = require('../problems') as typeof import('../problems');
  if (!Object.hasOwn(problemCodes, id)) return undefined;
  const { why, fix } = problemCodes[id as keyof typeof problemCodes];
  return [`${id} (problem)`, '', `Why: ${why}`, `Fix: ${fix}`];
}

function explainConstruct(id: string): readonly string[] | undefined {
  const { constructWords } = require('../constructs/words') as typeof import('../constructs/words');
  const found = constructWords.find(({ name, intentKey }) => name === id || intentKey === id);
  if (!found) return undefined;
  return [
    `${found.name} (construct)`,
    found.does,
    ...(found.intentKey ? ['', `In an intent file: ${found.intentKey}`] : []),
  ];
}

/** `glance/import_filtering_opts/allowed_hosts`: type, releases, defaults. */
function explainOption(id: string): readonly string[] | undefined {
  const match = /^(glance|nova|cinder)\/([^/]+)\/([^/]+)$/.exec(id);
  if (!match) return undefined;
  const [, service, section, name] = match as unknown as [string, 'glance' | 'nova' | 'cinder', string, string];
  const { findOption, optionReleases, nearestNames } =
    require('../openstack/catalogue') as typeof import('../openstack/catalogue');
  const ranges = optionReleases(service, section, name);
  if (ranges.length === 0) {
    const { releaseNames } = require('../openstack/releases') as typeof import('../openstack/releases');
    const newest = releaseNames.at(-1) as ReleaseName;
    const near = nearestNames(service, name, newest, 3);
    return [
      `[${printable(section)}] ${printable(name)} of ${service} exists in no release from ${releaseNames[0]} to ${newest}.`,
      ...(near.length > 0 ? [`Close to it: ${near.join(', ')}`] : []),
    ];
  }
  return [
    `[${section}] ${name} of ${service}`,
    '',
    ...ranges.map(([first, last]) => {
      const facts = findOption(service, section, name, last)?.facts;
      const value = facts?.default === undefined ? 'computed at run time' : JSON.stringify(facts.default);
      return `${first} to ${last}: ${describeType(facts?.type)}, default in ${last} ${value}${facts?.deprecatedForRemoval ? ', deprecated for removal' : ''}`;
    }),
  ];
}

/** What stands in place of a default. */
const defaults: Readonly<Record<string, string>> = { '-': 'no default', required: 'required' };

/** `imageImport.allowedHosts`, or a key alone wherever it stands: type, default, what it says. */
function explainIntentKey(id: string): readonly string[] | undefined {
  const { intentSchema } = require('../intent/schema') as typeof import('../intent/schema');
  const { listIntentKeys } = require('../intent/intent-keys') as typeof import('../intent/intent-keys');
  const { top, sections } = listIntentKeys(intentSchema);
  const nested = sections.flatMap(({ name, keys }) => keys.map((key) => ({ ...key, path: joinKeys(name, key.path) })));
  const all = [...top, ...nested].map((key) => ({ ...key, plain: key.path.replaceAll('[]', '') }));
  const exact = all.filter(({ path, plain }) => path === id || plain === id);
  const found = exact.length > 0 ? exact : all.filter(({ plain }) => plain.split('.').at(-1) === id);
  if (found.length === 0) return undefined;
  return found.flatMap(({ path, type, fallback, description }, index) => [
    ...(index === 0 ? [] : ['']),
    `${path} (key of the intent)`,
    ...wrapText(`${type}; ${defaults[fallback] ?? `default ${fallback.replaceAll('`', '')}`}`, 0, 2),
    '',
    ...wrapText(description, 0, 0),
  ]);
}

function joinKeys(section: string, key: string): string {
  return key.startsWith('[]') ? section + key : `${section}.${key}`;
}

function describeType(type: import('../openstack/types').ValueType | undefined): string {
  if (!type) return 'of unknown type';
  if (type.kind === 'list') return `list of ${type.item.kind}, ${type.bounds ? 'in brackets' : 'without brackets'}`;
  return type.kind;
}
