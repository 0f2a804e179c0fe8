// Bytes of tenants that wait in a directory every user of the host may write to.
import { lastSetting } from '../../documents/systemd/parse-unit';
import type { Source } from '../../documents/types';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { readGlanceUnit, readStagingPlace } from '../mechanisms/quota-bounds';
import type { Lint, LintFinding } from '../types';

const isShared = (path: string): boolean => /^\/(?:var\/)?tmp(?:\/|$)/.test(path.replace(/\/+/g, '/'));

/** Where a line of the files leads to a shared directory. */
function findWritten(cloud: Cloud, service: Service, section: string, option: string): LintFinding[] {
  const { value, at } = cloud.config(service).get(section, option);
  if (at === null || typeof value !== 'string' || !isShared(value)) return [];
  return [tell(at, `${section}/${option}`)];
}

function tell(at: Source, subject: string): LintFinding {
  const option = subject.slice(subject.indexOf('/') + 1);
  const message = `${option} lies below a directory that every user of the host may write to.`;
  return { at, subject, message, fixes: [], choice: `Give ${option} a directory of the service below /var/lib.` };
}

/** The default is /tmp/staging; it counts where the service's own file is in the tree and imports stage at all. */
function findStaging(cloud: Cloud): LintFinding[] {
  const { directory, at, subject } = readStagingPlace(cloud);
  const methods = cloud.config('glance').get('DEFAULT', 'enabled_import_methods');
  const isStaged = !Array.isArray(methods.value) || methods.value.some((name) => name !== 'copy-image');
  if (directory === null || !isShared(directory) || !isStaged) return [];
  const own = cloud.optionFiles('glance').find(({ file }) => file === 'glance/glance-api.conf');
  const place = at ?? (own === undefined ? null : (methods.at ?? { file: own.file, line: 1 }));
  return place === null ? [] : [tell(place, subject)];
}

function hasPrivateTmp(cloud: Cloud): boolean {
  const value = lastSetting(readGlanceUnit(cloud), 'Service', 'PrivateTmp')?.value ?? 'no';
  return /^(?:yes|true|on|1|disconnected)$/i.test(value);
}

export const lint: Lint = {
  kind: 'lint',
  id: 'scratch-in-tmp',
  title: 'Images that wait in /tmp',
  severity: 'low',
  words:
    'node_staging_uri of Glance is /tmp/staging unless somebody says otherwise. Whoever has an account on the host may make that directory first, and then own what Glance inspects and stores; cleaners of /tmp take uploads away, and where /tmp lies in memory staging fills it. PrivateTmp= of the unit keeps other users out.',
  references: ['glance node_staging_uri', 'glance [task] work_dir', 'cinder image_conversion_dir'],
  find: (cloud) => {
    // With several stores the reserved ones count, and work_dir is not read.
    const isMultiStore = readStagingPlace(cloud).subject.startsWith('os_glance');
    const tasks = isMultiStore
      ? findWritten(cloud, 'glance', 'os_glance_tasks_store', 'filesystem_store_datadir')
      : findWritten(cloud, 'glance', 'task', 'work_dir');
    const glance = hasPrivateTmp(cloud) ? [] : [...findStaging(cloud), ...tasks];
    return [...glance, ...findWritten(cloud, 'cinder', 'DEFAULT', 'image_conversion_dir')];
  },
};
