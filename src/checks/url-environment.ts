// The Python and the resolver that glance-api uses, as far as release, package and launcher tell.
import type { PythonVersion } from '../emulators/url/python';
import { createOfflineResolver } from '../emulators/url/resolver';
import type { UrlEnvironment } from '../emulators/url/url-environment';
import { describeRelease } from '../openstack/releases';
import type { CloudVersions } from './cloud';

/** Names in `hosts` lead where it says; any other well-formed name leads to an unknown public address. */
export function openUrlEnvironment(
  versions: CloudVersions,
  hosts: Iterable<readonly [string, readonly string[]]>,
): UrlEnvironment {
  const kind = versions.launcher === 'eventlet' ? 'eventlet' : 'libc';
  return { python: pythonOf(versions), resolver: createOfflineResolver(kind, hosts) };
}

/** Debian's packages name their suite; otherwise the Python that the release usually runs on. */
function pythonOf({ release, packages }: CloudVersions): PythonVersion {
  const version = packages.glance ?? '';
  if (version.includes('+deb12u')) return '3.11-debian12';
  if (version.includes('+deb13u')) return '3.13-debian13';
  const known: Readonly<Record<string, PythonVersion>> = {
    '3.10': '3.10',
    '3.11': '3.11',
    '3.12': '3.12',
    '3.13': '3.13',
    '3.14': '3.14',
  };
  return known[describeRelease(release).python] ?? '3.9';
}
