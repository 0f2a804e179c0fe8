// The measured table of formats: what Glance answers for bytes, label and container, and what Nova and Cinder refuse by patch level.
import { judgeVolume } from '../../../../src/emulators/formats/cinder-gate';
import { type ImageFormatOptions, judgeUpload } from '../../../../src/emulators/formats/glance-gate';
import { type ImageBytes, imageBytes } from '../../../../src/emulators/formats/image-bytes';
import { judgeBoot } from '../../../../src/emulators/formats/nova-gate';
import type { CodeLevel, FixId, ReleaseName, Service } from '../../../../src/openstack/types';

const all: ImageFormatOptions = {
  diskFormats: ['ami', 'ari', 'aki', 'vhd', 'vhdx', 'vmdk', 'raw', 'qcow2', 'vdi', 'iso', 'ploop'],
  containerFormats: ['bare', 'ovf'],
  mustMatch: true,
  nonfatalGptChecks: ['mbr'],
};
const statusOf = (bytes: ImageBytes, diskFormat: string, release: ReleaseName, options = all, container = 'bare') =>
  judgeUpload({ bytes, diskFormat, containerFormat: container }, options, release)[0]?.status ?? 204;

// Rows as measured on Zed, 2025.1 and 2026.2.
test.each([
  ['zeros as qcow2', imageBytes.raw, 'qcow2', 204, 415],
  ['real qcow2 as raw', imageBytes.qcow2, 'raw', 204, 204],
  ['qcow2 as vmdk', imageBytes.qcow2, 'vmdk', 204, 415],
  ['qcow2 as iso', imageBytes.qcow2, 'iso', 204, 415],
  ['backing file as qcow2', imageBytes.qcow2BackingFile, 'qcow2', 204, 415],
  ['backing file as raw', imageBytes.qcow2BackingFile, 'raw', 204, 415],
  ['data file as raw', imageBytes.qcow2DataFile, 'raw', 204, 415],
  ['flat vmdk as vmdk', imageBytes.vmdkFlat, 'vmdk', 204, 415],
  ['flat vmdk as raw', imageBytes.vmdkFlat, 'raw', 204, 415],
] as const)('%s', (_, bytes, label, zed, later) => {
  expect(statusOf(bytes, label, 'zed')).toBe(zed);
  expect(statusOf(bytes, label, '2025.1')).toBe(later);
  expect(statusOf(bytes, label, '2026.2')).toBe(later);
});

test('a label or container that is not listed is refused in every release', () => {
  const narrow = { ...all, diskFormats: ['raw'], containerFormats: ['bare'] };
  for (const release of ['queens', 'zed', '2025.1', '2026.2'] as const) {
    expect(statusOf(imageBytes.qcow2, 'qcow2', release, narrow)).toBe(400);
    expect(statusOf(imageBytes.raw, 'raw', release, narrow, 'ovf')).toBe(400);
  }
});

test('any container but bare is stored without a look', () => {
  expect(statusOf(imageBytes.qcow2DataFile, 'qcow2', '2026.2', all, 'ovf')).toBe(204);
});

test('without the match a wrong label skips the safety checks behind it, a right one does not', () => {
  const loose = { ...all, mustMatch: false };
  expect(statusOf(imageBytes.qcow2DataFile, 'vmdk', '2025.1', loose)).toBe(204);
  expect(statusOf(imageBytes.qcow2DataFile, 'qcow2', '2025.1', loose)).toBe(415);
  expect(statusOf(imageBytes.isoQcow2, 'iso', '2025.1', loose)).toBe(204);
  expect(statusOf(imageBytes.isoQcow2, 'iso', '2025.1')).toBe(415);
});

test('an ISO with a GPT is an ISO since 2026.1, two formats before', () => {
  expect(statusOf(imageBytes.isoGpt, 'iso', '2025.2')).toBe(415);
  expect(statusOf(imageBytes.isoGpt, 'iso', '2025.2', { ...all, mustMatch: false })).toBe(204);
  expect(statusOf(imageBytes.isoGpt, 'iso', '2026.1')).toBe(204);
});

test('only named checks of a GPT are harmless', () => {
  expect(statusOf(imageBytes.gptBroken, 'raw', '2025.1', { ...all, nonfatalGptChecks: [] })).toBe(415);
  expect(statusOf(imageBytes.gptBroken, 'raw', '2025.1', { ...all, nonfatalGptChecks: ['mbr'] })).toBe(204);
});

test('an ISO with a GPT is refused under the label raw, unless the match is off', () => {
  expect(statusOf(imageBytes.isoGpt, 'raw', '2026.2')).toBe(415);
  expect(statusOf(imageBytes.isoGpt, 'raw', '2026.2', { ...all, mustMatch: false })).toBe(204);
});

test('labels without an inspector take bytes of no known format alone', () => {
  expect(statusOf(imageBytes.raw, 'ploop', '2025.1')).toBe(204);
  expect(statusOf(imageBytes.qcow2, 'ploop', '2025.1')).toBe(415);
});

