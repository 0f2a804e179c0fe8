// Reads a directory laid out like /etc as a cloud.
import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { listClosedFiles } from '../checks/cloud/closed-files';
import { Cloud } from '../checks/cloud/cloud';
import type { ClosedFile, CloudVersions } from '../checks/cloud/configured-services';
import { findScriptLauncher, listEnvironmentFiles } from '../checks/cloud/start-facts';
import { judgedServices } from '../checks/types';
import type { FileTree } from '../documents/types';
import { programsOf } from '../emulators/oslo-config/programs';
import type { Launcher } from '../openstack/types';
import { MANIFEST } from '../output/manifest';
import { readTree } from '../output/read-tree';
import { formatPlace, IntentProblems, problem } from '../problems';
import { isKollaDirectory, openKollaHost } from './kolla-host';
import { describeLoss } from './not-compared';
import type { AskedVersions } from './options';
import { isPacketFilterOff } from './packet-filter';
import { findShutPaths } from './service-access';
import { showCommand } from './shown-command';
import { tell } from './streams';

/** Beside the directory of its service oslo.config looks for a name in /etc itself (run on zed, 2025.1 and 2026.2). */
const beside = '(?:glance|nova|cinder|uwsgi|mod_wsgi)[a-z-]*\\.conf';
const rules = 'policy\\.(?:ya?ml|json)';

/** What is judged below a directory like /etc; the rest of /etc is nobody's business here. */
export const judgedPaths = new RegExp(
  [
    '^(?:(?:glance|nova|cinder|nginx|haproxy|repose|key-manager|nftables\\.d|systemd)/',
    `(?:${beside}|policy)\\.d/|(?:apache2/(?:sites|conf)-enabled|httpd/conf\\.d)/`,
    `(?:${beside}|${rules}|nftables\\.conf|apache2/envvars|sysconfig/httpd|default/openstack)$`,
    '(?:init\\.d|default)/(?:glance|nova|cinder)-)',
  ].join('|'),
);

/** What a service reads its options and rules from: without it no verdict holds. */
const decidingPaths = new RegExp(
  [
    '^(?:(?:glance|nova|cinder)(?:/(?:.*\\.(?:conf|ini|ya?ml|json)|(?:.*\\.conf|policy)\\.d))?',
    `(?:${beside}|policy)\\.d(?:/[^/]*)?`,
    `(?:${beside}|${rules}))$`,
  ].join('|'),
);

const PACKET_FILTER = 'nftables.conf';

/** Refuses what is no directory, or one whose names cannot be listed. @throws IntentProblems */
export function requireDirectory(directory: string): void {
  try {
    readdirSync(directory);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const got = code === 'ENOENT' || code === 'ENOTDIR' ? 'no directory' : (code ?? 'an error');
    const facts = { got, wanted: 'a directory laid out like /etc' };
    throw new IntentProblems([problem('unreadable', { file: directory }, facts)]);
  }
}

type Tell = (sentence: string) => void;

function tellOnStderr(sentence: string): void {
  tell(`${sentence}\n`);
}

/**
 * The cloud of a directory; /etc/glance itself is taken for the glance directory. What cannot be read is said on stderr when a verdict may
 * rest on it. @throws IntentProblems when there is no such directory, nothing in it is judged, or a file of options or rules in it cannot
 * be read that a service reads: it may override all others. @param mayMiss then the cloud knows of that file, as long as some file of a
 * service could be read. @param tell takes what is to be said
 */
