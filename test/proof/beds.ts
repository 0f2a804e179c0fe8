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
}

/** Glance of sid has no standalone server. */
export const beds: readonly Bed[] = [
  { suite: 'bookworm', launcher: 'eventlet' },
  { suite: 'bookworm', launcher: 'uwsgi' },
  { suite: 'trixie', launcher: 'eventlet' },
  { suite: 'trixie', launcher: 'uwsgi' },
  { suite: 'sid', launcher: 'uwsgi' },
];

/** What runs: the intent names it, the judge keys on it. */
export interface Platform {
  readonly release: ReleaseName;
  /** Undefined when no release that Glacis knows has this version: judged as unpatched. */
  readonly glancePackage: string | undefined;
  readonly launcher: Launcher;
}

/** `trixie/eventlet`. */
export function nameOfBed({ suite, launcher }: Bed): string {
  return `${suite}/${launcher}`;
}

/** The platform of a bed with this version of Glance. sid moves: what no release knows is judged as the newest one, unpatched. */
export function platformOf({ launcher }: Pick<Bed, 'launcher'>, glancePackage: string): Platform {
  const release = releases.find(({ name }) => codeLevel('glance', name, glancePackage).ok)?.name;
  if (release !== undefined) return { release, glancePackage, launcher };
  return { release: releaseNames.at(-1) as ReleaseName, glancePackage: undefined, launcher };
}

/** The beds of this run: GLACIS_PROOF names some (`trixie/eventlet,sid/uwsgi`), else all. */
export function chosenBeds(): readonly Bed[] {
  const wanted = process.env.GLACIS_PROOF?.split(',') ?? [];
  return wanted.length === 0 ? beds : beds.filter((bed) => wanted.includes(nameOfBed(bed)));
}
