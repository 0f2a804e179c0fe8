// Versions: what Debian writes, the order of upstream tags, and which fixes a version has.
import { type DebianVersion, parseDebianVersion } from '../../../src/openstack/debian-version';
import type { ReleaseName, Service } from '../../../src/openstack/types';
import {
  codeLevel,
  compareUpstreamVersions,
  fixesOfEveryVersion,
  isAtLeast,
  parsePackageVersion,
  parseUpstreamVersion,
  upstreamOf,
} from '../../../src/openstack/versions';

function debian(text: string): DebianVersion {
  const version = parseDebianVersion(text);
  if (version === undefined) throw new Error(`dpkg takes it, we do not: ${text}`);
  return version;
}

test('takes and refuses what dpkg takes and refuses', () => {
  for (const text of ['2:30.0.0-3+deb13u2', '1', '1.0~rc1-1', '0:1-1', '1-2-3', '9:1:2-1']) {
    expect(parseDebianVersion(text)).toMatchObject({ text });
  }
  for (const text of ['', ':1', '2:', 'a:1', '1-', '2:-1', '1_0', '1 0', '-1', 'x1', '99999999999:1', '1\n']) {
    expect(parseDebianVersion(text)).toBeUndefined();
  }
});

test('upstream tags sort as they were made', () => {
  const inOrder = [
    '29.2.1',
    '30.0.0.0b2',
    '30.0.0.0rc1',
    '30.0.0',
    '30.0.1.dev3',
    '30.0.1',
    '30.2.0',
    '33.0.0.0b2',
    '33.0.0',
  ];
  const versions = inOrder.map((text) => parseUpstreamVersion(text)!);
  for (let at = 1; at < versions.length; at += 1) {
    expect(compareUpstreamVersions(versions[at - 1]!, versions[at]!)).toBeLessThan(0);
    expect(compareUpstreamVersions(versions[at]!, versions[at - 1]!)).toBeGreaterThan(0);
  }
  expect(compareUpstreamVersions(parseUpstreamVersion('30.0.0')!, parseUpstreamVersion('30.0.0.0')!)).toBe(0);
  expect(compareUpstreamVersions(parseUpstreamVersion('32.0.0rc2')!, parseUpstreamVersion('32.0.0')!)).toBeLessThan(0);
});

test('package versions are upstream, Debian, or a problem', () => {
  expect(parsePackageVersion('30.2.0').kind).toBe('upstream');
  expect(parsePackageVersion('2:30.0.0-3+deb13u2').kind).toBe('debian');
  for (const text of ['', 'latest', '30', 'epoxy', '30.2.0 ', '2:30', '30.0.0\n']) {
    expect(parsePackageVersion(text)).toMatchObject({ kind: 'problem', text });
  }
  expect(upstreamOf(debian('2:33.0.0~rc1+git1-2'))?.text).toBe('33.0.0rc1');
  expect(isAtLeast('2:25.1.0-2+deb12u5', '25.1.0')).toBe(true);
  expect(isAtLeast('2:25.1.0~rc1-1', '25.1.0')).toBe(false);
  expect(isAtLeast('nonsense', '25.1.0')).toBe(false);
});

function fixesOf(service: Service, release: ReleaseName, version?: string): string[] {
  const answer = codeLevel(service, release, version);
  if (!answer.ok) throw new Error(answer.error);
  return [...answer.level.fixes];
}

describe('codeLevel', () => {
  const old = ['OSSA-2023-002', 'OSSA-2024-001'];
  test.each([
    // The five levels that were measured on running services.
    ['zed', '25.1.0', ['OSSA-2023-002']],
    ['zed', '2:25.1.0-2+deb12u5', [...old, 'OSSA-2026-004', 'OSSN-0105', 'CVE-2026-71196']],
    ['2025.1', '30.0.0', old],
    ['2025.1', '2:30.0.0-3+deb13u2', [...old, 'OSSA-2026-004']],
    ['2026.2', '2:33.0.0-6', [...old, 'OSSA-2026-004', 'OSSN-0105', 'CVE-2026-71196']],
    // Around each border.
    ['zed', '2:25.1.0-2+deb12u1', old],
    ['zed', '2:25.1.0-2+deb12u3', [...old, 'OSSA-2026-004']],
    ['zed', '2:25.1.0-2+deb12u10', [...old, 'OSSA-2026-004', 'OSSN-0105', 'CVE-2026-71196']],
    ['zed', '2:25.1.0-3', ['OSSA-2023-002']],
    ['zed', '25.0.0', []],
    ['2025.1', '30.1.0', old],
    ['2025.1', '30.2.0', [...old, 'OSSA-2026-004']],
    ['2025.1', '30.3.0', [...old, 'OSSA-2026-004']],
    ['2025.1', '2:30.2.0-0ubuntu1', [...old, 'OSSA-2026-004']],
    ['2025.2', '31.1.0', [...old, 'OSSA-2026-004']],
    ['2025.2', '31.2.0', [...old, 'OSSA-2026-004', 'OSSN-0105']],
    ['2026.1', '32.0.0.0rc1', old],
    ['2026.1', '32.0.0', [...old, 'OSSA-2026-004']],
    ['2026.2', '33.0.0.0b2', [...old, 'OSSA-2026-004', 'OSSN-0105']],
    ['2026.2', '33.0.0', [...old, 'OSSA-2026-004', 'OSSN-0105', 'CVE-2026-71196']],
  ] as const)('glance %s %s', (release, version, fixes) => {
    expect(fixesOf('glance', release, version)).toEqual(fixes);
  });

  test('nova and cinder have their own histories', () => {
    expect(fixesOf('nova', 'zed', '2:26.2.2-1~deb12u2')).toEqual(old);
    expect(fixesOf('nova', 'zed', '2:26.2.2-1~deb12u3')).toEqual([...old, 'OSSA-2024-002']);
    expect(fixesOf('nova', '2024.1', '29.1.0')).toEqual(old);
    expect(fixesOf('cinder', 'zed', '2:21.3.1-1~deb12u1')).toEqual(old);
    expect(fixesOf('cinder', 'xena', '19.1.0')).toEqual([]);
  });

  test('an unknown version has what every version of the release has', () => {
    expect(fixesOf('glance', 'zed')).toEqual([]);
    expect(fixesOf('glance', '2025.1')).toEqual(old);
    expect([...fixesOfEveryVersion('glance', '2026.2')]).toContain('CVE-2026-71196');
    expect(codeLevel('glance', 'zed', undefined)).toMatchObject({ ok: true, level: { packageVersion: null } });
  });

  test('a version of another release is an error that names it', () => {
    expect(codeLevel('glance', '2025.1', '29.2.0')).toEqual({
      ok: false,
      error: 'a version of glance 2025.1, which is 30.x.y; 29 is 2024.2',
    });
    expect(codeLevel('glance', '2025.1', 'latest').ok).toBe(false);
  });
});
