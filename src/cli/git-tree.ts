// Reads a file or directory out of a revision of the user's git repository, without a shell and without a checkout.
import { execFileSync } from 'node:child_process';
import type { FileTree } from '../documents/types';
import { IntentProblems, printable, problem } from '../problems';
import type { UnreadFile } from './not-compared';

/** What a revision holds under a path. */
export type GitObject =
  | { readonly kind: 'file'; readonly text: string }
  | { readonly kind: 'directory'; readonly files: FileTree; readonly unread: readonly UnreadFile[] };

/** Bytes that git may answer with: a tree of 200,000 small files fits. */
const maxAnswerBytes = 512 * 1024 * 1024;
/** Files larger than this are no configuration. */
const maxFileBytes = 8 * 1024 * 1024;

/** `REV:path` in two parts; undefined when the text has no such shape. A revision never begins with a dash. */
export function splitRevision(text: string): { readonly revision: string; readonly path: string } | undefined {
  const match = /^([^-:][^:]*):(.*)$/s.exec(text);
  return match ? { revision: match[1] as string, path: match[2] as string } : undefined;
}

/**
 * The object under `REV:path`; a path that begins with `./` is relative to `directory`, any other to the top of the repository.
 * Links, submodules and files too large for a configuration are not read, and told. @throws IntentProblems when git does not know the revision or the path.
 */
export function readGitObject(name: string, directory: string, wants: (path: string) => boolean): GitObject {
  const id = askGit(name, directory, ['rev-parse', '--verify', '--quiet', '--end-of-options', name])
    .toString('utf8')
    .trim();
  const type = askGit(name, directory, ['cat-file', '-t', id]).toString('utf8').trim();
  if (type === 'blob')
    return { kind: 'file', text: askGit(name, directory, ['cat-file', 'blob', id]).toString('utf8') };
  if (type !== 'tree' && type !== 'commit') throw unreadable(name, `a ${type}`);
  const rows = askGit(name, directory, ['ls-tree', '-r', '-z', '-l', id])
    .toString('utf8')
    .split('\0')
    .flatMap((row) => {
      const [, mode = '', blob = '', size = '', path = ''] =
        /^(\d+) [a-z]+ ([0-9a-f]+) +(\d+|-)\t(.*)$/s.exec(row) ?? [];
      return path !== '' && wants(path) ? [{ path, blob, because: explainUnread(mode, Number(size)) }] : [];
    });
  const unread = rows.flatMap(({ path, because }) => (because === null ? [] : [{ path, because }]));
  const wanted = rows.filter(({ because }) => because === null);
  if (wanted.length === 0) return { kind: 'directory', files: new Map(), unread };
  const input = wanted.map(({ blob }) => `${blob}\n`).join('');
  const answer = askGit(name, directory, ['cat-file', '--batch'], input);
  const files = new Map<string, string>();
  let offset = 0;
  for (const { path } of wanted) {
    const end = answer.indexOf(10, offset);
    const size = Number(answer.toString('latin1', offset, end).split(' ')[2]);
    files.set(path, answer.toString('utf8', end + 1, end + 1 + size));
    offset = end + 2 + size;
  }
  return { kind: 'directory', files: new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))), unread };
}

/** Null: it is read. */
function explainUnread(mode: string, bytes: number): string | null {
  if (mode === '120000') return 'a symbolic link';
  if (!mode.startsWith('100')) return 'a submodule';
  return bytes > maxFileBytes ? `${bytes} bytes` : null;
}

function askGit(name: string, directory: string, args: readonly string[], input?: string): Buffer {
  try {
    return execFileSync('git', args, {
      cwd: directory,
      maxBuffer: maxAnswerBytes,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(input !== undefined && { input }),
    });
  } catch (error) {
    const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
    const said = stderr?.toString('utf8').trim() || (code === 'ENOENT' ? 'git is not installed' : '');
    throw unreadable(name, said || 'no such revision or path');
  }
}

function unreadable(name: string, got: string): IntentProblems {
  const facts = {
    got: printable(got),
    wanted: 'REVISION:PATH of a file or directory in the git repository here',
    fix: '`git rev-parse REVISION` and `git ls-tree REVISION` say which is missing; a shallow clone has no other revisions',
  };
  return new IntentProblems([problem('unreadable', { file: name }, facts)]);
}
