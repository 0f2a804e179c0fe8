// Whether an import brings in bytes at all.
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

/** `copy-image` copies what is stored already; a name that Glance does not know starts nothing. */
const bringing: ReadonlySet<unknown> = new Set(['glance-direct', 'web-download', 'glance-download']);

/** The defence that `enabled_import_methods` is when none of its methods brings in bytes (run on 25.1.0, 30.0.0 and 33.0.0). */
export function findMethodDefences(cloud: Cloud): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'enabled_import_methods');
  if (!Array.isArray(value) || value.some((method) => bringing.has(method))) return [];
  return [{ layer: 'import-methods', at, because: 'no import method is enabled that brings in bytes' }];
}
