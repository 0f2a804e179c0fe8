// The stored files themselves: every pointer leads somewhere, every span lies in the releases, and they stay small and quick.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseValue } from '../../../src/documents/ini/values/parse-value';
import { findOption, listOptions, listRules } from '../../../src/openstack/catalogue';
import { openOptionFile, readOptionFile, readRuleFile } from '../../../src/openstack/catalogue/files';
import { type FactRow, factAt, factWidth } from '../../../src/openstack/catalogue/format';
import { releaseNames } from '../../../src/openstack/releases';
import type { Service, ValueType } from '../../../src/openstack/types';

const services = ['glance', 'nova', 'cinder'] as const satisfies readonly Service[];
const folder = join(__dirname, '..', '..', '..', 'src', 'openstack', 'data');

const optionFiles = [
  ...services.map((service) => [service, readOptionFile(service)] as const),
  ['drivers', readOptionFile('drivers')] as const,
];

/** Whether spans follow each other without overlap, inside the known releases, and point at facts. */
function areSound(spans: readonly (string | number)[], factCount: number): boolean {
  let before = -1;
  for (let at = 0; at < spans.length; at += 3) {
    const [first = -1, last = -1, fact = -1] = spans.slice(at, at + 3).map(Number);
    if (first <= before || last < first || last >= releaseNames.length || fact < 0 || fact >= factCount) return false;
    before = last;
  }
  return spans.length > 0 && spans.length % 3 === 0;
}

const textKinds = new Set(['string', 'hostaddress', 'hostdomain', 'uri', 'ip', 'range']);

/** Whether a default is a value of its declared type; text stands for what is computed from other options (`$state_path`). */
function isOfType(value: unknown, type: ValueType): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === 'string' && (value.includes('$') || textKinds.has(type.kind))) return true;
  switch (type.kind) {
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'port':
      return Number.isInteger(value);
    case 'float':
      return typeof value === 'number';
    case 'list':
    case 'multi':
      return Array.isArray(value) && value.every((item) => type.kind === 'multi' || isOfType(item, type.item));
    case 'dict':
      return typeof value === 'object' && !Array.isArray(value);
    default:
      return false;
  }
}

describe.each(optionFiles)('options of %s', (name, file) => {
  test('name every release in order (steps 2 to 5 of scripts/catalogue/README.md), and exact ones among them', () => {
    expect(file.releases).toEqual(releaseNames);
    expect(file.releases).toEqual(expect.arrayContaining([...file.librariesExact]));
  });

  test('read row by row are what they are read as a whole', () => {
    const { options, ...rest } = openOptionFile(name);
    expect({ ...rest, options: [...options] }).toEqual(file);
  });

  test('point into their lists, each option once', () => {
    const keys = file.options.map(([section, name]) => `${section} ${name}`);
    expect(new Set(keys).size).toBe(keys.length);
    const broken = file.options.filter(
      ([section, , ...spans]) =>
        section < -1 || section >= file.sections.length || !areSound(spans, file.facts.length / factWidth),
    );
    expect(broken).toEqual([]);
    expect(file.facts.length % factWidth).toBe(0);
    expect([-1, file.facts.length / factWidth].map((at) => factAt(file.facts, at))).toEqual([undefined, undefined]);
    const facts = Array.from({ length: file.facts.length / factWidth }, (_, at) => factAt(file.facts, at) as FactRow);
    const lost = facts.filter(
      ([type, value, , deprecated, rare]) =>
        file.types[type] === undefined ||
        value >= file.values.length ||
        deprecated >= file.deprecated.length ||
        rare >= file.rare.length,
    );
    expect(lost).toEqual([]);
  });
});

test.each(services)('rules of %s point into their lists', (service) => {
  const file = readRuleFile(service);
  expect(file.releases).toEqual(releaseNames);
  expect(new Set(file.rules.map(([name]) => name)).size).toBe(file.rules.length);
  expect(file.rules.filter(([, ...spans]) => !areSound(spans, file.facts.length))).toEqual([]);
  expect(file.operations.flat().filter((operation) => !/^[A-Z]+ \//.test(operation))).toEqual([]);
});

test.each(services)('every default of %s fits its type, and everything expands', (service) => {
  const wrong: string[] = [];
  for (const release of releaseNames) {
    for (const facts of listOptions(service, release, { drivers: true })) {
      if (!isOfType(facts.default, facts.type)) wrong.push(`${release} [${facts.section}] ${facts.name}`);
    }
    expect(listRules(service, release).length).toBeGreaterThan(40);
  }
  expect(wrong).toEqual([]);
});

test.each(services)('every default of %s is one of the choices, but where it was read in a sample file', (service) => {
  const wrong = releaseNames.flatMap((release) =>
    listOptions(service, release, { drivers: true }).filter(
      ({ type, default: text, certainty }) =>
        certainty !== 'sample' && typeof text === 'string' && !text.includes('$') && !parseValue(type, text).ok,
    ),
  );
  expect(wrong.map(({ section, name }) => `[${section}] ${name}`)).toEqual([]);
});

test('choices of the libraries whose case does not matter', () => {
  for (const [section, name] of [
    ['DEFAULT', 'log_rotate_interval_type'],
    ['DEFAULT', 'log_rotation_type'],
    ['keystone_authtoken', 'memcache_security_strategy'],
  ] as const) {
    const found = services.map((service) => findOption(service, section, name, '2025.1')?.facts.type);
    expect(found).toEqual(services.map(() => expect.objectContaining({ ignoreCase: true })));
  }
});

test('all files together stay under 900 kB', () => {
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(900_000);
});

test('what an option is becomes an object once, however often it is asked for', () => {
  const ask = () => findOption('glance', 'import_filtering_opts', 'allowed_hosts', '2025.1')?.facts;
  expect(ask()).toBeDefined();
  expect(ask()).toBe(ask());
});
