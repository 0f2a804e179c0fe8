// A limit that names one spelling of the path gets the pattern of all of them, where one line alone names it.
import { brokenPercent, createPattern as haproxyPattern } from '../../documents/haproxy/limit-rules';
import { createPathPattern as locationPattern } from '../../documents/nginx/compose';
import type { FileTree } from '../../documents/types';
import type { Fix, LintFinding } from '../types';
import { writeLine } from './edge-texts';

const nginxMapPattern = locationPattern.replace('^', '~^POST:');

/** A line that names the plain path, and the same line with the pattern; null when it names none, or means more than this path. */
type Rewriting = readonly [program: 'nginx' | 'haproxy', rewrite: (line: string) => readonly string[] | null];

const rewritings: readonly Rewriting[] = [
  [
    'nginx',
    (line) => {
      const [, indent, rest] = /^(\s*)location\s+=\s*\/v2\/images\/?\s*\{(.*)$/.exec(line) ?? [];
      return indent === undefined ? null : [`${indent}location ~ ${locationPattern} {${rest}`];
    },
  ],
  [
    'nginx',
    (line) => {
      const [, indent, rest] = /^(\s*)(?:"POST:\/v2\/images"|POST:\/v2\/images)(\s+\S+;.*)$/.exec(line) ?? [];
      return indent === undefined ? null : [`${indent}"${nginxMapPattern}"${rest}`];
    },
  ],
  [
    'haproxy',
    (line) => {
      const [, head] = /^(\s*acl\s+\S+\s+)path\s+(?:-i\s+)?\/v2\/images\/?\s*$/.exec(line) ?? [];
      return head === undefined
        ? null
        : [`${head}path,url_dec -m reg ${haproxyPattern}`, `${head}path -m reg ${brokenPercent}`];
    },
  ],
];

/** The edit of the only line that names the path, or the choice. A proxied location with a path of its own cannot be a pattern. */
export function mendPath(files: FileTree, program: 'nginx' | 'haproxy'): Pick<LintFinding, 'fixes' | 'choice'> {
  const fixes = [...files].flatMap(([file, text]): Fix[] =>
    file.startsWith(`${program}/`)
      ? text.split(/\r\n|\r|\n/).flatMap((line, index) =>
          rewritings
            .filter(([name]) => name === program)
            .map(([, rewrite]) => rewrite(line))
            .filter((written) => written !== null)
            .map((written) => writeLine({ file, line: index + 1 }, 'path', written)),
        )
      : [],
  );
  const hasProxiedPath = [...files].some(([, text]) =>
    /proxy_pass\s+https?:\/\/[^\s;/]+\/[^;]*;|^\s*alias\s/m.test(text),
  );
  const isLocation = fixes.some(({ value }) => value.startsWith('location'));
  if (fixes.length === 1 && !(isLocation && hasProxiedPath)) return { fixes };
  const pattern =
    program === 'nginx'
      ? `the decoded path ($uri) as ~${locationPattern}`
      : `path,url_dec -m reg ${haproxyPattern} and path -m reg ${brokenPercent}`;
  return { fixes: [], choice: `Count every POST, or compare ${pattern}.` };
}
