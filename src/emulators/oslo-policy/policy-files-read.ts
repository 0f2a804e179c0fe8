// Which policy files a service reads, in order, and why the others beside them do nothing.

import { policyDefaults } from '../../openstack/policy-defaults';
import type { ReleaseName, Service } from '../../openstack/types';
import { compareText } from '../../problems';
import { describePolicyLibrary } from './policy-library';

/** The `[oslo_policy]` options in effect. */
export interface PolicyFileOptions {
  /** `policy_file` as configured; null when no file sets it (only then policy.json can step in). */
  readonly policyFile: string | null;
  /** `policy_dirs` as configured; default `['policy.d']`. */
  readonly policyDirs: readonly string[];
  /** Where names are looked up, the first place first. Default: the service's directory, then /etc, which is ''. */
  readonly beside?: readonly string[];
}

/** The answer: paths of the tree in load order (a later file overrides), and what is left out. */
export interface PolicyFilesRead {
  readonly read: readonly string[];
  readonly unread: readonly { readonly file: string; readonly because: string }[];
}

/**
 * Walks a tree laid out like /etc. `files`: its paths, e.g. `glance/policy.yaml`, `glance/policy.d/90-glacis.yaml`.
 * An absolute path must lie below /etc to be found.
 * A policy_file that is missing leaves the built-in defaults (nothing is logged); policy_dirs are read all the same.
 */
export function policyFilesRead(
  service: Service,
  release: ReleaseName,
  files: readonly string[],
  effective: PolicyFileOptions,
): PolicyFilesRead {
  const library = describePolicyLibrary(service, release);
  const beside = effective.beside ?? [service, ''];
  const present = new Set(files);
  const findFile = (name: string): string | undefined => listCandidates(beside, name).find((path) => present.has(path));

  const configured = effective.policyFile ?? policyDefaults(service, release).policyFile;
  let main = findFile(configured);
  // An explicit "policy_file = policy.yaml" switches the fallback off: only the default may be replaced.
  const mayFallBack = effective.policyFile === null && configured === 'policy.yaml' && library.fallsBackToJson;
  if (main === undefined && mayFallBack) main = findFile('policy.json');

  const read: string[] = main === undefined ? [] : [main];
  const directories: string[] = [];
  for (const name of effective.policyDirs) {
    const directory = listCandidates(beside, name).find((path) => files.some((file) => file.startsWith(`${path}/`)));
    if (directory === undefined) continue;
    directories.push(directory);
    const inside = files.filter((file) => isDirectChild(file, directory) && !nameOf(file).startsWith('.'));
    read.push(...[...new Set(inside)].sort(compareText));
  }

  const readSet = new Set(read);
  const unread = [...present].sort(compareText).flatMap((file) => {
    if (readSet.has(file) || !isPolicyFile(file, service, effective)) return [];
    return [{ file, because: explainUnread(file) }];
  });
  return { read, unread };

  function explainUnread(file: string): string {
    const directory = directories.find((path) => file.startsWith(`${path}/`));
    if (directory !== undefined) {
      return isDirectChild(file, directory)
        ? 'names that begin with a dot are skipped'
        : 'directories inside policy_dirs are not entered';
    }
    if (nameOf(file) === 'policy.json' && configured === 'policy.yaml') {
      if (main !== undefined) return `${main} is there, so policy.json is not looked at`;
      if (effective.policyFile !== null) return 'policy_file is set, which switches the fallback to policy.json off';
      return 'oslo.policy of this release does not fall back to policy.json: the built-in defaults apply';
    }
    if (nameOf(file) === nameOf(configured) && main !== undefined) return `${main} is found first`;
    if (/\.d\//.test(file)) return `it is not in policy_dirs (${effective.policyDirs.join(', ') || 'none'})`;
    const outcome =
      main === undefined ? 'which does not exist: the built-in defaults apply' : 'and only that file is read';
    return `policy_file is ${configured}, ${outcome}`;
  }
}

/** Places a name is looked up. */
function listCandidates(beside: readonly string[], name: string): string[] {
  const clean = name.replace(/\/+$/, '');
  if (clean.startsWith('/')) return clean.startsWith('/etc/') ? [clean.slice('/etc/'.length)] : [];
  return beside.filter((home) => !home.startsWith('/')).map((home) => joinPath(`${home}/${clean}`));
}

/** Resolves "." and ".." inside the tree. */
function joinPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}

/** Worth a word when unread: policy files by name, and everything below a policy directory of the service. */
function isPolicyFile(
  file: string,
  service: Service,
  { policyDirs, beside = [service, ''] }: PolicyFileOptions,
): boolean {
  if (!file.startsWith(`${service}/`)) return false;
  if (/(?:^|\/)policy[^/]*\.(?:ya?ml|json)$/.test(file)) return true;
  return [...policyDirs, 'policy.d'].some((name) =>
    listCandidates(beside, name).some((path) => file.startsWith(`${path}/`)),
  );
}

function isDirectChild(file: string, directory: string): boolean {
  return file.startsWith(`${directory}/`) && !file.slice(directory.length + 1).includes('/');
}

function nameOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
