// How a program of a service is started: a command line or an environment that names other files, or sets options past all of them.
import { posix } from 'node:path';
import { splitPythonLines } from '../documents/ini/python-text';
import { type EnvironmentVariable, readEnvironment, splitUnitWords } from '../documents/systemd/environment';
import { lastSetting, readUnit } from '../documents/systemd/parse-unit';
import type { FileTree } from '../documents/types';
import type { StartFacts } from '../emulators/oslo-config/files-read';
import type { Launcher, Service } from '../openstack/types';

/** What the tree says about the start of one program. */
export interface ProgramStart {
  /** `--config-file` and `--config-dir` of the command, and OS_GLANCE_CONFIG_DIR. */
  readonly facts: Pick<StartFacts, 'commandLine' | 'configDirectory'>;
  /** Variables of the shape `OS_GROUP__OPTION`, which beat every file from stein on (oslo.config 6.7). */
  readonly options: readonly EnvironmentVariable[];
  /** What the WSGI application of nova opens in place of its own files, when OS_NOVA_CONFIG_DIR or OS_NOVA_CONFIG_FILES says so. */
  readonly nova?: readonly string[];
}

/**
 * Reads the units of a program, by Debian's name and by that of RDO; an API under mod_wsgi is started by the web server. Empty where no
 * unit is in the tree and it names nothing.
 */
export function readProgramStart(files: FileTree, service: Service, program: string, launcher: Launcher): ProgramStart {
  const isWsgi = launcher !== 'eventlet' && program.endsWith('-api');
  const names = isWsgi && launcher === 'mod_wsgi' ? ['apache2', 'httpd'] : [program, `openstack-${program}`];
  const units = names.map((name) => readUnit(files, `${name}.service`));
  const words = units.flatMap((unit) => splitUnitWords(lastSetting(unit, 'Service', 'ExecStart')?.value ?? ''));
  const variables = [
    ...units.flatMap((unit) => readEnvironment(files, unit)),
    ...(isWsgi && launcher === 'uwsgi' ? readServerEnvironment(files, service) : []),
  ];
  const find = (wanted: string) => variables.findLast(({ name }) => name === wanted)?.value;
  const directory = find('OS_GLANCE_CONFIG_DIR');
  const nova =
    service === 'nova' && isWsgi ? listNovaFiles(find('OS_NOVA_CONFIG_DIR'), find('OS_NOVA_CONFIG_FILES')) : null;
  return {
    facts: {
      // The WSGI applications are given no command line.
      commandLine: isWsgi ? [] : words,
      ...(directory !== undefined && { configDirectory: directory }),
    },
    ...(nova !== null && { nova }),
    options: variables.filter(({ name }) => /^OS_[A-Z0-9_]+?__[A-Z0-9_]+$/.test(name)),
  };
}

function listNovaFiles(directory: string | undefined, names: string | undefined): string[] | null {
  if (directory === undefined && names === undefined) return null;
  const files = names === undefined || names === '' ? ['api-paste.ini', 'nova.conf'] : names.split(';');
  const home = directory?.trim() ?? '/etc/nova';
  return files.map((file) => posix.resolve('/', home, file).replace(/^\/etc\//, ''));
}

/** `env = NAME=value` of uWSGI's own files beside those of the service, where Debian has them. */
function readServerEnvironment(files: FileTree, service: Service): EnvironmentVariable[] {
  const own = [...files.keys()].filter((path) => path.startsWith(`${service}/`) && /uwsgi[^/]*\.ini$/.test(path));
  return own.sort().flatMap((file) =>
    splitPythonLines(files.get(file) ?? '').flatMap(({ text }, index): EnvironmentVariable[] => {
      const [, name, value] = /^\s*env\s*=\s*([A-Za-z_]\w*)=(.*?)\s*$/.exec(text) ?? [];
      return name === undefined || value === undefined ? [] : [{ name, value, at: { file, line: index + 1 } }];
    }),
  );
}
