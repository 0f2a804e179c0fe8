// Scripts that an operator runs once by hand, whatever the deployment tool: they change Keystone, not a host.
import type { HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeArtifact } from './service-files';

const directory = 'keystone/';

/** The scripts, with their paths in the tree of any target. */
export function layOutScripts(documents: HardeningDocuments): readonly (readonly [string, string])[] {
  return documents.artifacts
    .filter(({ program }) => program === 'keystone')
    .map(({ name, text }) => [`${directory}${name}`, composeArtifact(documents, text)]);
}

/** The scripts of a rendered tree: judged as run, as those beside plain /etc are. */
export function passScripts(files: FileTree): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => path.startsWith(directory));
}

/** What the README says of them. */
export function scriptWords(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => path.startsWith(directory))
    .map((path) => `\`sh ${path}\` once, with the credentials of a system administrator, before glance-api restarts`);
}
