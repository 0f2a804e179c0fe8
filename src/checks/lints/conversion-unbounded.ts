// qemu-img on bytes of tenants without the bounds that the code has, or on a path that has none.
import type { Cloud } from '../cloud/cloud';
import { findConversionDefences } from '../mechanisms/quota-bounds';
import type { Lint, LintFinding } from '../types';

/** Beyond it a bound is none a host would notice: an hour of a processor, 64 GiB of address space. */
const limits = [
  { option: 'image_conversion_cpu_limit', most: 3600, fallback: '60' },
  { option: 'image_conversion_address_space_limit', most: 64, fallback: '1' },
  // The names of 2026.2.
  { option: 'image_introspection_cpu_limit', most: 3600, fallback: '60' },
  { option: 'image_introspection_address_space_limit', most: 64, fallback: '1' },
] as const;

/** Cinder hands them to qemu-img info; -1 is what the kernel takes for no limit. */
function findLifted(cloud: Cloud): LintFinding[] {
  const found = limits.flatMap(({ option, most, fallback }) => {
    const { value, at } = cloud.config('cinder').get('DEFAULT', option);
    if (at === null || typeof value !== 'number' || (value >= 0 && value <= most)) return [];
    const message = `${option} = ${value} leaves qemu-img without a bound that holds; ${fallback} is the default.`;
    const fixes = [{ file: 'cinder/cinder.conf.d/90-glacis.conf', section: 'DEFAULT', option, value: fallback }];
    return [{ at, subject: `DEFAULT/${option}`, message, fixes }];
  });
  // 2026.2 reads the old name for the new one: one line is one finding.
  return found.filter(
    (one, i) => found.findIndex(({ at }) => at.file === one.at.file && at.line === one.at.line) === i,
  );
}

/** Tasks convert behind every import plugin and every bound of Glance's own. */
function findTaskConversion(cloud: Cloud): LintFinding[] {
  const { value, at } = cloud.config('glance').get('taskflow_executor', 'conversion_format');
  if (at === null || typeof value !== 'string' || value === '' || findConversionDefences(cloud).length > 0) return [];
  const { allowed, hasRaised } = cloud.authorize('glance', 'tasks_api_access', 'admin');
  if (allowed === false && hasRaised === false) return [];
  const message = `Import tasks convert to ${value} with qemu-img, past image_import_plugins and without a bound.`;
  const choice = 'Close tasks_api_access, bound the unit of glance-api, or drop conversion_format.';
  return [{ at, subject: 'taskflow_executor/conversion_format', message, fixes: [], choice }];
}

export const lint: Lint = {
  kind: 'lint',
  id: 'conversion-unbounded',
  title: 'Conversion whose bounds were taken away',
  severity: 'medium',
  words:
    'Cinder bounds the processor time and address space of qemu-img info since 2016, train and later by option; a negative or huge value takes the bound away. [taskflow_executor] conversion_format of Glance makes import tasks convert what they fetched, by qemu-img without any bound.',
  references: ['OSSA-2016-012', 'cinder image_conversion_cpu_limit, image_conversion_address_space_limit'],
  find: (cloud) => [...findLifted(cloud), ...findTaskConversion(cloud)],
};
