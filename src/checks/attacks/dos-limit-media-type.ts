// Walking around a rate limit by naming the version in the Accept header.
import { creatingRequests } from '../../emulators/edge/creating-requests';
import { createFloodAttack } from '../mechanisms/flood-attack';
import { explainNoLimit } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-media-type',
  title: 'Rate limit walked around by media-type versioning',
  severity: 'high',
  words:
    'POST /images with Accept: application/vnd.openstack.images-v2 creates an image; its path holds no version. A limit on paths below /v2 does not see it.',
  references: ['OSSN-0076'],
  requests: creatingRequests.filter(({ headers }) => headers.Accept !== undefined),
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member creates images under /images, which the limit does not count',
  appliesTo: explainNoLimit,
});
