// Scripts that an operator runs once by hand, whatever the deployment tool, and what they read: they change Keystone or the key manager.
import type { Artifact, HardeningDocuments } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { putUnderHeader } from './header';

const programs = ['keystone', 'key-manager'] as const;

/** True for programs whose files an operator runs or reads by hand: every target has them. */
export function isRunByHand(program: Artifact['program']): boolean {
  return programs.some((one) => one === program);
}

/** The scripts, with their paths in the tree of any target. */
export function layOutScripts(documents: HardeningDocuments): readonly (readonly [string, string])[] {
  return documents.artifacts
    .filter(({ program }) => isRunByHand(program))
    .map(({ program, name, text }) => [`${program}/${name}`, putUnderHeader(documents.release, text)]);
}

/** The scripts of a rendered tree: judged as run, as those beside plain /etc are. */
export function passScripts(files: FileTree): readonly (readonly [string, string])[] {
  return [...files].filter(([path]) => programs.some((program) => path.startsWith(`${program}/`)));
}

/** How certificates get into the key manager. */
export function storeWords(path: string): string {
  return `\`sh ${path}\` with the credentials of the project that holds the certificates, by a user with the roles member and creator there; write the ids it prints into the intent`;
}

/** What the README says of them. */
export function scriptWords(paths: readonly string[]): readonly string[] {
  return paths
    .filter((path) => path.endsWith('.sh'))
    .flatMap((path) => {
      if (path.startsWith('keystone/'))
        return [`\`sh ${path}\` once, with the credentials of a system administrator, before glance-api restarts`];
      return path.startsWith('key-manager/') ? [storeWords(path)] : [];
    });
}
