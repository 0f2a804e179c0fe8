// Properties without end on one image.
import { createQuotaAttack } from '../mechanisms/quota-option';

export const attack = createQuotaAttack({
  id: 'dos-property-flood',
  title: 'Properties without end on one image',
  words:
    'Every property is a row of image_properties with up to 64 KiB of text. Glance stops at image_property_quota, 128 by default; any negative value switches the quota off.',
  references: ['OSSN-0076'],
  option: 'image_property_quota',
  children: 'properties',
  rule: 'modify_image',
});
