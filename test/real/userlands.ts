// The Debian userlands with Glance that some tests look into: those that the proof attacks.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Where the userlands lie, each in a directory of its suite. */
export const bed = '/var/cache/glacis-bed';
const suites = ['bookworm', 'trixie', 'sid'] as const;

/** A Debian suite whose userland has Glance. */
export type Suite = (typeof suites)[number];

/**
 * The suites whose userland is whole. Where no test may be skipped it is all of them: `npm test` builds them beside the tests, and one that
 * is missing is waited for here, or built.
 */
export const userlands: readonly Suite[] = suites.filter((suite) => {
  if (process.getuid?.() !== 0) return false;
  const isThere = (): boolean => existsSync(`${bed}/${suite}/.bed-services`);
  if (!isThere() && process.env.GLACIS_REQUIRE_REAL === '1') {
    execFileSync(join(__dirname, 'bed/build-suite.sh'), [suite], { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return isThere();
});

/** Every userland is there. What is skipped without them is said once for each file. */
export const hasUserlands = userlands.length === suites.length;
if (!hasUserlands) {
  const missing = suites.filter((suite) => !userlands.includes(suite)).join(', ');
  process.stderr.write(
    `SKIPPED: what needs the Glance of ${missing} (npm run proof builds these userlands, as root)\n`,
  );
}
