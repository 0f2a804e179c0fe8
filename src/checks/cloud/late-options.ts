// Options that Glance reads when a request needs them: one that cannot be read ends those requests, and Glance starts all the same.
import type { Source } from '../../documents/types';
import type { ConfiguredServices } from './configured-services';

/** A value that Glance finds unreadable late. */
export interface LateFault {
  readonly at: Source;
  readonly message: string;
  /** Attacks of these layers need none of the requests that it ends. */
  readonly spared: readonly string[];
}

const withoutImages: readonly string[] = ['config', 'sharing', 'policy', 'locations'];
const withoutMembers: readonly string[] = ['config', 'ssrf', 'formats', 'signatures', 'policy', 'locations'];

/** Run on zed, 2025.1 and 2026.2 under eventlet and uWSGI; whatever else cannot be read keeps Glance from starting, or from all it does. */
const late: readonly (readonly [section: string, option: string, spared: readonly string[]])[] = [
  ['DEFAULT', 'image_size_cap', withoutImages],
  ['DEFAULT', 'image_member_quota', withoutMembers],
  ['image_format', 'require_image_format_match', withoutImages],
  ['image_import_opts', 'image_import_plugins', withoutImages],
  ['task', 'task_executor', withoutImages],
  ['task', 'task_time_to_live', withoutImages],
];

/** Those of the tree, but for the import filter, which has a model of its own. None under debug, where every option is logged at start. */
export function listLateFaults(cloud: ConfiguredServices): LateFault[] {
  const config = cloud.config('glance');
  if (config.get('DEFAULT', 'debug').value === true) return [];
  return late.flatMap(([section, option, spared]) => {
    const { error, at } = config.get(section, option);
    return error === null || at === null ? [] : [{ at, message: error, spared }];
  });
}
