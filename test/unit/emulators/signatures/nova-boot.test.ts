// The table of Nova's code, row by row: V verifies, E validates, D has a trusted list, U the request brings its own.
import { type ImageState, imageStates } from '../../../../src/emulators/signatures/image-state';
import { bootImage, findNovaMode, type NovaPath } from '../../../../src/emulators/signatures/nova-boot';
import type { ReleaseName } from '../../../../src/openstack/types';

const facts = (switches: string, release: ReleaseName = '2025.1') => ({
  release,
  verifies: switches[0] === 'T',
  validates: switches[1] === 'T',
  hasTrustedList: switches[2] === 'T',
});
const row = (switches: string, path: NovaPath = 'download', release?: ReleaseName) =>
  imageStates.map((state) => bootImage(facts(switches, release), path, state, switches[3] === 'T').ends).join(' ');

const boots = 'boots boots boots boots boots boots';
const trusted = 'error error boots error error error';

test.each([
  ['FFFF', 'off', boots],
  ['FFTF', 'off', boots],
  ['FTFF', 'off', boots],
  ['FTTF', 'operator-trust', trusted],
  ['TFFF', 'signature', 'error error boots boots error error'],
  ['TFTF', 'signature', 'error error boots boots error error'],
  ['TTFF', 'nothing-trusted', 'error error error error error error'],
  ['TTTF', 'operator-trust', trusted],
  ['FFFT', 'request-trust', 'error error depends depends error error'],
  ['TTTT', 'request-trust', 'error error depends depends error error'],
])('VEDU %s is %s', (switches, mode, outcome) => {
  expect(findNovaMode(facts(switches), switches[3] === 'T')).toBe(mode);
  expect(row(switches)).toBe(outcome);
});

test('queens knows V alone: certificate options are registered and read by nobody', () => {
  expect(row('TTTF', 'download', 'queens')).toBe('error error boots boots error error');
  expect(row('FTTF', 'download', 'queens')).toBe(boots);
  expect(row('FFFT', 'download', 'queens')).toBe(boots);
  expect(row('TTTF', 'download', 'rocky')).toBe(trusted);
});

test.each(['rbd-clone', 'cached-base', 'disk-copy'] as const)('%s never meets the verifier', (path) => {
  expect(row('TTTF', path)).toBe(boots);
});

test('a direct copy passes the verifier up to ussuri', () => {
  expect(row('TTTF', 'direct-copy', 'ussuri')).toBe(boots);
  expect(row('TTTF', 'direct-copy', 'victoria')).toBe(trusted);
});

test('ironic boots anything unless the server carries trusted ids', () => {
  expect(row('TFFF', 'ironic')).toBe(boots);
  // The compute host falls back to the list, the API stored no ids: the driver is not asked.
  expect(row('FTTF', 'ironic')).toBe(boots);
  expect(row('TTTF', 'ironic')).toBe('error error error error error error');
});

test('a download out of ceph is verified like any other', () => {
  expect(row('TTTF', 'rbd-download')).toBe(trusted);
});

test('only altered bytes are tried on further hosts', () => {
  const again = (state: ImageState) => bootImage(facts('TTTF'), 'download', state).isRescheduled;
  expect(imageStates.filter(again)).toEqual(['BAD']);
});

test('what boots past the verifier is never called verified', () => {
  for (const path of ['rbd-clone', 'cached-base', 'disk-copy', 'ironic', 'direct-copy'] as const) {
    expect(bootImage(facts('TFFF', 'ussuri'), path, 'OK').isVerified).toBe(false);
  }
  expect(bootImage(facts('TTTF'), 'download', 'OK').isVerified).toBe(true);
});
