// Random trees of configuration files and random command lines: who reads what is asked of real programs.
import { programsOf } from '../../src/emulators/oslo-config/programs';
import { compareReleases } from '../../src/openstack/releases';
import type { Launcher, ReleaseName, Service } from '../../src/openstack/types';
import type { Dice } from '../real/url-hosts';

/** One start of one program. */
export interface Start {
  readonly service: Service;
  readonly program: string;
  readonly launcher: Launcher;
  /** Absolute paths; `~` stands for the home directory of the user. */
  readonly files: readonly string[];
  /** What follows the program's name. */
  readonly commandLine: readonly string[];
  /** OS_GLANCE_CONFIG_DIR; absent: not set. */
  readonly configDirectory?: string;
}

const launchers: readonly Launcher[] = ['eventlet', 'uwsgi', 'mod_wsgi'];
/** The first release whose standalone servers of Glance and Nova only say that they are gone (among the suites of the bed). */
const firstWithoutServers: ReleaseName = '2026.2';
const inDirectory = [
  'a.conf',
  'b.conf',
  'B.conf',
  '10-x.conf',
  '9-x.conf',
  'ü.conf',
  '.hidden.conf',
  'a.conf.bak',
  'note.txt',
  'in/c.conf',
];

/** Random starts of the programs of a service that this release has. */
export function rollStart(dice: Dice, service: Service, release: ReleaseName, launcher = dice.pick(launchers)): Start {
  const hasServers = service === 'cinder' || compareReleases(release, firstWithoutServers) < 0;
  const programs = programsOf[service].filter((each) => launcher === 'eventlet' || each.endsWith('-api'));
  const startable = programs.filter((each) => launcher !== 'eventlet' || hasServers || !each.endsWith('-api'));
  if (startable.length === 0) return rollStart(dice, service, release, 'uwsgi');
  const program = dice.pick(startable);
  const stems = [service, program, launcher, 'uwsgi', 'nova-api-os-compute', 'other'];
  const files = new Set<string>();
  const often = (path: string): void => void (dice.roll(4) > 0 && files.add(path));
  if (launcher !== 'eventlet')
    for (const name of ['glance-api.conf', 'glance-api-paste.ini']) often(`/etc/glance/${name}`);
  if (launcher !== 'eventlet') for (const name of ['nova.conf', 'api-paste.ini']) often(`/etc/nova/${name}`);
  for (let left = dice.roll(9); left > 0; left -= 1) files.add(rollFile(dice, service, stems));
  const commandLine = rollCommandLine(dice, service, [...files]);
  const isMoved = service === 'glance' && dice.roll(6) === 0;
  const configDirectory = dice.pick(['/etc/other', '/etc/glance', ' /etc/other ', '/etc/other/', '/etc']);
  if (isMoved)
    for (const name of ['glance-api.conf', 'glance-api-paste.ini'])
      often(`${configDirectory.trim().replace(/\/$/, '')}/${name}`);
  return { service, program, launcher, files: [...files], commandLine, ...(isMoved && { configDirectory }) };
}

function rollFile(dice: Dice, service: Service, stems: readonly string[]): string {
  const homes = [`~/.${service}`, '~'];
  const folder =
    dice.roll(12) === 0 ? dice.pick(homes) : dice.pick(['/etc', `/etc/${service}`, `/etc/${service}`, '/etc/other']);
  const stem = dice.pick(service === 'glance' ? [...stems, 'glance-image-import'] : stems);
  return dice.roll(2) === 0 ? `${folder}/${stem}.conf` : `${folder}/${stem}.conf.d/${dice.pick(inDirectory)}`;
}

function rollCommandLine(dice: Dice, service: Service, files: readonly string[]): string[] {
  if (dice.roll(2) === 0) return [];
  const inEtc = files.filter((path) => path.startsWith('/etc/'));
  return Array.from({ length: dice.roll(4) }, () => {
    const file = inEtc.length === 0 || dice.roll(25) === 0 ? '/etc/none/none.conf' : dice.pick(inEtc);
    const directory = file.slice(0, file.lastIndexOf('/'));
    const odd = (path: string): string =>
      dice.pick([path, path, path.replace('/etc/', '/etc//'), path.replace('/etc/', '/etc/./')]);
    const [name, path] =
      dice.roll(2) === 0 ? ['--config-file', odd(file)] : ['--config-dir', `${odd(directory)}${dice.pick(['', '/'])}`];
    const noise = dice.roll(5) === 0 ? dice.pick([['--debug'], ['--log-file', `/var/log/${service}.log`]]) : [];
    return [...noise, ...(dice.roll(2) === 0 ? [name, path] : [`${name}=${path}`])];
  }).flat() as string[];
}
