// A quota that is negative and therefore none.
import { childQuotas, fixGlanceOption } from '../mechanisms/quota-option';
import type { Lint, LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'quota-negative',
  title: 'Quota that is switched off',
  severity: 'medium',
  words:
    'Any negative value of image_property_quota, image_tag_quota, image_member_quota or image_location_quota means without limit: one image then takes rows until the database is full.',
  references: ['OSSN-0076'],
  find: (cloud) =>
    Object.entries(childQuotas).flatMap(([option, stock]): LintFinding[] => {
      const { value, at, raw } = cloud.config('glance').get('DEFAULT', option);
      if (at === null || typeof value !== 'number' || value >= 0) return [];
      const message = `${raw} switches the quota off; without the line it would be ${stock}.`;
      return [{ at, subject: `DEFAULT/${option}`, message, fixes: [fixGlanceOption(cloud, option, String(stock))] }];
    }),
};
