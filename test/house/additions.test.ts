// What an addition needs beside its own file: each sentence here names something that is there and the place that does not know it yet.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Cloud } from '../../src/checks/cloud/cloud';
import { helpText } from '../../src/cli/help';
import { Control } from '../../src/constructs/control';
import { hardenRegion } from '../../src/constructs/harden-region';
import { constructWords } from '../../src/constructs/words';
import * as door from '../../src/index';
import { intentSchema } from '../../src/intent/schema';
import type { RegionIntent } from '../../src/intent/types';
import { fixHistories } from '../../src/openstack/fixes';
import { releases } from '../../src/openstack/releases';
import { reportFormats } from '../../src/report/formats';
import { targetNames } from '../../src/targets';

const root = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Keys of an intent that say where and when; all others are the props of a control. */
const framing = ['release', 'packages', 'launcher', 'targets', 'acceptedRisks', 'nodes', 'regions'];

const constructFiles = readdirSync(join(root, 'src/constructs')).map((file) => `src/constructs/${file}`);
const constructs = constructFiles.flatMap((file) =>
  [...read(file).matchAll(/^export class (\w+) extends (?:Control<(\w+)>|Construct )/gm)].map(
    ([, name = '', props]) => ({ file, name, props }),
  ),
);

test('a construct is public and in words', () => {
  const said = constructWords.map(({ name }) => name);
  const index = read('src/index.ts');
  const forgotten = constructs.flatMap(({ file, name, props }) => [
    ...(props === undefined || new RegExp(`\\b${props}\\b`).test(index)
      ? []
      : [`${props} is not exported by src/index.ts`]),
    ...(name in door ? [] : [`${name} of ${file} is not exported by src/index.ts (then: npm run api)`]),
    ...(said.includes(name) ? [] : [`${name} of ${file} has no line in src/constructs/words.ts`]),
  ]);
  expect(forgotten).toEqual([]);
  expect([...said].sort()).toEqual(constructs.map(({ name }) => name).sort());
});

test('a key of the intent becomes its control, and the words of the control name the key', () => {
  const keys = Object.keys(intentSchema.properties as object).filter((key) => !framing.includes(key));
  const everything = Object.fromEntries(keys.map((key) => [key, {}]));
  const intent: RegionIntent = { release: '2025.1', ...everything };
  const stack = hardenRegion(undefined, { name: null, intent, placeOf: () => ({ file: 'test' }) });
  const controls = stack.node.findAll().filter(Control.isControl);
  const built: readonly string[] = controls.map(({ intentKey }) => intentKey);
  const forgotten = [
    ...keys
      .filter((key) => !built.includes(key))
      .map((key) => `${key}: src/constructs/harden-region.ts makes nothing of it`),
    ...controls
      .map((control) => ({ name: control.constructor.name, intentKey: control.intentKey }))
      .filter(({ name, intentKey }) => constructWords.find((one) => one.name === name)?.intentKey !== intentKey)
      .map(({ name, intentKey }) => `${name}: its line in src/constructs/words.ts does not have the key ${intentKey}`),
  ];
  expect(forgotten).toEqual([]);
});

/** Files below a folder that hold what the index of the folder has to load. */
function listUnloaded(folder: string, holds: RegExp, index: string): string[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && holds.test(read(`${folder}/${file}`)))
    .map((file) => file.replace(/\.ts$/, ''));
  expect(files.length).toBeGreaterThan(5);
  const loaded = read(`${folder}/${index}`);
  return files
    .filter((file) => !loaded.includes(`require('./${file}')`))
    .map((file) => `${folder}/${file}.ts: ${index} does not load it`);
}

test('a target and a writer of a report are loaded by name', () => {
  const forgotten = [
    ...listUnloaded('src/targets', /^export const \w+: Target = /m, 'index.ts'),
    ...listUnloaded('src/report', /^export function\*? reportTo/m, 'formats.ts'),
  ];
  expect(forgotten).toEqual([]);
});

test('a page tells what may be named: releases, targets, formats and fixes', () => {
  const span = `${releases[0]?.name} to ${releases.at(-1)?.name}`;
  const hasRow = (page: string, name: string) => new RegExp(`^\\| \`?${name}\\b`, 'm').test(read(page));
  const forgotten = [
    ...(read('docs/catalogue.md').includes(span) ? [] : [`docs/catalogue.md: does not say ${span}`]),
    ...targetNames
      .filter((name) => !hasRow('docs/targets.md', name))
      .map((name) => `docs/targets.md: no row of ${name}`),
    ...reportFormats
      .filter((name) => !hasRow('docs/reports.md', name))
      .map((name) => `docs/reports.md: no row of ${name}`),
    ...['verify', 'audit']
      .flatMap((command) => reportFormats.map((name) => ({ command, name })))
      .filter(({ command, name }) => !new RegExp(`\\b${name}\\b`).test(helpText(command)))
      .map(({ command, name }) => `src/cli/help.ts: ${command} --format does not name ${name}`),
    ...fixHistories
      .flatMap(({ id, debian }) =>
        Object.values(debian).flatMap((versions) => versions.map((version) => ({ id, version }))),
      )
      .filter(({ version }) => !read('docs/catalogue.md').includes(version))
      .map(({ id, version }) => `docs/catalogue.md: the row of ${id} does not have Debian's ${version}`),
    ...fixHistories
      .filter(({ id }) => !hasRow('docs/catalogue.md', id))
      .map(({ id }) => `docs/catalogue.md: no row of ${id}`),
  ];
  expect(forgotten).toEqual([]);
});

/** The members of a union of names in src/openstack/types.ts. */
function listMembers(type: string): string[] {
  const [, union = ''] = new RegExp(`export type ${type} =([^;]+);`).exec(read('src/openstack/types.ts')) ?? [];
  const members = [...union.matchAll(/\| '([^']+)'/g)].map(([, name = '']) => name);
  expect(members.length).toBeGreaterThan(4);
  return members;
}

test('a release has its numbers, and a fix that emulators ask about its versions', () => {
  const forgotten = [
    ...listMembers('ReleaseName')
      .filter((name) => !releases.some((release) => release.name === name))
      .map((name) => `${name}: src/openstack/releases.ts does not have its numbers`),
    ...listMembers('FixId')
      .filter((id) => !fixHistories.some((history) => history.id === id))
      .map((id) => `${id}: src/openstack/fixes.ts does not say which versions have it`),
  ];
  expect(forgotten).toEqual([]);
});

test('a release runs on a Python whose URLs are known', () => {
  const forgotten = releases.flatMap(({ name: release, python }) => {
    const cloud = new Cloud(new Map(), { release, packages: {}, launcher: 'uwsgi', glanceUid: 64062 });
    const judged = cloud.urlEnvironment().python;
    // All before 3.10 read URLs alike.
    const wanted = /^3\.\d$/.test(python) ? '3.9' : python;
    return judged === wanted
      ? []
      : [`${release}: src/emulators/url/python.ts does not know ${python}, it is judged as ${judged}`];
  });
  expect(forgotten).toEqual([]);
});
