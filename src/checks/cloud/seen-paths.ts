// Paths of a tree that a service sees: what lies in a directory that its user may not list is absent for it, without a word.
import { posix } from 'node:path';
import type { FileTree } from '../../documents/types';
import type { FilesRead } from '../../emulators/oslo-config/files-read';
import type { Service } from '../../openstack/types';

type ShutDirectories = ReadonlyMap<string, string> | undefined;

/** All paths but those below a shut directory. */
export function listSeenPaths(files: FileTree, shut: ShutDirectories): string[] {
  const paths = [...files.keys()];
  return shut === undefined ? paths : paths.filter((path) => !shut.has(posix.dirname(path)));
}

/** The others of one service, with the reason. */
export function listShutFiles(files: FileTree, shut: ShutDirectories, service: Service): FilesRead['unread'] {
  return [...files.keys()].flatMap((file) => {
    const because = shut?.get(posix.dirname(file));
    return because === undefined || !file.startsWith(service) ? [] : [{ file, because }];
  });
}
