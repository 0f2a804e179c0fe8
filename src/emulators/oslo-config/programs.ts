// Which configuration files and directories each program asks oslo.config for, by launcher and release.
import type { Launcher, ReleaseName, Service } from '../../openstack/types';

/** What one program reads when its command line names no file and no directory. */
export interface DefaultSources {
  /** File names, weakest first. */
  readonly files: readonly string[];
  /** True when a file may also lie in /etc itself, where oslo.config looks next; false when the path is fixed. */
  readonly isSearched: boolean;
  /** Directories, weakest first; they beat the files. */
  readonly directories: readonly string[];
}

/** The programs whose files are judged when none is named. */
export const programsOf: Readonly<Record<Service, readonly string[]>> = {
  glance: ['glance-api'],
  nova: ['nova-api', 'nova-compute', 'nova-conductor', 'nova-scheduler'],
  cinder: ['cinder-api', 'cinder-backup', 'cinder-scheduler', 'cinder-volume'],
};

/**
 * The sources of one program. Only the API programs run under a WSGI server; there oslo.config takes the program's name
 * from the server (`uwsgi`), until the services began to name themselves: nova in 2026.1, glance in 2026.2.
 *
 * @param release absent: judged as the last release before the services named themselves.
 */
export function findDefaultSources(
  service: Service,
  program: string,
  launcher: Launcher,
  release: ReleaseName | undefined,
): DefaultSources {
  const isWsgi = launcher !== 'eventlet' && program.endsWith('-api');
  if (!isWsgi)
    return {
      files: [service, program].map(nameFile),
      isSearched: true,
      directories: [service, program].map(nameDirectory),
    };
  const server = launcher;
  switch (service) {
    case 'glance': {
      // Up to 2024.1 the paste file is read as configuration too, its [DEFAULT] included.
      const paste = release !== undefined && !isAtLeast(release, '2024.2') ? ['glance-api-paste.ini'] : [];
      return {
        files: [...paste, 'glance-image-import.conf', 'glance-api.conf'],
        isSearched: false,
        directories: ['glance', isAtLeast(release, '2026.2') ? 'glance-api' : server].map(nameDirectory),
      };
    }
    case 'nova':
      return {
        files: ['api-paste.ini', 'nova.conf'],
        isSearched: false,
        directories: ['nova', isAtLeast(release, '2026.1') ? 'nova-api-os-compute' : server].map(nameDirectory),
      };
    case 'cinder':
      return {
        files: ['cinder', server].map(nameFile),
        isSearched: true,
        directories: ['cinder', server].map(nameDirectory),
      };
  }
}

/** Releases before 2023.1 have names, later ones sort by their year. */
function isAtLeast(release: ReleaseName | undefined, year: ReleaseName): boolean {
  return release !== undefined && /^\d/.test(release) && release >= year;
}

function nameFile(name: string): string {
  return `${name}.conf`;
}

function nameDirectory(name: string): string {
  return `${name}.conf.d`;
}
