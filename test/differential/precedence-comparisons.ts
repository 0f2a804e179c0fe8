// Which files a program reads, and which of them wins: our model beside the programs themselves.
import { filesRead } from '../../src/emulators/oslo-config/files-read';
import type { ReleaseName, Service } from '../../src/openstack/types';
import { type Comparison, canonical, type Difference, differOf } from './comparison';
import type { KnownDifference } from './known-differences';
import { rollStart, type Start } from './precedence-trees';
import { rollMany } from './url-comparisons';

interface Answer {
  readonly read?: readonly string[];
  readonly error?: string;
}

/** Where the witness has the home directory of its user. */
const home = '/tmp/home/';
const refusals: ReadonlySet<string> = new Set(['ConfigFilesNotFoundError', 'ConfigDirNotFoundError', 'SystemExit']);

/** The programs of a service, whose names the witness sets as their launchers do. */
export function compareFilesRead(service: Service, release: ReleaseName): Comparison<Start> {
  return {
    title: `${service}: files read`,
    make: (count, seed) => rollMany(count, seed, (dice) => rollStart(dice, service, release)),
    listSmaller: leaveOutOne,
    question: (start) => ask(start, false),
    differ: (start, answer) => differ(start, release, answer as Answer),
  };
}

/** The API program of a service under a real uWSGI, which names it. */
export function compareUnderUwsgi(service: Service, release: ReleaseName): Comparison<Start> {
  return {
    title: `${service}: files read under a real uWSGI`,
    make: (count, seed) => rollMany(count, seed, (dice) => rollStart(dice, service, release, 'uwsgi')),
    listSmaller: leaveOutOne,
    question: (start) => ask(start, true),
    differ: (start, answer) => differ(start, release, answer as Answer),
  };
}

// A path cut short would lie elsewhere, and an option without its value is another command line.
function leaveOutOne(start: Start): Start[] {
  const fewer = start.files.map((_, at) => ({ ...start, files: start.files.filter((__, index) => index !== at) }));
  return start.commandLine.length === 0 ? fewer : [{ ...start, commandLine: [] }, ...fewer];
}

function ask({ service, program, launcher, files, commandLine, configDirectory }: Start, isServed: boolean): object {
  return {
    service,
    program,
    launcher,
    files,
    isServed,
    arguments: [
      launcher === 'eventlet' || !program.endsWith('-api') ? `/usr/bin/${program}` : launcher,
      ...commandLine,
    ],
    environment: configDirectory === undefined ? {} : { OS_GLANCE_CONFIG_DIR: configDirectory },
  };
}

function differ(start: Start, release: ReleaseName, { read, error }: Answer): Difference | null {
  const { service, program, launcher, files, commandLine, configDirectory } = start;
  const tree = files.filter((path) => path.startsWith('/etc/')).map((path) => path.replace('/etc/', ''));
  const facts = { program, release, commandLine, ...(configDirectory !== undefined && { configDirectory }) };
  const ours = filesRead(service, launcher, tree, facts).read.map((path) => `/etc/${path}`);
  if (read === undefined) {
    const isMissing = error !== undefined && refusals.has(error) && lacksFile(start, release);
    return { ours, real: error, ...(isMissing && { known: 'files-missing' satisfies KnownDifference }) };
  }
  // What is read twice counts where it is read last.
  const real = read.filter((path, index) => !read.includes(path, index + 1));
  // A directory there is the one that is read, even when nothing in it is.
  const isHome = real.some((path) => path.startsWith(home)) || files.some((path) => /^~.*\.conf\.d\//.test(path));
  return differOf(ours, real, isHome ? ('files-home' satisfies KnownDifference) : undefined);
}

/** Whether a file or directory that must be there is not: one that is named, or one that a WSGI application asks for. */
function lacksFile(
  { service, launcher, program, files, commandLine, configDirectory }: Start,
  release: ReleaseName,
): boolean {
  if (canonical(commandLine).includes('/none')) return true;
  if (launcher === 'eventlet' || !program.endsWith('-api')) return false;
  const home = (configDirectory ?? `/etc/${service}`).trim().replace(/\/$/, '');
  const asked: Readonly<Record<Service, readonly string[]>> = {
    glance: ['glance-api.conf', ...(release === 'zed' ? ['glance-api-paste.ini'] : [])],
    nova: ['nova.conf', 'api-paste.ini'],
    cinder: [],
  };
  return asked[service].some((name) => !files.includes(`${home}/${name}`));
}
