// Walking around a rate limit with another name of the API version, or another spelling of the path.
import { creatingRequests, recentCreatingRequests } from '../../emulators/edge/creating-requests';
import { isBefore } from '../cloud/releases';
import { createFloodAttack } from '../mechanisms/flood-attack';
import { explainNoLimit } from '../mechanisms/flood-evasion';

const aliases = creatingRequests.filter(
  ({ rawPath, headers }) => headers.Accept === undefined && rawPath !== '/v2/images',
);

export const attack = createFloodAttack({
  id: 'dos-limit-version-alias',
  title: 'Rate limit walked around by another version or spelling',
  severity: 'high',
  words:
    'Glance takes /v2.0/images to /v2.15/images, //v2/images and /v2%2fimages for /v2/images (measured on three releases), from 2025.1 on also /v2.17/images and a target with scheme and host. A limit that compares the path with one text counts one of them.',
  references: ['OSSN-0076'],
  requests: (cloud) => (isBefore(cloud, '2025.1') ? aliases : [...aliases, ...recentCreatingRequests]),
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member creates images under a spelling that the limit does not count',
  appliesTo: explainNoLimit,
});
