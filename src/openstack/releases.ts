// The OpenStack releases in order, with the version numbers of each service and the Python they usually run on.
import type { ReleaseName, Service } from './types';

/** One release: its place in the order and the numbers it is known by. */
export interface Release {
  readonly name: ReleaseName;
  /** 0 for the oldest release that Glacis knows. Comparable, without gaps. */
  readonly ordinal: number;
  /** First number of the upstream versions: glance 30.x.y belongs to 2025.1. */
  readonly majors: Readonly<Record<Service, number>>;
  /** Python minor version the release usually runs on: Debian's for zed, 2025.1 and 2026.2, else that of the contemporary Ubuntu or the newest that upstream tests. It decides how urlsplit reads odd URLs. */
  readonly python: string;
  /** The word people call it by: `epoxy` for 2025.1; older releases have no other name. */
  readonly series: string;
}

const table = [
  ['queens', 16, 17, 12, '3.6', 'queens'],
  ['rocky', 17, 18, 13, '3.6', 'rocky'],
  ['stein', 18, 19, 14, '3.6', 'stein'],
  ['train', 19, 20, 15, '3.6', 'train'],
  ['ussuri', 20, 21, 16, '3.8', 'ussuri'],
  ['victoria', 21, 22, 17, '3.8', 'victoria'],
  ['wallaby', 22, 23, 18, '3.8', 'wallaby'],
  ['xena', 23, 24, 19, '3.8', 'xena'],
  ['yoga', 24, 25, 20, '3.10', 'yoga'],
  ['zed', 25, 26, 21, '3.11', 'zed'],
  ['2023.1', 26, 27, 22, '3.10', 'antelope'],
  ['2023.2', 27, 28, 23, '3.10', 'bobcat'],
  ['2024.1', 28, 29, 24, '3.12', 'caracal'],
  ['2024.2', 29, 30, 25, '3.12', 'dalmatian'],
  ['2025.1', 30, 31, 26, '3.13', 'epoxy'],
  ['2025.2', 31, 32, 27, '3.12', 'flamingo'],
  ['2026.1', 32, 33, 28, '3.13', 'gazpacho'],
  ['2026.2', 33, 34, 29, '3.14', 'hibiscus'],
] as const satisfies readonly (readonly [ReleaseName, number, number, number, string, string])[];

/** Every release, oldest first. */
export const releases: readonly Release[] = table.map(([name, glance, nova, cinder, python, series], ordinal) => ({
  name,
  ordinal,
  majors: { glance, nova, cinder },
  python,
  series,
}));

/** The names alone, oldest first. */
export const releaseNames: readonly ReleaseName[] = table.map(([name]) => name);

const byName: ReadonlyMap<string, Release> = new Map(releases.map((release) => [release.name, release]));

/** Whether the text is the exact name of a known release: `zed`, `2025.1`. */
export function isRelease(text: string): text is ReleaseName {
  return byName.has(text);
}

/** The release that people call so, whatever the case: `Epoxy` is 2025.1. Undefined when none is. */
export function findReleaseOfSeries(text: string): ReleaseName | undefined {
  return releases.find(({ series }) => series === text.toLowerCase())?.name;
}

/** The facts of a release. */
export function describeRelease(name: ReleaseName): Release {
  const release = byName.get(name);
  if (release === undefined) throw new RangeError(`not a release: ${name}`);
  return release;
}

/** Negative when `a` is older than `b`, 0 when they are the same. */
export function compareReleases(a: ReleaseName, b: ReleaseName): number {
  return describeRelease(a).ordinal - describeRelease(b).ordinal;
}

/** The release that upstream version `major`.x.y of a service belongs to; undefined when Glacis does not know it. */
export function findReleaseOfMajor(service: Service, major: number): ReleaseName | undefined {
  return releases.find((release) => release.majors[service] === major)?.name;
}
