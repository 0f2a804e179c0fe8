// Prefixes that uWSGI takes off a path before Glance sees it: a limit that does not know them is walked around.
import type { Source } from '../../documents/types';
import type { Cloud } from './cloud';

/** What uWSGI's own files beside those of Glance make of paths. */
export interface ServerPaths {
  /** `/image` for `mount = /image=...` with `manage-script-name` (run on 2.0.28 and 2.0.31): `/image/v2/images` is `/v2/images` for Glance. */
  readonly prefixes: readonly string[];
  /** A line of internal routing, which may rewrite paths in any way; null when there is none. */
  readonly unclear: Source | null;
}

/** Nothing under another launcher. */
export function readServerPaths(cloud: Cloud): ServerPaths {
  const prefixes: string[] = [];
  let unclear: Source | null = null;
  let isManaged = false;
  const files = cloud.versions.launcher === 'uwsgi' ? [...cloud.files] : [];
  for (const [file, text] of files.filter(([path]) => /^glance\/[^/]*uwsgi[^/]*\.ini$/.test(path))) {
    for (const [index, line] of text.split('\n').entries()) {
      const [, name = '', value = ''] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
      const [, prefix] = /^(\/[^=]*[^=/])\/*=/.exec(value) ?? [];
      if (name === 'mount' && prefix !== undefined) prefixes.push(prefix);
      if (name === 'manage-script-name') isManaged = /^(?:true|yes|on|[1-9]\d*)$/i.test(value);
      if (/^(?:final-)?route(?:-(?!label$)|$)/.test(name)) unclear ??= { file, line: index + 1 };
    }
  }
  return { prefixes: isManaged ? prefixes : [], unclear };
}
