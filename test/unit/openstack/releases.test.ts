// The order of the releases and the numbers that tie package versions to them.
import {
  compareReleases,
  describeRelease,
  findReleaseOfMajor,
  isRelease,
  releaseNames,
  releases,
} from '../../../src/openstack/releases';

describe('releases', () => {
  test('are in order, from queens on, with gapless majors for each service', () => {
    expect(releaseNames.slice(0, 10).join()).toBe('queens,rocky,stein,train,ussuri,victoria,wallaby,xena,yoga,zed');
    expect(releaseNames.slice(10)).toEqual([...releaseNames.slice(10)].sort());
    for (const [at, release] of releases.entries()) {
      expect(release.ordinal).toBe(at);
      const first = releases[0]!.majors;
      expect(release.majors).toEqual({ glance: first.glance + at, nova: first.nova + at, cinder: first.cinder + at });
    }
  });

  test('know the numbers that distributions use', () => {
    expect(describeRelease('2025.1').majors).toEqual({ glance: 30, nova: 31, cinder: 26 });
    expect(describeRelease('zed').majors).toEqual({ glance: 25, nova: 26, cinder: 21 });
    expect(findReleaseOfMajor('cinder', 29)).toBe('2026.2');
    expect(findReleaseOfMajor('glance', 15)).toBeUndefined();
  });

  test('compare by age, not by name', () => {
    expect(compareReleases('zed', '2023.1')).toBeLessThan(0);
  });

  test('are named exactly', () => {
    expect(isRelease('2025.1')).toBe(true);
    for (const text of ['Zed', '2025.3', 'epoxy', '', 'constructor']) expect(isRelease(text)).toBe(false);
  });
});
