// How a program of a service is started: a command line or an environment that names other files, or sets options past all of them.
import { posix } from 'node:path';
import { splitPythonLines } from '../../documents/ini/python-text';
import { type EnvironmentVariable, readEnvironment, splitUnitWords } from '../../documents/systemd/environment';
import { lastSetting, listSettings, parseUnitFile, readUnit, type Unit } from '../../documents/systemd/parse-unit';
import type { FileTree, Source } from '../../documents/types';
import type { StartFacts } from '../../emulators/oslo-config/files-read';
import type { Launcher, Service } from '../../openstack/types';
import { readExports, readInitScript } from './init-script';

/** A program that runs in a container with files of its own. */
export interface ProgramContainer {
  /** Directory of the tree that the program knows as /etc/SERVICE. */
  readonly home: string;
  /** What follows the name of the program in its command. */
  readonly words: readonly string[];
}

/** What the tree says about the start of one program. */
export interface ProgramStart {
  /** `--config-file` and `--config-dir` of the command, and OS_GLANCE_CONFIG_DIR. */
  readonly facts: Pick<StartFacts, 'commandLine' | 'configDirectory' | 'home'>;
  /** Variables of the shape `OS_GROUP__OPTION`, which beat every file from stein on (oslo.config 6.7). */
  readonly options: readonly EnvironmentVariable[];
  /** Where the environment names a proxy, which the HTTP clients of Python ask in the place of the target. */
  readonly proxies: readonly Source[];
  /** What the WSGI application of nova opens in place of its own files, when OS_NOVA_CONFIG_DIR or OS_NOVA_CONFIG_FILES says so. */
  readonly nova?: readonly string[];
  /** A line of a script or unit that may name files or set options and cannot be followed; null when there is none. */
  readonly unclear: Source | null;
}

/**
 * Reads the units of a program, by Debian's name and by that of RDO, and the init script that Debian's own unit runs; an API under mod_wsgi
 * is started by the web server. Empty where neither is in the tree.
 */
export function readProgramStart(
  files: FileTree,
  service: Service,
  program: string,
  launcher: Launcher,
  container?: ProgramContainer,
): ProgramStart {
  const isWsgi = launcher !== 'eventlet' && program.endsWith('-api');
  const names = isWsgi && launcher === 'mod_wsgi' ? ['apache2', 'httpd'] : [program, `openstack-${program}`];
  const units = names.map((name) => readUnit(files, `${name}.service`));
  const { words, environment, unclear } = readCommand(files, program, units, isWsgi && launcher === 'mod_wsgi');
  const server = isWsgi && launcher === 'uwsgi' ? readServerFiles(files, service) : null;
  const variables = [...environment, ...(server?.environment ?? [])];
  const find = (wanted: string) => variables.findLast(({ name }) => name === wanted)?.value;
  const directory = find('OS_GLANCE_CONFIG_DIR');
  const nova =
    service === 'nova' && isWsgi ? listNovaFiles(find('OS_NOVA_CONFIG_DIR'), find('OS_NOVA_CONFIG_FILES')) : null;
  return {
    facts: {
      // The WSGI applications are given no command line.
      commandLine: isWsgi ? [] : (container?.words ?? words),
      ...(container && { home: container.home }),
      ...(directory !== undefined && { configDirectory: directory }),
    },
    ...(nova !== null && { nova }),
    unclear: unclear ?? server?.unclear ?? null,
    proxies: listProxies(variables),
    options: variables.filter(({ name }) => /^OS_[A-Z0-9_]+?__[A-Z0-9_]+$/.test(name)),
  };
}

function listProxies(variables: readonly EnvironmentVariable[]): Source[] {
  if (variables.some(({ name, value }) => /^no_proxy$/i.test(name) && value.trim() === '*')) return [];
  return variables
    .filter(({ name, value }) => /^(?:https?|all)_proxy$/i.test(name) && value !== '')
    .map(({ at }) => at);
}

