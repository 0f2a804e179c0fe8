// What decisions may ask about the release of a stack, answered from the catalogue.
import { findOption, findRule, listRules } from '../openstack/catalogue';
import { compareReleases } from '../openstack/releases';
import type { CodeLevel, Launcher, ReleaseName, Service } from '../openstack/types';
import { codeLevel, isAtLeast } from '../openstack/versions';
import { type Place, type Problem, problem } from '../problems';
import type { ReleaseFacts } from './control';

/** The part of a stack that decides what its services know. */
export interface Versions {
  readonly release: ReleaseName;
  readonly packages: Readonly<Partial<Record<Service, string>>>;
  readonly launcher?: Launcher;
}

const services: readonly Service[] = ['glance', 'nova', 'cinder'];

/** Kept facts: a fleet has few combinations of releases and versions. */
const MAX_KNOWN = 64;
const known = new Map<string, ReleaseFacts>();

/**
 * Facts for a release and its package versions, the same object for the same versions. A version that cannot be read, or is of another
 * release, is a problem.
 */
export function releaseFacts(
  { release, packages, launcher }: Versions,
  placeOf: (pointer: string) => Place,
): { facts: ReleaseFacts; problems: readonly Problem[] } {
  const key = JSON.stringify([release, launcher, packages]);
  const earlier = known.get(key);
  if (earlier !== undefined) return { facts: earlier, problems: [] };
  // A copy: whoever owns the stack may change what it was given.
  const found = findFacts({ release, packages: { ...packages }, ...(launcher && { launcher }) }, placeOf);
  if (found.problems.length > 0) return found;
  const [oldest] = known.keys();
  if (known.size >= MAX_KNOWN && oldest !== undefined) known.delete(oldest);
  known.set(key, found.facts);
  return found;
}

function findFacts(
  versions: Versions,
  placeOf: (pointer: string) => Place,
): { facts: ReleaseFacts; problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const levels = new Map<Service, CodeLevel>();
  for (const service of services) {
    const level = codeLevel(service, versions.release, versions.packages[service]);
    if (level.ok) levels.set(service, level.level);
    else {
      problems.push(
        problem('unknown-package-version', placeOf(`/packages/${service}`), {
          got: versions.packages[service] ?? '',
          wanted: level.error,
        }),
      );
    }
  }
  const { release } = versions;
  const facts: ReleaseFacts = {
    release,
    ...(versions.launcher && { launcher: versions.launcher }),
    has: (service, section, option) => {
      const added = findOption(service, section, option, release);
      if (!added) return false;
      const since = added.facts.addedInPointRelease;
      if (since === undefined) return true;
      const version = versions.packages[service];
      return since !== null && version !== undefined && isAtLeast(version, since);
    },
    rule: (service, name) => findRule(service, name, release),
    rules: (service) => listRules(service, release),
    isFrom: (since) => compareReleases(release, since) >= 0,
    level: (service) => levels.get(service) as CodeLevel,
  };
  return { facts, problems };
}
