// The Python and the resolver that glance-api uses, as far as release, package and launcher tell.
import type { PythonVersion } from '../../emulators/url/python';
import { createOfflineResolver } from '../../emulators/url/resolver';
import type { UrlEnvironment } from '../../emulators/url/url-environment';
import { describeRelease } from '../../openstack/releases';
import type { CloudVersions } from './configured-services';

/** Environments that are kept: one for each attack that brings names of its own, for a few kinds of clouds. */
const maxEnvironments = 256;

const environments = new Map<string, UrlEnvironment>();

/**
 * Names in `hosts` lead where it says; any other well-formed name leads to an unknown public address. Equal environments are the same
 * object.
 */
export function openUrlEnvironment(
  versions: CloudVersions,
  hosts: Iterable<readonly [string, readonly string[]]>,
): UrlEnvironment {
  const kind = versions.launcher === 'eventlet' ? 'eventlet' : 'libc';
  const python = pythonOf(versions);
  const names = [...hosts];
  const key = JSON.stringify([kind, python, names]);
  const env = environments.get(key) ?? { python, resolver: createOfflineResolver(kind, names) };
  environments.delete(key);
  const [oldest] = environments.keys();
  if (environments.size >= maxEnvironments && oldest !== undefined) environments.delete(oldest);
  environments.set(key, env);
  return env;
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