export function openDirectory(directory: string, versions: AskedVersions, mayMiss = false, tell = tellOnStderr): Cloud {
  requireDirectory(directory);
  if (isKollaDirectory(directory)) return openKollaHost(directory, versions, tell);
  const isGlanceItself = statSync(`${directory}/glance-api.conf`, { throwIfNoEntry: false })?.isFile() === true;
  const prefix = isGlanceItself ? 'glance/' : '';
  const isWanted = (path: string): boolean => judgedPaths.test(prefix + path) && !isHidden(directory, path);
  const first = readTree(directory, isWanted);
  const named = listEnvironmentFiles(first.files);
  const { files, problems: found } =
    named.size === 0 ? first : readTree(directory, (path) => isWanted(path) || named.has(path));
  // A link that leads out of the tree is found before anybody asks what it is for, and /etc is full of those.
  const problems = found.filter(({ place, code }) => code === 'too-large' || isJudged(prefix + place.file));
  if (files.size === 0 && problems.length === 0) {
    const facts = {
      got: 'nothing of Glance, Nova, Cinder or a proxy',
      wanted: 'a directory laid out like /etc, with glance/, nova/ or nginx/ in it, or one that holds glance-api.conf',
      why: 'the verdicts would be those of the defaults',
      fix: existsSync(join(directory, MANIFEST))
        ? `${showCommand('verify', directory)} judges what synth wrote`
        : 'name the directory above them, or /etc/kolla on a host of kolla-ansible',
    };
    throw new IntentProblems([problem('unreadable', { file: directory }, facts)]);
  }
  const missing = problems.filter(({ place }) => mustBeRead(prefix + place.file));
  const isClosedWhole = ![...files.keys()].some((path) => decidingPaths.test(prefix + path));
  const isBounded = missing.every(({ place }) => decidingPaths.test(prefix + place.file));
  if (missing.length > 0 && (isClosedWhole || !isBounded)) throw new IntentProblems(missing);
  const tree = new Map(Array.from(files, ([path, text]) => [prefix + path, text]));
  const unreadFiles = problems.flatMap(({ place }) => (place.file === undefined ? [] : [prefix + place.file]));
  const closedFiles = missing.map(({ place, got }) => describeClosed(directory, place.file ?? '', prefix, got));
  const launcher = chooseLauncher(tree, versions.launcher, tell);
  if (tree.has(PACKET_FILTER) && isPacketFilterOff(directory, tree, launcher)) {
    tree.delete(PACKET_FILTER);
    tell(`${PACKET_FILTER} is not judged: nftables.service is not enabled on this host, and nothing loads it`);
  }
  const facts = { ...versions, launcher, ...(unreadFiles.length > 0 && { unreadFiles }) };
  const cloud = new Cloud(tree, closedFiles.length > 0 ? { ...facts, closedFiles } : facts);
  const isRead = judgedServices.some((service) => listClosedFiles(cloud, service).length > 0);
  if (isRead && !mayMiss) throw new IntentProblems(missing);
  for (const p of problems) tell(`${formatPlace(p.place)}: ${p.code}: ${p.got}; not judged`);
  tellOfUnknownStart(tree, facts, directory, tell);
  // Under mod_wsgi the web server says which user reads.
  if (launcher === 'mod_wsgi' || (isGlanceItself && basename(realpathSync(directory)) !== 'glance')) return cloud;
  const shut = findShutPaths(isGlanceItself ? join(realpathSync(directory), '..') : directory, tree);
  if (shut.files.length + shut.directories.size === 0) return cloud;
  const all = { closedFiles: [...closedFiles, ...shut.files], shutDirectories: shut.directories };
  return new Cloud(tree, { ...facts, ...all });
}

/** `glance.conf.d` in /etc itself, where `glance/glance.conf.d` is there too: an empty one, of which a tree of files knows nothing, hides it as well. */
function isHidden(directory: string, path: string): boolean {
  const [, name = '', service = ''] = /^((glance|nova|cinder)[a-z-]*\.conf\.d)\//.exec(path) ?? [];
  return name !== '' && existsSync(join(directory, service, name));
}

/** Says that Glance is judged by its defaults alone: on a host of another service that is no answer. */
export function tellOfDefaults(cloud: Cloud, tell = tellOnStderr): void {
  if (cloud.optionFiles('glance').length > 0 || listClosedFiles(cloud, 'glance').length > 0) return;
  tell('no option file that Glance reads is there: what is said of Glance is said of its defaults');
}

function chooseLauncher(files: FileTree, asked: Launcher | undefined, tell: Tell): Launcher {
  const found = findScriptLauncher(files);
  if (found !== null && found !== asked) {
    const judged = asked === undefined ? found : `${asked}, as asked`;
    tell(`init.d/glance-api starts glance-api under ${found}; judged under ${judged}`);
  }
  return asked ?? found ?? 'uwsgi';
}

/** Debian's init scripts turn the order of the files round: without one in the tree nobody knows whether they are used. */
function tellOfUnknownStart(
  files: FileTree,
  { launcher, packages }: CloudVersions,
  directory: string,
  tell: Tell,
): void {
  for (const service of judgedServices) {
    const main = `${service}/${service === 'glance' ? 'glance-api' : service}.conf`;
    const programs = programsOf[service].filter((name) => launcher === 'eventlet' || !name.endsWith('-api'));
    const starts = programs.flatMap((name) => [`init.d/${name}`, `systemd/system/${name}.service`]);
    const isShort = service === 'glance' && existsSync(join(directory, '../init.d/glance-api'));
    const isDebian = packages[service]?.includes(':') === true || isShort;
    const hasDropIns = [...files.keys()].some((path) => path.startsWith(`${service}/${service}.conf.d/`));
    if (programs.length === 0 || !isDebian || !hasDropIns || !files.has(main)) continue;
    if (starts.some((path) => files.has(path))) continue;
    tell(
      `${main}: judged as if drop-ins beat it; the init scripts of Debian, which are not in ${directory}, let it win`,
    );
  }
}

function describeClosed(directory: string, path: string, prefix: string, got: string): ClosedFile {
  return { file: prefix + path, got, isClosedToAll: got === 'EACCES' && isClosedToAll(join(directory, path)) };
}

function isClosedToAll(path: string): boolean {
  try {
    return (statSync(path).mode & 0o444) === 0;
  } catch {
    // A directory above it is closed: its own mode is not known.
    return false;
  }
}

/** Files of a service and certificates, and of the rest what a verdict rests on. */
function isJudged(path: string): boolean {
  if (/^(glance|nova|cinder|key-manager)(\/|$)/.test(path) || decidingPaths.test(path)) return true;
  return (judgedPaths.test(path) || judgedPaths.test(`${path}/`)) && describeLoss(path) !== undefined;
}

/** Options and rules; and where the bound on files was met outside of what is judged, nobody knows what was left out. */
function mustBeRead(path: string): boolean {
  return decidingPaths.test(path) || !(judgedPaths.test(path) || judgedPaths.test(`${path}/`));
}
