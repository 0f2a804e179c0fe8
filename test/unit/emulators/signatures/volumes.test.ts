// The tables of Cinder, of boot from volume, of Glance and of snapshots, case by case.
import { type CinderPath, makeVolume } from '../../../../src/emulators/signatures/cinder-volume';
import { type GlanceAction, type ImportGate, storeImage } from '../../../../src/emulators/signatures/glance-store';
import { imageStates } from '../../../../src/emulators/signatures/image-state';
import { takeSnapshot } from '../../../../src/emulators/signatures/snapshot';
import { bootVolume } from '../../../../src/emulators/signatures/volume-boot';
import type { ReleaseName } from '../../../../src/openstack/types';

const volumes = (verifies: boolean, path: CinderPath, release: ReleaseName = '2025.1') =>
  imageStates.map((state) => {
    const { ends, mark } = makeVolume({ release, verifies }, path, state);
    return `${ends === 'available' ? 'ok' : 'error'}${mark === null ? '' : `/${mark}`}`;
  });
const unchecked = ['ok', 'ok', 'ok', 'ok', 'ok', 'ok'];

test('Cinder, download', () => {
  expect(volumes(true, 'download')).toEqual(['ok/false', 'error', 'ok/true', 'ok/true', 'error', 'error']);
});

test.each(['driver-clone', 'location-clone', 'cache-hit', 'reimage', 'copy'] as const)('Cinder, %s', (path) => {
  expect(volumes(true, path)).toEqual(unchecked);
});

test('Cinder switched off, and Cinder before rocky', () => {
  expect(volumes(false, 'download')).toEqual(unchecked);
  expect(volumes(true, 'download', 'queens')).toEqual(unchecked);
  expect(volumes(true, 'download', 'rocky')).not.toEqual(unchecked);
});

describe('boot from volume', () => {
  const nova = (switches: string, release: ReleaseName = '2025.1') => ({
    release,
    verifies: switches[0] === 'T',
    validates: switches[1] === 'T',
    hasTrustedList: switches[2] === 'T',
  });

  test.each([
    ['TTT', 'refused'],
    ['TFT', 'unchecked'],
    ['TTF', 'unchecked'],
    ['FTT', 'unchecked'],
    ['FFF', 'unchecked'],
  ])('no imageRef, VED %s: %s', (switches, outcome) => {
    expect(bootVolume(nova(switches), 'empty-image-ref')).toBe(outcome);
  });

  test('a list in the request refuses an empty imageRef whatever the options say', () => {
    expect(bootVolume(nova('FFF'), 'empty-image-ref', true)).toBe('refused');
  });

  test('an imageRef beside the root volume is never refused', () => {
    expect(bootVolume(nova('TTT'), 'image-ref-and-volume-root', true)).toBe('unchecked');
  });

  test('rebuilds', () => {
    expect(bootVolume(nova('TTT'), 'rebuild-with-list')).toBe('refused');
    expect(bootVolume(nova('TTT'), 'rebuild-with-null')).toBe('unchecked');
    expect(bootVolume(nova('TTT'), 'rebuild-new-image')).toBe('unchecked');
    expect(bootVolume(nova('TTT', 'yoga'), 'rebuild-new-image')).toBe('absent');
    expect(bootVolume(nova('TTT', 'queens'), 'rebuild-with-list')).toBe('absent');
    expect(bootVolume(nova('TTT', 'queens'), 'empty-image-ref')).toBe('unchecked');
  });
});

describe('Glance', () => {
  const stores = (action: GlanceAction, gate?: ImportGate) =>
    imageStates.map((state) => storeImage(action, state, gate).ends === 'stored');
  const [yes, no] = [true, false];

  test.each(['upload', 'import', 'copy-image'] as const)('%s verifies four properties and no fewer', (action) => {
    expect(stores(action)).toEqual([yes, yes, yes, yes, no, no]);
  });

  test('conversion makes every full signature fail', () => {
    expect(stores('import', { isConverting: true })).toEqual([yes, yes, no, no, no, no]);
    expect(stores('upload', { isConverting: true })).toEqual([yes, yes, yes, yes, no, no]);
  });

  test('the plugin asks on import and nowhere else', () => {
    const gate = { isSignatureRequired: true };
    expect(stores('import', gate)).toEqual([no, no, yes, yes, no, no]);
    expect(stores('upload', gate)).toEqual([yes, yes, yes, yes, no, no]);
    expect(stores('copy-image', gate)).toEqual([yes, yes, yes, yes, no, no]);
  });

  test.each(['add-location', 'late-properties', 'download'] as const)('%s is never verified', (action) => {
    expect(stores(action)).toEqual([yes, yes, yes, yes, yes, yes]);
    expect(imageStates.some((state) => storeImage(action, state).isVerified)).toBe(false);
  });
});

test('snapshots', () => {
  expect(takeSnapshot('ussuri', false)).toBe('unsigned');
  expect(takeSnapshot('train', false)).toBe('upload-refused');
  expect(takeSnapshot('train', false, ['cache_in_nova', 'img_signature_key_type'])).toBe('unsigned');
  expect(takeSnapshot('2025.1', true)).toBe('volume-snapshot');
});
