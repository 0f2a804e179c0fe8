// How the unit of glance-api starts it: a command line or an environment that names other files than the default ones.
import { lastSetting, listSettings, readUnit } from '../documents/systemd/parse-unit';
import type { FileTree } from '../documents/types';
import type { StartFacts } from '../emulators/oslo-config/files-read';

/** Debian's name and that of RDO. */
const glanceUnits = ['glance-api.service', 'openstack-glance-api.service'];

const configDirectory = /(?:^|[\s"'])OS_GLANCE_CONFIG_DIR=([^\s"']*)/;

/**
 * What the units of the tree say: `--config-file` and `--config-dir` of the command, and OS_GLANCE_CONFIG_DIR, which the WSGI
 * application asks for. Empty when no unit is there or it names nothing.
 */
export function readStartFacts(files: FileTree): Pick<StartFacts, 'commandLine' | 'configDirectory'> {
  const units = glanceUnits.map((name) => readUnit(files, name));
  const commands = units.flatMap((unit) => lastSetting(unit, 'Service', 'ExecStart')?.value ?? []);
  const named = units
    .flatMap((unit) => listSettings(unit, 'Service', 'Environment'))
    .map(({ value }) => configDirectory.exec(value)?.[1])
    .filter((directory) => directory !== undefined);
  const directory = named.at(-1);
  return {
    commandLine: commands.flatMap((command) => command.split(/\s+/)).map((word) => word.replace(/["']/g, '')),
    ...(directory !== undefined && { configDirectory: directory }),
  };
}
