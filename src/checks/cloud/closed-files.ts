// Files of options and rules that could not be read: what the service makes of them, and which verdicts are lost with them.
import type { Source } from '../../documents/types';
import { programsOf } from '../../emulators/oslo-config/programs';
import { compareReleases } from '../../openstack/releases';
import type { Service } from '../../openstack/types';
import { printable } from '../../problems';
import { isHardeningOption } from '../hardening-options';
import { Cloud } from './cloud';
import type { ClosedFile } from './configured-services';
import { readProgramStart } from './start-facts';

/** What a closed file, or another source that is out of sight, does to the service that would read it. */
export interface ClosedTo {
  readonly file: string;
  /** Absent: the file as a whole. */
  readonly line?: number;
  /** The service does not start; false: it may read what the judge could not. */
  readonly isFatal: boolean;
  /** A clause without a full stop. */
  readonly because: string;
  /** What a person should do. */
  readonly choice: string;
}

const found = new WeakMap<Cloud, Map<Service, readonly ClosedTo[]>>();

/** The closed files that a service reads, in the order of the list: of those that it never opens nothing depends. */
export function listClosedFiles(cloud: Cloud, service: Service): readonly ClosedTo[] {
  const { closedFiles = [] } = cloud.versions;
  if (closedFiles.length === 0) return [];
  const byService = found.get(cloud) ?? new Map<Service, readonly ClosedTo[]>();
  found.set(cloud, byService);
  const known = byService.get(service) ?? closedFiles.flatMap((closed) => explain(cloud, service, closed));
  byService.set(service, known);
  return known;
}

const gaps = new WeakMap<Cloud, Map<Service, readonly ClosedTo[]>>();

/** All that a service may take from where nobody looked: closed files, a start that cannot be followed, options that come over the network. */
export function listGaps(cloud: Cloud, service: Service): readonly ClosedTo[] {
  const byService = gaps.get(cloud) ?? new Map<Service, readonly ClosedTo[]>();
  gaps.set(cloud, byService);
  const known = byService.get(service) ?? [
    ...listClosedFiles(cloud, service),
    ...cloud.listUnclearStarts(service).map((at) => tellGap(at, 'this line may name other files or set options')),
    ...findRemoteOptions(cloud, service),
    ...findOutsidePaths(cloud, service),
  ];
  byService.set(service, known);
  return known;
}

function tellGap({ file, line }: Source, because: string): ClosedTo {
  const choice = 'Say in the files of the service what is meant to hold, and take this away.';
  return { file, line, isFatal: false, because, choice };
}

