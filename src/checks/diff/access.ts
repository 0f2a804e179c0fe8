// Who may read and write the files of two trees on disk: what others gain is looser, and so is an owner who is not root.
import { compareText } from '../../problems';
import type { Direction } from '../types';
import type { Change } from './types';

/** Owner, group and mode of a file or directory. */
export interface FileAccess {
  readonly uid: number;
  readonly gid: number;
  /** Permission bits alone. */
  readonly mode: number;
  readonly isDirectory: boolean;
}

/** By path, laid out like /etc. */
export type AccessTable = ReadonlyMap<string, FileAccess>;

/** Every path that both sides have with another owner, group or mode. */
export function diffAccess(before: AccessTable, after: AccessTable): Change[] {
  const paths = [...before.keys()].filter((path) => after.has(path)).sort(compareText);
  return paths.flatMap((path): Change[] => {
    const [was, is] = [before.get(path), after.get(path)] as [FileAccess, FileAccess];
    const [from, to] = [was, is].map(describeAccess) as [string, string];
    if (from === to) return [];
    const subject = is.isDirectory ? 'access to the directory' : 'access to the file';
    return [{ kind: 'access', file: path, subject, before: from, after: to, attacks: [], ...judgeAccess(was, is) }];
  });
}

function judgeAccess(was: FileAccess, is: FileAccess): { direction: Direction; because: string } {
  const gained = nameRights(is.mode & ~was.mode, is.isDirectory);
  if (was.uid === 0 && is.uid !== 0) gained.push(`user ${is.uid} owns it now`);
  if (gained.length > 0) return { direction: 'looser', because: gained.join(', ') };
  const isTighter = nameRights(was.mode & ~is.mode, is.isDirectory).length > 0 || (was.uid !== 0 && is.uid === 0);
  // Whether another group has more members or fewer, no file says.
  return { direction: isTighter ? 'tighter' : 'neutral', because: '' };
}

function nameRights(bits: number, isDirectory: boolean): string[] {
  const rights = (
    [
      ['the group', 3],
      ['everybody', 0],
    ] as const
  ).flatMap(([who, place]) => {
    const words = (
      [
        [4, 'read'],
        [2, 'write'],
        [1, 'enter'],
      ] as const
    )
      .filter(([bit, word]) => ((bits >> place) & bit) !== 0 && (isDirectory || word !== 'enter'))
      .map(([, word]) => word);
    return words.length === 0 ? [] : [`${who} may now ${words.join(' and ')}`];
  });
  return rights;
}

function describeAccess({ uid, gid, mode }: FileAccess): string {
  return `mode ${mode.toString(8).padStart(4, '0')}, owner ${uid}, group ${gid}`;
}
