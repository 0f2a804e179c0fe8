// A disk of 1 MiB for tests of full, read-only and mounted directories.
import { execFileSync } from 'node:child_process';

/** Mounts a tmpfs there; the test unmounts it. False, told as SKIPPED, where mounting is not allowed. @throws Error when skipping is forbidden. */
export function mountSmallDisk(directory: string, what: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'glacis-test', directory], { stdio: 'ignore' });
    return true;
  } catch {
    if (process.env.GLACIS_REQUIRE_REAL === '1')
      throw new Error('mounting a small tmpfs failed, and skipping is forbidden');
    process.stderr.write(`SKIPPED: ${what} (mounting a tmpfs needs root)\n`);
    return false;
  }
}
