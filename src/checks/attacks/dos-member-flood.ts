// Members without end on one image: their ids need not exist.
import { createQuotaAttack } from '../mechanisms/quota-option';

export const attack = createQuotaAttack({
  id: 'dos-member-flood',
  title: 'Members without end on one image',
  words:
    'Every member is a row of image_members, and Glance does not ask Keystone whether the project exists. It stops at image_member_quota, 128 by default; any negative value switches the quota off.',
  references: ['OSSN-0076'],
  option: 'image_member_quota',
  children: 'members',
  rule: 'add_member',
});
