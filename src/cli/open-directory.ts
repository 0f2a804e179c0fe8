// Reads a directory laid out like /etc as a cloud.
import { statSync } from 'node:fs';
import { Cloud, type CloudVersions } from '../checks/cloud';
import { readTree } from '../output/read-tree';
import { formatPlace, IntentProblems, problem } from '../problems';

/** What is judged below a directory like /etc; the rest of /etc is nobody's business here. */
export const judgedPaths =
  /^(glance|nova|cinder|nginx|haproxy|repose|key-manager|nftables\.d|systemd)\/|^nftables\.conf$/;

/** What a service reads its options and rules from: without it no verdict holds. */
const decidingPaths = /^(glance|nova|cinder)\/(.*\.(conf|ini|ya?ml|json)|(.*\.conf|policy)\.d)$/;

/**
 * The cloud of a directory; /etc/glance itself is taken for the glance directory. What cannot be read is said on stderr.
 * @throws IntentProblems when there is no such directory, nothing in it is judged, or a file of options or rules in it cannot be read: it may override all others.
 */
export function openDirectory(directory: string, versions: CloudVersions): Cloud {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    const facts = { got: 'no directory', wanted: 'a directory laid out like /etc' };
    throw new IntentProblems([problem('unreadable', { file: directory }, facts)]);
  }
  const isGlanceItself = statSync(`${directory}/glance-api.conf`, { throwIfNoEntry: false })?.isFile() === true;
  const prefix = isGlanceItself ? 'glance/' : '';
  const { files, problems } = readTree(directory, (path) => judgedPaths.test(prefix + path));
  if (files.size === 0 && problems.length === 0) {
    const facts = {
      got: 'nothing of Glance, Nova, Cinder or a proxy',
      wanted: 'a directory laid out like /etc, with glance/, nova/ or nginx/ in it, or one that holds glance-api.conf',
      why: 'the verdicts would be those of the defaults',
      fix: 'name the directory above them, or /etc/kolla/glance-api on a host of kolla-ansible',
    };
    throw new IntentProblems([problem('unreadable', { file: directory }, facts)]);
  }
  const missing = problems.filter(({ place }) => decidingPaths.test(prefix + place.file));
  if (missing.length > 0) throw new IntentProblems(missing);
  for (const p of problems) process.stderr.write(`${formatPlace(p.place)}: ${p.code}: ${p.got}; not judged\n`);
  const tree = isGlanceItself ? new Map([...files].map(([path, text]) => [prefix + path, text])) : files;
  const unreadFiles = problems.flatMap(({ place }) => (place.file === undefined ? [] : [prefix + place.file]));
  return new Cloud(tree, unreadFiles.length === 0 ? versions : { ...versions, unreadFiles });
}
