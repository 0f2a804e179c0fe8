// The beds of the proof: which real Glance runs where, and what the intent and the judge know of it.
import { releaseNames, releases } from '../../src/openstack/releases';
import type { Launcher, ReleaseName } from '../../src/openstack/types';
import { codeLevel } from '../../src/openstack/versions';

/** A Debian suite that the bed knows. */
export type Suite = 'bookworm' | 'trixie' | 'sid';

/** All of them; the slowest to attack first. */
export const suites: readonly Suite[] = ['trixie', 'bookworm', 'sid'];

/** A real Glance of one suite under one launcher. */
export interface Bed {
  readonly suite: Suite;
  readonly launcher: Launcher;
  /** The version of Debian's Glance whose patches the code has; absent: the package as it is installed. */
  readonly level?: string;
  /** A level between the release and the package, on which only what the patches touch is tried. */
  readonly isBetween?: boolean;
}

/** Glance of sid has no standalone server. */
export const beds: readonly Bed[] = [
  { suite: 'bookworm', launcher: 'eventlet' },
  { suite: 'bookworm', launcher: 'uwsgi' },
  { suite: 'trixie', launcher: 'eventlet' },
  { suite: 'trixie', launcher: 'uwsgi' },
  { suite: 'sid', launcher: 'uwsgi' },
];

/**
 * Code without the newer security patches: that of the releases 25.1.0 and 30.0.0, and each level that Debian shipped in between.
 * Of sid there is none: its release 33.0.0 has every fix that Glacis knows, and no patch of the package adds one.
 */
export const levelBeds: readonly Bed[] = [
  { suite: 'bookworm', launcher: 'uwsgi', level: '2:25.1.0-2' },
  { suite: 'bookworm', launcher: 'uwsgi', level: '2:25.1.0-2+deb12u1', isBetween: true },
  { suite: 'bookworm', launcher: 'uwsgi', level: '2:25.1.0-2+deb12u2', isBetween: true },
  { suite: 'bookworm', launcher: 'uwsgi', level: '2:25.1.0-2+deb12u4', isBetween: true },
  { suite: 'trixie', launcher: 'uwsgi', level: '2:30.0.0-3' },
];

/** Every bed of the proof. */
export const allBeds: readonly Bed[] = [...beds, ...levelBeds];

/** What runs: the intent names it, the judge keys on it. */
export interface Platform {
  readonly release: ReleaseName;
  /** Undefined when no release that Glacis knows has this version: judged as unpatched. */
  readonly glancePackage: string | undefined;
  readonly launcher: Launcher;
}

/** `trixie/eventlet`; `trixie@30.0.0-3/uwsgi` of an earlier level. */
export function nameOfBed({ suite, launcher, level }: Bed): string {
  return `${suite}${level === undefined ? '' : `@${level.replace(/^\d+:/, '')}`}/${launcher}`;
}

/** The platform of a bed with this version of Glance. sid moves: what no release knows is judged as the newest one, unpatched. */
export function platformOf({ launcher }: Pick<Bed, 'launcher'>, glancePackage: string): Platform {
  const release = releases.find(({ name }) => codeLevel('glance', name, glancePackage).ok)?.name;
  if (release !== undefined) return { release, glancePackage, launcher };
  return { release: releaseNames.at(-1) as ReleaseName, glancePackage: undefined, launcher };
}

/** The beds of this run among `all`: GLACIS_PROOF names some (`trixie/eventlet,sid/uwsgi`), else every one. */
export function chosenBeds(all: readonly Bed[] = beds): readonly Bed[] {
  const wanted = process.env.GLACIS_PROOF?.split(',') ?? [];
  return wanted.length === 0 ? all : all.filter((bed) => wanted.includes(nameOfBed(bed)));
}