const level = (service: Service, ...fixes: readonly FixId[]): CodeLevel => ({
  service,
  release: 'zed',
  packageVersion: null,
  fixes: new Set(fixes),
});
const types = { vmdkAllowedTypes: ['streamOptimized', 'monolithicSparse'], isInspectionOff: false };
const boots = (bytes: ImageBytes, label: string, ...fixes: readonly FixId[]) =>
  judgeBoot(bytes, label, level('nova', ...fixes), types) === null;
const makesVolume = (bytes: ImageBytes, label: string, ...fixes: readonly FixId[]) =>
  judgeVolume(bytes, label, level('cinder', ...fixes), types) === null;

describe('nova', () => {
  test('a data file boots before OSSA-2024-001, under a raw label before OSSA-2024-002', () => {
    expect(boots(imageBytes.qcow2DataFile, 'qcow2')).toBe(true);
    expect(boots(imageBytes.qcow2DataFile, 'qcow2', 'OSSA-2024-001')).toBe(false);
    expect(boots(imageBytes.qcow2DataFile, 'raw', 'OSSA-2024-001')).toBe(true);
    expect(boots(imageBytes.qcow2DataFile, 'raw', 'OSSA-2024-001', 'OSSA-2024-002')).toBe(false);
  });

  test('the first fix of 2024 took away what OSSA-2023-002 saw under a raw label', () => {
    expect(boots(imageBytes.vmdkFlat, 'raw', 'OSSA-2023-002')).toBe(false);
    expect(boots(imageBytes.vmdkFlat, 'raw', 'OSSA-2023-002', 'OSSA-2024-001')).toBe(true);
    expect(boots(imageBytes.vmdkFlat, 'raw', 'OSSA-2023-002', 'OSSA-2024-001', 'OSSA-2024-002')).toBe(false);
  });

  test('with the inspection off nobody looks at a data file, and the VMDK types still count', () => {
    const off = { ...types, isInspectionOff: true };
    const patched = level('nova', 'OSSA-2023-002', 'OSSA-2024-001', 'OSSA-2024-002');
    expect(judgeBoot(imageBytes.qcow2DataFile, 'qcow2', patched, off)).toBeNull();
    expect(judgeBoot(imageBytes.vmdkFlat, 'vmdk', patched, off)).toMatch(/vmdk_allowed_types/);
    const open = { ...off, vmdkAllowedTypes: ['monolithicFlat'] };
    expect(judgeBoot(imageBytes.vmdkFlat, 'vmdk', patched, open)).toBeNull();
  });

  test.each<[keyof typeof imageBytes, string, boolean]>([
    ['raw', 'ami', true],
    ['qcow2', 'ari', true],
    ['raw', 'qcow2', false],
    ['qcow2', 'raw', false],
    ['raw', 'ploop', false],
    ['isoGpt', 'raw', false],
  ])('%s called %s boots with every fix: %s', (bytes, label, isBooted) => {
    expect(boots(imageBytes[bytes], label, 'OSSA-2023-002', 'OSSA-2024-001', 'OSSA-2024-002')).toBe(isBooted);
  });

  test('good images boot on every level', () => {
    for (const fixes of [[], ['OSSA-2024-001'], ['OSSA-2024-001', 'OSSA-2024-002']] as const) {
      expect(boots(imageBytes.qcow2, 'qcow2', ...fixes)).toBe(true);
      expect(boots(imageBytes.raw, 'raw', ...fixes)).toBe(true);
      expect(boots(imageBytes.isoGpt, 'iso', ...fixes)).toBe(true);
      expect(makesVolume(imageBytes.qcow2, 'qcow2', ...fixes)).toBe(true);
    }
  });
});

test('cinder inspects the bytes from OSSA-2024-001 on, whatever the label', () => {
  expect(makesVolume(imageBytes.qcow2DataFile, 'qcow2')).toBe(true);
  expect(makesVolume(imageBytes.qcow2DataFile, 'qcow2', 'OSSA-2024-001')).toBe(false);
  expect(makesVolume(imageBytes.qcow2DataFile, 'raw', 'OSSA-2024-001')).toBe(false);
  expect(makesVolume(imageBytes.vmdkFlat, 'vmdk', 'OSSA-2023-002')).toBe(false);
  expect(makesVolume(imageBytes.vmdkFlat, 'raw', 'OSSA-2023-002')).toBe(true);
  expect(makesVolume(imageBytes.qcow2BackingFile, 'qcow2')).toBe(false);
});

test("cinder's own inspector takes the first format that fits: bytes of two formats go on", () => {
  expect(makesVolume(imageBytes.isoQcow2, 'raw', 'OSSA-2024-001')).toBe(true);
  expect(boots(imageBytes.isoQcow2, 'iso', 'OSSA-2024-001', 'OSSA-2024-002')).toBe(false);
});

test('vmdk_allowed_types is compared with the type that the VMDK has', () => {
  const stream = { ...imageBytes.vmdkFlat, fails: [], createType: 'streamOptimized' };
  expect(boots(stream, 'vmdk', 'OSSA-2023-002')).toBe(true);
  expect(makesVolume(stream, 'vmdk', 'OSSA-2023-002')).toBe(true);
  expect(boots({ ...stream, createType: 'vmfs' }, 'vmdk', 'OSSA-2023-002')).toBe(false);
});
