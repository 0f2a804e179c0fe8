// The policy that Glacis writes narrows and never widens, in every release; services keep what snapshots need.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { compareChecks } from '../../../src/emulators/oslo-policy/compare-checks';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { releaseNames } from '../../../src/openstack/releases';
import type { ReleaseName } from '../../../src/openstack/types';
import { IntentProblems } from '../../../src/problems';
import { loadTarget } from '../../../src/targets';

function openIntent(intent: RegionIntent): Cloud {
  const documents = hardenRegion(undefined, settleIntent(intent, 'test')).collect();
  const { release, packages, launcher, glanceUid } = documents;
  return new Cloud(loadTarget('etc').layOut(documents), { release, packages, launcher, glanceUid });
}

const isAllowed = (cloud: Cloud, rule: string, persona: Parameters<Cloud['authorize']>[2]) =>
  cloud.authorize('glance', rule, persona).allowed;

const wishes: readonly (readonly [string, Partial<RegionIntent>])[] = [
  ['nothing said', {}],
  ['operator-only', { imagePolicy: { imageOrigin: 'operator-only' } }],
  ['project-private', { imagePolicy: { imageOrigin: 'project-private' } }],
  ['uploads for services', { imagePolicy: { uploadImage: 'services' } }],
  ['members for administrators', { imageSharing: { members: 'admin' } }],
  ['locations for services', { imageLocations: { writeLocations: 'services' } }],
];
const narrowed: readonly (readonly [string, Partial<RegionIntent>])[] = [
  ['for services', { imagePolicy: { audience: 'services' } }],
  ['for importers', { imagePolicy: { audience: 'importers' } }],
];
const measured = releaseNames.slice(releaseNames.indexOf('zed'));
const grounds = [
  ...wishes.flatMap(([name, wish]) => releaseNames.map((release) => [name, release, wish] as const)),
  ...narrowed.flatMap(([name, wish]) => measured.map((release) => [name, release, wish] as const)),
];

test.each(grounds)('%s in %s: nobody gains over the default', (name, release, wish) => {
  const cloud = openIntent({ release, ...wish });
  const { enforcer, defaults, documents } = cloud.policy('glance');
  const rules = new Set(documents.flatMap((document) => document.rules.map((rule) => rule.name)));
  expect(rules.size).toBeGreaterThan(2);
  const gained = [...rules].flatMap((rule) =>
    compareChecks('glance', rule, defaults, enforcer).gained.map(
      ({ persona, target }) => `${rule}: ${persona}, ${target}`,
    ),
  );
  const isMeant = (text: string) => name === 'locations for services' && / service, /.test(text);
  expect(gained.filter((text) => !isMeant(text))).toEqual([]);
});

test.each(releaseNames)('operator-only in %s: members bring nothing in, services make snapshots', (release) => {
  const cloud = openIntent({ release, imagePolicy: { imageOrigin: 'operator-only' } });
  for (const rule of ['add_image', 'upload_image', 'modify_image']) {
    expect({ rule, member: isAllowed(cloud, rule, 'member'), admin: isAllowed(cloud, rule, 'admin') }).toEqual({
      rule,
      member: false,
      admin: true,
    });
    expect(isAllowed(cloud, rule, 'service')).toBe(true);
  }
  expect(isAllowed(cloud, 'get_image', 'member')).toBe(true);
});

test.each(measured)('a node for services in %s refuses a member without their token', (release) => {
  const cloud = openIntent({ release, imagePolicy: { audience: 'services' } });
  for (const rule of ['get_image', 'download_image', 'add_image', 'upload_image', 'modify_image']) {
    expect([rule, isAllowed(cloud, rule, 'member'), isAllowed(cloud, rule, 'reader')]).toEqual([rule, false, false]);
    expect([rule, isAllowed(cloud, rule, 'service'), isAllowed(cloud, rule, 'admin')]).toEqual([rule, true, true]);
  }
});

test.each(measured)('a node for importers in %s lets their role bring images in', (release) => {
  const cloud = openIntent({ release, imagePolicy: { audience: 'importers' } });
  for (const rule of ['add_image', 'modify_image', 'upload_image']) {
    expect([isAllowed(cloud, rule, 'importer'), isAllowed(cloud, rule, 'member')]).toEqual([true, false]);
  }
  expect(isAllowed(cloud, 'get_image', 'member')).toBe(true);
});

// The closed rule `default` takes away what the old defaults beside the new ones would let in.
test.each(['wallaby', 'xena', 'yoga', 'zed'] as const)('readers write nothing in %s, members do', (release) => {
  const cloud = openIntent({ release });
  for (const rule of ['add_image', 'modify_image', 'upload_image', 'delete_image', 'add_member']) {
    expect([rule, isAllowed(cloud, rule, 'reader'), isAllowed(cloud, rule, 'member')]).toEqual([rule, false, true]);
  }
});

test('metadata definitions are closed where the release leaves them open, and untouched later', () => {
  const overrides = (release: ReleaseName) =>
    hardenRegion(undefined, settleIntent({ release }, 'test'))
      .collect()
      .overrides.filter(({ rule }) => rule.includes('metadef'));
  expect(overrides('queens').length).toBeGreaterThan(4);
  expect(isAllowed(openIntent({ release: 'victoria' }), 'add_metadef_namespace', 'member')).toBe(false);
  expect(overrides('wallaby')).toEqual([]);
});

test('an audience before service tokens were measured is a problem', () => {
  const build = () => openIntent({ release: 'yoga', imagePolicy: { audience: 'services' } });
  expect(build).toThrow(IntentProblems);
  expect(build).toThrow(/not-in-release/);
});
