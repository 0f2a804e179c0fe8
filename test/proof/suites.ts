// The Debian suites of a run, and what is installed in each.
import { execFileSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import type { CodeLevel, Service } from '../../src/openstack/types';
import { codeLevel } from '../../src/openstack/versions';
import { buildSuite, type CodeOfLevel, releaseOf, type Suite, type SuiteVersions } from './bed';

/** Where the versions of this run are handed on, so that each suite is asked once: no test file shares modules with another. */
const handedOn = 'GLACIS_SUITE_VERSIONS';

/** The suites whose beds are asked for: GLACIS_PROOF names some (`trixie/eventlet`), else all. */
export function chosenSuites(): readonly Suite[] {
  const wanted = (process.env.GLACIS_PROOF ?? '').split(',').map((bed) => bed.split(/[@/]/)[0]);
  const all = Object.keys(releaseOf) as Suite[];
  return wanted[0] === '' ? all : all.filter((suite) => wanted.includes(suite));
}

/** Builds a suite and fetches the code of its Nova and Cinder, where missing, and says what is there. Asks once in a run. */
export function versionsOf(suite: Suite): SuiteVersions {
  const known = JSON.parse(process.env[handedOn] ?? '{}') as Record<string, SuiteVersions>;
  const versions = known[suite] ?? buildWithCode(suite);
  process.env[handedOn] = JSON.stringify({ ...known, [suite]: versions });
  return versions;
}

function buildWithCode(suite: Suite): SuiteVersions {
  return { ...buildSuite(suite), ...printedBy('build-code.sh', [suite]) };
}

function printedBy(script: string, words: readonly string[]): SuiteVersions {
  const path = join(resolve(__dirname, '../real/bed'), script);
  const out = execFileSync(path, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = out.trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(' ') as [string, string]));
}

/** Makes the code of an earlier level, where missing, and says what is there: its version stands for that of the package. */
export function versionsAt({ suite, service, version }: CodeOfLevel): SuiteVersions {
  const versions = versionsOf(suite);
  return { ...versions, ...printedBy('build-level.sh', [suite, service, version]) };
}

/** The patch level of a service in a suite, as the judge derives it from the package. */
export function levelOf(service: Service, suite: Suite, versions: SuiteVersions): CodeLevel {
  const answer = codeLevel(service, releaseOf[suite], versions[`python3-${service}`]);
  if (!answer.ok) throw new Error(answer.error);
  return answer.level;
}