/** `config_source` of oslo.config 6.4 and later: what a driver brings stands below every file and above the defaults (run in 9.0.0 and 10.7.0). */
function findRemoteOptions(cloud: Cloud, service: Service): ClosedTo[] {
  const config = cloud.config(service);
  const { at, raw } = config.get('DEFAULT', 'config_source');
  if (at === null || raw === null || compareReleases(cloud.versions.release, 'rocky') < 0) return [];
  const sections = raw.split(',').map((name) => name.replace(/[[\]"']/g, '').trim());
  const isFetched = (section: string): boolean => {
    // Castellan brings what its own file maps, which mostly are passwords.
    const mapped = /^\/etc\/(.+)$/.exec(config.get(section, 'mapping_file').raw ?? '')?.[1];
    const isOwn = mapped !== undefined && cloud.files.has(mapped);
    const { entries } = isOwn ? cloud.iniDocument(mapped) : { entries: null };
    if (entries?.every((one) => !isHardeningOption(service, one.section, one.key))) return false;
    // Without a driver the source is told in the log and left out.
    return config.get(section, 'driver').raw !== null;
  };
  if (!sections.some((section) => section !== '' && isFetched(section))) return [];
  return [
    tellGap(at, 'it takes options from a source outside of the files, and each that no file sets may come from there'),
  ];
}

/** What a command or the environment names beyond /etc; what a package brings there stands below every file of the host. */
function findOutsidePaths(cloud: Cloud, service: Service): ClosedTo[] {
  const { launcher, containers } = cloud.versions;
  const named = programsOf[service].flatMap((program) => {
    const { facts } = readProgramStart(cloud.files, service, program, launcher, containers?.[program]);
    const { commandLine: words = [], configDirectory } = facts;
    const paths = words.flatMap((word, index) => {
      const [found, path] = /^--config-(?:file|dir)(?:=(.*))?$/s.exec(word) ?? [];
      return found === undefined ? [] : [path ?? words[index + 1] ?? ''];
    });
    const isTold = configDirectory !== undefined && program === 'glance-api' && launcher !== 'eventlet';
    return isTold ? [...paths, configDirectory.trim()] : paths;
  });
  const outside = named.filter(
    (path) => path.startsWith('/') && !/^\/etc(?:\/|$)|^\/usr\/share\/.*-dist\.conf$/.test(path),
  );
  const because =
    'it is named where the service starts, lies outside of these files and may set every option that no later file sets';
  const choice = 'Put it below /etc, or take it away.';
  return [...new Set(outside)].map((path) => ({ file: printable(path, 120), isFatal: false, because, choice }));
}

function explain(cloud: Cloud, service: Service, closed: ClosedFile): ClosedTo[] {
  const { file, got, isClosedToAll, reader = 'nobody' } = closed;
  const { isOption, isRule } = findReader(cloud, service, closed);
  if (!isOption && !isRule) return [];
  const shown = printable(got, 60);
  const denial = reader === 'nobody' ? `${reader} has the right to read it` : `${reader} has no right to it (${shown})`;
  const refusal = isClosedToAll ? denial : refusals[got];
  const choice =
    reader === 'nobody'
      ? 'Take it away, or put the file there that was meant.'
      : `Give ${reader} the right to read it.`;
  if (refusal !== undefined) {
    const isFatal = isOption && (file !== service || service === 'glance');
    // Seen on zed, 2025.1 and 2026.2; a directory in place of policy.yaml is passed over on the last.
    const because = isOption ? refusal : `${refusal}, and every request that asks a rule ends in an error`;
    return [{ file, isFatal, because, choice }];
  }
  const unseen = `it cannot be read here (${shown}) and may override every other file of ${service}`;
  const because = closed.reader === undefined ? unseen : `only an access list lets ${reader} read it (${shown})`;
  const other = 'Audit as root, or a copy in which everything can be read.';
  return [{ file, isFatal: false, because, choice: closed.reader === undefined ? other : choice }];
}

/** oslo.config opens every name of a directory that ends in .conf, whatever it is (read in 9.0.0 to 10.7.0). */
const refusals: Readonly<Record<string, string>> = {
  'a directory': 'it is a directory, and is opened as a file',
  ENOENT: 'it is a link that leads nowhere',
  ELOOP: 'it is a loop of links',
};

function findReader(cloud: Cloud, service: Service, { file, got }: ClosedFile) {
  const none = { isOption: false, isRule: false };
  if (file === service) return { isOption: true, isRule: true };
  if (!/[/.]/.test(file)) return none;
  const isInDirectory = /\.d\/[^/]+$/.test(file);
  const isLost = got === 'ENOENT' || got === 'ELOOP';
  // Outside of a directory of options a link that leads nowhere is no file, and the next place is looked at; WSGI knows no next place.
  const isNeeded = file === 'glance/glance-api.conf' && cloud.versions.launcher !== 'eventlet';
  if (isLost && !isInDirectory && !isNeeded) return none;
  const inside = [`${file}/0.conf`, `${file}/0.yaml`];
  const isDirectory = got === 'a directory';
  const isFile = isDirectory || cloud.files.has(file);
  const wanted = isFile ? [file] : [file, ...inside];
  const { closedFiles: _, ...versions } = cloud.versions;
  const probe = new Cloud(new Map([...cloud.files, ...wanted.map((path) => [path, ''] as const)]), versions, true);
  const { read } = probe.filesRead(service);
  const rules = probe.policy(service).files.read;
  return {
    isOption: wanted.some((path) => read.includes(path)),
    // Directories among the files of rules are passed over.
    isRule: !(isDirectory && isInDirectory) && wanted.some((path) => rules.includes(path)),
  };
}
