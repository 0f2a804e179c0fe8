// One Glance on several kinds of nodes: what each inherits, what its role adds, and where a mistake is told.
import { hardenRegion } from '../../../src/constructs/harden-region';
import { parseIntent } from '../../../src/intent/load';
import { settleIntent, settleRegions } from '../../../src/intent/settle';
import { IntentProblems } from '../../../src/problems';
import { settleText } from './settled';

const split = `
release: "2025.1"
imageFormats: { diskFormats: [raw] }
nodes:
  public: {}
  internal: { imageLocations: { showImageDirectUrl: true } }
  importers: { imageImport: { allowedHosts: [images.example.org] } }
`;

test('each role is a region of its own, with what the region says and what the role means', () => {
  const regions = settleText(split);
  expect(regions.map(({ name }) => name)).toEqual(['public', 'internal', 'importers']);
  expect(regions.map(({ intent }) => intent.imageFormats)).toEqual(Array(3).fill({ diskFormats: ['raw'] }));
  expect(regions.map(({ intent }) => intent.imagePolicy?.audience)).toEqual([undefined, 'services', 'importers']);
  expect(regions.map(({ intent }) => intent.imageCreateRateLimit)).toEqual([undefined, false, undefined]);
  expect(regions.every(({ intent }) => !('nodes' in intent))).toBe(true);
});

test('what is said beats what a role means', () => {
  const text = 'release: "2025.1"\nimagePolicy: { audience: tenants }\nnodes: { internal: {} }\n';
  expect(settleText(text)[0]?.intent.imagePolicy).toEqual({ audience: 'tenants' });
});

test('in a fleet a node is named after region and role, and a clash of names is told', () => {
  const fleet = 'release: "2025.1"\nregions: { fra1: { nodes: { public: {}, internal: {} } }, ams1: {} }\n';
  expect(settleText(fleet).map(({ name }) => name)).toEqual(['fra1-public', 'fra1-internal', 'ams1']);
  const clash = 'release: "2025.1"\nregions: { fra1: { nodes: { public: {} } }, fra1-public: {} }\n';
  expect(() => settleText(clash)).toThrow(/duplicate-key/);
});

test('every role can be synthesized, and only the internal one shows where bytes lie', () => {
  const shown = settleText(split).map((region) => {
    const { settings } = hardenRegion(undefined, region).collect();
    return settings.find(({ option }) => option === 'show_image_direct_url')?.value;
  });
  expect(shown).toEqual([false, true, false]);
});

test('a mistake in a node is told at its own line, and one in the region at that of the region', () => {
  const told = (text: string) => {
    try {
      settleRegions(parseIntent(text, 'region.yaml', 'yaml'));
    } catch (error) {
      if (error instanceof IntentProblems) return error.problems.map(({ code, place }) => `${code} ${place.line}`);
      throw error;
    }
    return [];
  };
  const inNode = 'release: "2025.1"\nnodes:\n  public:\n    imageImport:\n      allowedHosts: ["*.example.org"]\n';
  expect(told(inNode)).toEqual(['bad-host 5']);
  const unknown = 'release: "2025.1"\nnodes:\n  public:\n    release: zed\n';
  expect(told(unknown)).toEqual(['unknown-key 4']);
  const role = 'release: "2025.1"\nnodes:\n  private: {}\n';
  expect(told(role)).toEqual(['unknown-key 3']);
  const contradiction =
    'release: "2025.1"\nnodes:\n  public:\n    imageImport:\n      enabledImportMethods: [web-download]\n';
  expect(told(contradiction)).toEqual(['contradiction 5']);
});

test('an intent written in TypeScript is one node at a time', () => {
  expect(() => settleIntent({ release: '2025.1', nodes: { public: {}, internal: {} } }, 'test')).toThrow(
    IntentProblems,
  );
});
