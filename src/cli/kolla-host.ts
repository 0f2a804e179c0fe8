// Reads /etc/kolla of a host as its containers see it: laid out like /etc, each program with the files that its container gets.
import { readdirSync } from 'node:fs';
import { posix } from 'node:path';
import { Cloud } from '../checks/cloud/cloud';
import type { CloudVersions } from '../checks/cloud/configured-services';
import type { ProgramContainer } from '../checks/cloud/start-facts';
import { judgedServices } from '../checks/types';
import { copyFiles, type KollaContainer, parseKollaContainer } from '../documents/kolla-container';
import type { FileTree } from '../documents/types';
import { programsOf } from '../emulators/oslo-config/programs';
import type { Launcher } from '../openstack/types';
import { readTree } from '../output/read-tree';
import { IntentProblems, problem } from '../problems';
import type { AskedVersions } from './options';

/** What the containers of one host get and start. */
export interface KollaHost {
  /** `glance/`, `nova/`, `cinder/` and `haproxy/` as in /etc; the files of a second container of a service under its own name. */
  readonly files: FileTree;
  readonly containers: NonNullable<CloudVersions['containers']>;
  /** What serves Glance, by the command of its container; absent where none of the known is named. */
  readonly launcher?: Launcher;
  /** Programs that have no container here, with the one whose files they are judged by. */
  readonly elsewhere: readonly { readonly program: string; readonly judgedBy: string }[];
}

const HAPROXY = 'haproxy';
const programs = Object.values(programsOf).flat();
const launchers: Readonly<Record<string, Launcher>> = {
  'glance-api': 'eventlet',
  uwsgi: 'uwsgi',
  apache2: 'mod_wsgi',
  httpd: 'mod_wsgi',
};

/** Containers of programs that have one under their own name: ironic's nova-compute, a second back end. */
const seconds = new RegExp(`^(${programs.join('|')})[-_.]`);

/** What is read below /etc/kolla. */
export const kollaPaths = new RegExp(`^(?:${[...programs, HAPROXY].join('|')})/`);

/** True for names that lie in /etc/kolla of a host: a directory for a program, and none for a service. */
export function isKollaHost(names: Iterable<string>): boolean {
  const known = new Set(names);
  return programs.some((program) => known.has(program)) && !judgedServices.some((service) => known.has(service));
}

/** True when `directory` is /etc/kolla of a host, or a copy of it. */
export function isKollaDirectory(directory: string): boolean {
  return isKollaHost(readdirSync(directory));
}

/** The cloud of /etc/kolla; what was judged otherwise than asked is told. @throws IntentProblems for every file that cannot be read. */
export function openKollaHost(
  directory: string,
  { launcher: asked, ...versions }: AskedVersions,
  tell: (sentence: string) => void,
): Cloud {
  const { files, problems } = readTree(directory, (path) => kollaPaths.test(path));
  const missing = problems.filter(({ place }) => kollaPaths.test(`${place.file}/`));
  if (missing.length > 0) throw new IntentProblems(missing);
  const { files: etc, containers, launcher: found, elsewhere } = readKollaHost(files);
  const launcher = asked ?? found ?? 'uwsgi';
  const said = [
    ...(found !== undefined && found !== launcher
      ? [`glance-api/config.json starts glance-api under ${found}; judged under ${launcher}, as asked`]
      : []),
    ...readdirSync(directory)
      .filter((name) => seconds.test(name))
      .sort()
      .map((name) => `${name} is not judged: it runs another ${seconds.exec(name)?.[1]}`),
    ...elsewhere.map(({ program, judgedBy }) => `${program} has no container here: judged by the files of ${judgedBy}`),
  ];
  for (const sentence of said) tell(sentence);
  const { carrierOf } = require('../targets') as typeof import('../targets');
  const carrier = carrierOf('kolla-ansible', versions.release);
  return new Cloud(etc, { ...versions, launcher, containers, ...(carrier && { carrier }) });
}

/** `files`: those below /etc/kolla. @throws IntentProblems when a container has files and no config.json that kolla would read. */
export function readKollaHost(files: FileTree): KollaHost {
  const etc = new Map<string, string>();
  const containers: Record<string, ProgramContainer> = {};
  const elsewhere: { program: string; judgedBy: string }[] = [];
  let launcher: Launcher | undefined;
  for (const service of judgedServices) {
    const present = programsOf[service].filter((program) => hasFiles(files, program));
    for (const [index, program] of present.entries()) {
      const container = readContainer(files, program);
      const home = index === 0 ? service : program;
      const [command = '', ...words] = container.command;
      containers[program] = { home, words };
      if (program === 'glance-api') launcher = launchers[posix.basename(command)];
      for (const [path, text] of placeFiles(files, program, container, `/etc/${service}/`))
        etc.set(`${home}/${path}`, text);
    }
    const [judgedBy] = present;
    if (judgedBy === undefined) continue;
    const missing = programsOf[service].filter((program) => !present.includes(program));
    elsewhere.push(...missing.map((program) => ({ program, judgedBy })));
  }
  if (hasFiles(files, HAPROXY)) {
    const container = readContainer(files, HAPROXY);
    for (const [path, text] of placeFiles(files, HAPROXY, container, `/etc/${HAPROXY}/`)) {
      // kolla starts HAProxy with `-f services.d/`, which is what conf.d is under /etc.
      etc.set(`${HAPROXY}/${path.replace(/^services\.d\//, 'conf.d/')}`, text);
    }
  }
  return { files: etc, containers, elsewhere, ...(launcher && { launcher }) };
}

function hasFiles(files: FileTree, name: string): boolean {
  return [...files.keys()].some((path) => path.startsWith(`${name}/`));
}

function readContainer(files: FileTree, name: string): KollaContainer {
  const file = `${name}/config.json`;
  const text = files.get(file);
  if (text !== undefined && !files.has(`${name}/config.yaml`)) return parseKollaContainer(text, file);
  const facts = {
    got: text === undefined ? 'no config.json' : 'config.yaml beside config.json, which kolla reads in its place',
    wanted: 'config.json, as kolla-ansible writes it',
    why: 'it says which of these files the container gets',
  };
  throw new IntentProblems([problem('unreadable', { file }, facts)]);
}

/** What arrives below `directory` of a container, by the rest of its path. */
function placeFiles(files: FileTree, name: string, container: KollaContainer, directory: string): Map<string, string> {
  const own = [...files.keys()].flatMap((path) => (path.startsWith(`${name}/`) ? path.slice(name.length + 1) : []));
  const placed = [...copyFiles(container, own)].filter(([destination]) => destination.startsWith(directory));
  return new Map(
    placed.map(([destination, path]) => [destination.slice(directory.length), files.get(`${name}/${path}`) ?? '']),
  );
}