function listNovaFiles(directory: string | undefined, names: string | undefined): string[] | null {
  if (directory === undefined && names === undefined) return null;
  const files = names === undefined || names === '' ? ['api-paste.ini', 'nova.conf'] : names.split(';');
  const home = directory?.trim() ?? '/etc/nova';
  return files.map((file) => posix.resolve('/', home, file).replace(/^\/etc\//, ''));
}

/** Of a unit, in /etc and without wildcards. */
const environmentFile = /^-?\/etc\/([^*?[]+)$/;

/** The paths of a tree that its units name for their environment. */
export function listEnvironmentFiles(files: FileTree): ReadonlySet<string> {
  const units = [...files].filter(([path]) => path.startsWith('systemd/system/'));
  const settings = units.flatMap(([path, text]) => parseUnitFile(text, path));
  return new Set(
    settings.flatMap(({ key, value }) => (key === 'EnvironmentFile' && environmentFile.exec(value)?.[1]) || []),
  );
}

interface Command {
  readonly words: readonly string[];
  readonly environment: readonly EnvironmentVariable[];
  readonly unclear: Source | null;
}

function readCommand(files: FileTree, program: string, units: readonly Unit[], isWebServer: boolean): Command {
  const environment = units.flatMap((unit) => readEnvironment(files, unit));
  const named = units.flatMap((unit) => listSettings(unit, 'Service', 'EnvironmentFile'));
  const elsewhere = named.find(({ value }) => !environmentFile.test(value))?.at ?? null;
  if (isWebServer) {
    const own = readExports(files, 'apache2/envvars');
    // The unit of RHEL 7 gave it to the server, later ones do not.
    const line = (files.get('sysconfig/httpd') ?? '').split('\n').findIndex((text) => /^\s*OS_[A-Z]\w*=/.test(text));
    const older = line < 0 ? null : { file: 'sysconfig/httpd', line: line + 1 };
    return { words: [], environment: [...environment, ...own.environment], unclear: own.unclear ?? older ?? elsewhere };
  }
  const lines = units.flatMap((unit) => lastSetting(unit, 'Service', 'ExecStart') ?? []);
  const [first = ''] = lines.map(({ value }) => value.replace(/^[-@:+!|]+/, ''));
  const [unit] = units;
  const isScript = first === '' || first.startsWith(`/etc/init.d/${program} `);
  const script = isScript && unit !== undefined ? readInitScript(files, program, unit) : null;
  if (script !== null) return { ...script, unclear: script.unclear ?? elsewhere };
  const words = lines.flatMap(({ value }) => splitUnitWords(value)).flatMap((word) => putIn(word, environment));
  const isShell = /^\S*\/(?:ba|da)?sh\s/.test(first);
  return { words, environment, unclear: isShell ? (lines[0]?.at ?? null) : elsewhere };
}

/** Which server the tree's own script gives glance-api: null where no script is there, or a unit starts it in another way. */
export function findScriptLauncher(files: FileTree): Launcher | null {
  const unit = readUnit(files, 'glance-api.service');
  const command = lastSetting(unit, 'Service', 'ExecStart')?.value;
  if (command !== undefined && !command.includes('/etc/init.d/glance-api ')) return null;
  const script = readInitScript(files, 'glance-api', unit);
  if (script === null || script.unclear !== null) return null;
  return script.isUwsgi ? 'uwsgi' : 'eventlet';
}

/** A variable that stands alone becomes as many words as it has; in braces it stays one. */
function putIn(word: string, environment: readonly EnvironmentVariable[]): string[] {
  const find = (wanted?: string) => environment.findLast(({ name }) => name === wanted)?.value ?? '';
  const [, alone] = /^\$(\w+)$/.exec(word) ?? [];
  if (alone !== undefined) return splitUnitWords(find(alone));
  return [word.replace(/\$\{(\w+)\}/g, (_, name: string) => find(name))];
}

/** `env = NAME=value` of uWSGI's own files beside those of the service, where Debian has them. Cinder hears `pyargv` too. */
function readServerFiles(files: FileTree, service: Service): Omit<Command, 'words'> {
  const environment: EnvironmentVariable[] = [];
  let unclear: Source | null = null;
  const own = [...files.keys()].filter((path) => path.startsWith(`${service}/`) && /uwsgi[^/]*\.ini$/.test(path));
  for (const file of own.sort()) {
    for (const [index, { text }] of splitPythonLines(files.get(file) ?? '').entries()) {
      const at = { file, line: index + 1 };
      const [, name, value] = /^\s*env\s*=\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(text) ?? [];
      if (name !== undefined && value !== undefined) environment.push({ name, value, at });
      if (service === 'cinder' && /^\s*pyargv\s*=.*--config-/.test(text)) unclear ??= at;
    }
  }
  return { environment, unclear };
}
