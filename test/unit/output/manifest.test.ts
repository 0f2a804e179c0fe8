// A manifest is read from a directory that others can write to: what it says is checked before anything is judged by it.
import { type ManifestRegion, parseManifest } from '../../../src/output/manifest';

const region: ManifestRegion = {
  name: 'RegionOne',
  release: '2025.1',
  packages: { glance: '2:30.0.0-3+deb13u2' },
  launcher: 'uwsgi',
  glanceUid: 64062,
  intentDigest: 'e01d61bd340d',
  targets: { etc: 'RegionOne' },
  acceptedRisks: [{ risk: 'dos-image-flood', reason: 'behind a proxy of its own', until: '2027-01-31' }],
};

function parse(changes: Readonly<Record<string, unknown>>) {
  return parseManifest(JSON.stringify({ glacis: '1', regions: [{ ...region, ...changes }], files: {} }));
}

test('a manifest as synth writes it', () => {
  expect(parse({})?.regions).toEqual([region]);
  expect(parse({ name: null, targets: { etc: '' }, acceptedRisks: [] })).toBeDefined();
});

const risk = region.acceptedRisks[0];

test.each([
  ['a path out of the directory', { targets: { etc: '../etc' } }],
  ['a path that climbs in between', { targets: { etc: 'a/../../etc' } }],
  ['an absolute path', { targets: { etc: '/etc' } }],
  ['a path that is none', { targets: { etc: 5 } }],
  ['the directory of another region', { targets: { etc: 'ams1' } }],
  ['two targets in each other’s place', { targets: { etc: 'RegionOne/puppet', puppet: 'RegionOne/etc' } }],
  ['residuals that are no list', { residuals: 5 }],
  ['a residual that is nothing', { residuals: [null] }],
  ['what is not carried by nothing', { uncarried: null }],
  ['what is not carried to a target that is not there', { uncarried: { puppet: [] } }],
  ['what is not carried as no list', { uncarried: { etc: 5 } }],
  ['no target, so nothing to judge', { targets: {} }],
  ['targets as a list', { targets: ['etc'] }],
  ['a release that does not exist', { release: 'constructor' }],
  ['a launcher of every object', { launcher: 'toString' }],
  ['a uid that is none', { glanceUid: -1 }],
  ['a uid with a fraction', { glanceUid: 64062.5 }],
  ['a package version that is none', { packages: { nova: '30.0.0', glance: 30 } }],
  ['a risk without a last day, which would never expire', { acceptedRisks: [{ ...risk, until: undefined }] }],
  ['a last day that compares as no date', { acceptedRisks: [{ ...risk, until: 'never' }] }],
  ['a risk without a reason', { acceptedRisks: [risk, { ...risk, reason: ' ' }] }],
  ['a risk that is nothing', { acceptedRisks: [null] }],
  ['a risk in a place that is none', { acceptedRisks: [{ ...risk, where: 1 }] }],
  ['a name with control characters', { name: '\u001b[2J' }],
  ['no digest of the intent', { intentDigest: null }],
])('is refused with %s', (_, changes) => {
  expect(parse(changes)).toBeUndefined();
});

test.each([
  ['null'],
  ['[]'],
  ['{"glacis":"1","regions":[null],"files":{}}'],
  ['{"glacis":"1","regions":[],"files":[]}'],
])('is none: %s', (text) => {
  expect(parseManifest(text)).toBeUndefined();
});

const other = { ...region, name: 'ams1', targets: { etc: 'ams1' } };
const files = { 'RegionOne/README.md': 'a', 'ams1/README.md': 'b', '_fleet/kustomize/flux/ams1.yaml': 'c' };

test('of a fleet every region is there, once', () => {
  const read = (regions: readonly unknown[]) => parseManifest(JSON.stringify({ glacis: '1', regions, files }));
  expect(read([region, other])?.regions).toHaveLength(2);
  expect(read([region])).toBeUndefined();
  expect(read([region, { ...other, targets: { etc: 'ams1/etc', puppet: 'ams1/puppet' } }])).toBeUndefined();
  expect(read([region, other, other])).toBeUndefined();
  expect(read([region, other, { ...region, name: null, targets: { etc: '' } }])).toBeUndefined();
});
