// Unified limits: whether Glance asks Keystone, and what the files say that Keystone answers.
import { LIMITS_SCRIPT, parseRegisteredLimits, type ReadLimits } from '../../documents/registered-limits/script';
import type { LimitedResource } from '../../documents/registered-limits/types';
import type { Source } from '../../documents/types';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

/** What is known of the limits. */
export type UnifiedLimits =
  /** Glance asks nobody: `use_keystone_limits` is off, or the release lacks it. */
  | { readonly kind: 'off' }
  /** Glance asks Keystone, and no file says what is registered there. */
  | { readonly kind: 'unknown'; readonly at: Source | null }
  /** Glance asks, and the script of the tree registers these. */
  | { readonly kind: 'known'; readonly at: Source | null; readonly read: ReadLimits };

/** Path of the script that Glacis renders. */
export const limitsScriptPath = `keystone/${LIMITS_SCRIPT}`;

/** Reads option and script. */
export function readUnifiedLimits(cloud: Cloud): UnifiedLimits {
  const option = cloud.config('glance').get('DEFAULT', 'use_keystone_limits');
  if (!option.isKnown || option.value !== true) return { kind: 'off' };
  const text = cloud.files.get(limitsScriptPath);
  const read = text === undefined ? undefined : parseRegisteredLimits(text, limitsScriptPath);
  return read === undefined ? { kind: 'unknown', at: option.at } : { kind: 'known', at: option.at, read };
}

/** The defence that a registered limit is; a resource that is not registered counts as 0 and refuses everything. */
export function findLimitDefences(cloud: Cloud, resource: LimitedResource, unit: string): Defence[] {
  const unified = readUnifiedLimits(cloud);
  if (unified.kind !== 'known') return [];
  const registered = unified.read.limits.get(resource);
  // -1 means without limit.
  if (registered !== undefined && registered.limit < 0) return [];
  const at = registered?.at ?? unified.at;
  const because =
    registered === undefined
      ? `${resource} is not registered, which counts as 0`
      : `${resource} ends at ${registered.limit} ${unit} for each project`;
  return [{ layer: 'unified-limits', at, because }];
}

/** Why nothing can be said when Glance asks Keystone and the files do not tell what it answers; null when they do. */
export function explainUnknownLimits(cloud: Cloud): string | null {
  return readUnifiedLimits(cloud).kind === 'unknown'
    ? 'use_keystone_limits is on, and the limits are in Keystone, which these files do not show'
    : null;
}
