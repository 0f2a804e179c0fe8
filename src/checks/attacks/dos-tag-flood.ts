// Tags without end on one image.
import { createQuotaAttack } from '../mechanisms/quota-option';

export const attack = createQuotaAttack({
  id: 'dos-tag-flood',
  title: 'Tags without end on one image',
  words:
    'Every tag is a row of image_tags. Glance stops at image_tag_quota, 128 by default; any negative value switches the quota off.',
  references: ['OSSN-0076'],
  option: 'image_tag_quota',
  children: 'tags',
  rule: 'modify_image',
});
