// Prefixes that the WSGI server takes off a path before Glance sees it: a limit that does not know them is walked around.
import type { Source } from '../../documents/types';
import type { Cloud } from './cloud';
import { apacheSite } from './guard-units';

/** What the files of the server make of paths: uWSGI's own beside those of Glance, or Apache's. */
export interface ServerPaths {
  /**
   * `/image` for `mount = /image=...` with `manage-script-name` (run on 2.0.21 to 2.0.31), or for `WSGIScriptAlias /image ...` (documentation
   * of mod_wsgi): `/image/v2/images` is `/v2/images` for Glance.
   */
  readonly prefixes: readonly string[];
  /** A line of internal routing or an alias by pattern, which may rewrite paths in any way; null when there is none. */
  readonly unclear: Source | null;
}

/** Nothing under eventlet. */
export function readServerPaths(cloud: Cloud): ServerPaths {
  if (cloud.versions.launcher === 'mod_wsgi') return readAliases(cloud);
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

/** A line with which Apache hands requests to Glance: whether they have met a limit is in no file. */
export function findApacheProxy({ files }: Cloud): Source | null {
  const handing = /^\s*(?:ProxyPass(?:Match)?|BalancerMember|RewriteRule)\s.*(?:glance|:929[23]\b)/i;
  for (const [file, text] of files) {
    const index = apacheSite.test(file) ? text.split('\n').findIndex((line) => handing.test(line)) : -1;
    if (index >= 0) return { file, line: index + 1 };
  }
  return null;
}

function readAliases(cloud: Cloud): ServerPaths {
  const prefixes: string[] = [];
  let unclear: Source | null = null;
  const files = [...cloud.files].filter(([path]) => apacheSite.test(path));
  for (const [file, text] of files) {
    for (const [index, line] of text.split('\n').entries()) {
      const [, match, prefix = ''] = /^\s*WSGIScriptAlias(Match)?\s+"?(\S*?)\/*"?\s.*glance/i.exec(line) ?? [];
      if (match !== undefined) unclear ??= { file, line: index + 1 };
      else if (prefix !== '') prefixes.push(prefix);
    }
  }
  return { prefixes, unclear };
}
