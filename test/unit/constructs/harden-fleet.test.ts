// A fleet is decided from the differences of its regions: never anything else than each region alone would be.
import fc from 'fast-check';
import { FleetHardening } from '../../../src/constructs/harden-fleet';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';
import type { SettledRegion } from '../../../src/intent/types';
import { IntentProblems } from '../../../src/problems';
import '../../seed';

/** What a region may say for itself: controls that come and go, heed each other, clash, or are no part of the release. */
const differences = [
  'imageImport: { allowedHosts: [a.example.org] }',
  'imageImport: { allowedHosts: [b.example.org, a.example.org] }',
  'imageImport: { enabledImportMethods: [glance-download] }',
  'imageFormats: { diskFormats: [raw] }',
  'imageConversion: { outputFormat: raw }',
  'imageConversion: { outputFormat: qcow2 }',
  'imagePolicy: { imageOrigin: operator-only }',
  'imagePolicy: { uploadImage: services }',
  'imagePolicy: { rules: { glance: { upload_image: "role:member" } } }',
  'signedImports: {}',
  'signedImports: { directUpload: default }',
  'imageCreateRateLimit: false',
  'imageCreateRateLimit: { requestsPerMinute: 5 }',
  'imageQuotas: { imagePropertyQuota: 3 }',
  'release: xena',
  'packages: { glance: "2:30.0.0-3+deb13u1" }',
  'launcher: eventlet',
  'acceptedRisks: [{ risk: dos-create-flood, reason: known, until: 2030-01-01 }]',
  'targets: [etc, kolla-ansible]',
  'databasePurge: { ageInDays: 7 }',
  'stagingBounds: { device: /dev/vg0/staging, memoryMax: 16384, cpuQuota: 600 }',
];

/** Parts that all regions share, so that regions differ in values of the same controls. */
const shares = [
  'release: "2025.1"\ncinderSignatures: {}',
  'release: wallaby\nimageImport: {}',
  'release: "2025.1"\nimageImport: {}\nimageConversion: { outputFormat: raw }\nimagePolicy: {}',
  'release: "2025.1"\nimageImport: {}\nsignedImports: {}\nimagePolicy: {}\nimageCreateRateLimit: {}',
];

/** A fleet of regions that say no key twice, and nothing that is refused before any construct sees it. */
const fleets = fc.constantFrom(...shares).chain((shared) => {
  const own = fc
    .uniqueArray(fc.constantFrom(...differences), { selector: (text) => text.split(':')[0], maxLength: 3 })
    .filter((texts) => {
      try {
        return settleFleet(shared, [texts]).length === 1;
      } catch {
        return false;
      }
    });
  return fc.array(own, { minLength: 2, maxLength: 8 }).map((regions) => settleFleet(shared, regions));
});

function settleFleet(shared: string, regions: readonly (readonly string[])[]): SettledRegion[] {
  const lines = regions.map((texts, i) => `  r${i}: { ${texts.join(', ')} }\n`);
  const text = `${shared}\nregions:\n${lines.join('')}`;
  return settleRegions(parseIntent(text, 'glacis.yaml', 'yaml'));
}

function outcomeOf(harden: () => unknown): unknown {
  try {
    return harden();
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems;
    throw error;
  }
}

test('regions one after the other are what each is alone, problems and their places included', () => {
  let told = 0;
  let decided = 0;
  fc.assert(
    fc.property(fleets, (regions) => {
      const fleet = new FleetHardening();
      for (const region of regions) {
        const alone = outcomeOf(() => hardenRegion(undefined, region).collect());
        expect(outcomeOf(() => fleet.harden(region))).toEqual(alone);
        if (Array.isArray(alone)) told += 1;
        else decided += 1;
      }
    }),
    { numRuns: 400 },
  );
  expect({ told: told > 20, decided: decided > 100 }).toEqual({ told: true, decided: true });
});

test('risks that only one region accepts, and targets of its own, build no constructs', () => {
  const collected = jest.spyOn(HardeningStack.prototype, 'collect');
  const fleet = new FleetHardening();
  const risk = 'acceptedRisks: [{ risk: dos-create-flood, reason: known, until: 2030-01-01 }]';
  const regions = settleFleet('release: "2025.1"', [[], [risk], ['targets: [kolla-ansible]'], []]);
  const digests = regions.map((region) => fleet.harden(region).intentDigest);
  expect(collected).toHaveBeenCalledTimes(1);
  expect(new Set(digests).size).toBe(1);
  collected.mockRestore();
});

test('constructs are built for the first region and for one that has other controls', () => {
  const collected = jest.spyOn(HardeningStack.prototype, 'collect');
  const fleet = new FleetHardening();
  const host = (name: string) => [`imageImport: { allowedHosts: [${name}.example.org] }`];
  const regions = settleFleet('release: "2025.1"', [
    host('a'),
    host('b'),
    [...host('c'), 'databasePurge: {}'],
    host('d'),
    host('e'),
  ]);
  const digests = regions.map((region) => fleet.harden(region).intentDigest);
  expect(collected).toHaveBeenCalledTimes(3);
  expect(new Set(digests).size).toBe(5);
  collected.mockRestore();
});
