// Options that Glance reads when a request needs them: one that cannot be read ends those requests, and Glance starts all the same.
import type { Source } from '../../documents/types';
import type { EffectiveConfig } from '../../emulators/oslo-config/effective-config';
import { printable } from '../../problems';
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

/** Those of the tree, but for the import filter, which has a model of its own. Under debug every option is logged at start, and what it cannot hold is no late fault. */
export function listLateFaults(cloud: ConfiguredServices): LateFault[] {
  const config = cloud.config('glance');
  const quota = listUnreadableQuota(config);
  if (config.get('DEFAULT', 'debug').value === true) return quota;
  const faults = late.flatMap(([section, option, spared]) => {
    const { error, at } = config.get(section, option);
    return error === null || at === null ? [] : [{ at, message: error, spared }];
  });
  return [...faults, ...quota];
}

/** Any text to oslo.config; read with every upload, unless unified limits stand in its place (run on 25.1.0 and 33.0.0). */
function listUnreadableQuota(config: EffectiveConfig): LateFault[] {
  const { value, at, isKnown } = config.get('DEFAULT', 'user_storage_quota');
  if (!isKnown || at === null || config.get('DEFAULT', 'use_keystone_limits').value === true) return [];
  if (/^\d+(?:[KMGT]?B)?$/.test(String(value))) return [];
  const message = `${JSON.stringify(printable(String(value), 40))} is not digits with B, KB, MB, GB or TB behind them`;
  return [{ at, message, spared: withoutImages }];
}
