// Files of a side that could not be read: which of them leave a comparison open, and what is lost with each.
import type { NotCompared } from '../checks/diff/fleet';
import { compareText, printable } from '../problems';

/** A path of the tree, and what was found there instead of a readable file. */
export interface UnreadFile {
  readonly path: string;
  readonly because: string;
}

/** What a path decides, wherever the tree begins; the first that fits. Modules that nginx loads decide nothing, and no units but these are read. */
const losses: readonly (readonly [pattern: RegExp, lost: string])[] = [
  [/(?:^|\/)policy(?:[^/]*\.(?:ya?ml|json)|\.d(?:\/.*)?)$/, 'policy rules, which may override all others'],
  [/(?:^|\/)(?:glance|nova|cinder)\/.*\.(?:conf|ini|d)$/, 'options, which may override all others'],
  [/(?:^|\/)(?:glance|nova|cinder)$/, 'all files of the service'],
  [/(?:^|\/)(?:nginx(?!\/modules(?:-[a-z]+)?(?:\/|$))|haproxy|repose)(?:\/|$)/, 'limits on requests'],
  [/(?:^|\/)nftables(?:\.conf$|\.d(?:\/|$))/, 'the firewall of glance-api'],
  [
    /(?:^|\/)systemd(?:\/system(?:\/(?:(?:glance|apache2|nftables|glacis)[^/]*|[^/]+\.mount)(?:\/[^/]+)?)?)?$/,
    'what starts the services, and their bounds',
  ],
];

/** What is lost with a path of a tree like /etc that cannot be read, wherever the tree begins; undefined when no verdict rests on it. */
export function describeLoss(path: string): string | undefined {
  return losses.find(([pattern]) => pattern.test(path))?.[1];
}

/**
 * Those that count. Of a directory that synth wrote every file does, of a tree like /etc what a verdict rests on; a directory of
 * /etc/glance itself is one of glance.
 */
export function listNotCompared(
  side: NotCompared['side'],
  unread: readonly UnreadFile[],
  isSynthesized: boolean,
  isGlanceItself: boolean,
): NotCompared[] {
  return unread
    .flatMap(({ path, because }): NotCompared[] => {
      const lost =
        describeLoss(isGlanceItself ? `glance/${path}` : path) ??
        (isSynthesized ? 'what synth wrote there' : undefined);
      return lost === undefined ? [] : [{ side, file: printable(path), because: printable(because), lost }];
    })
    .sort((a, b) => compareText(a.file, b.file));
}
