// Walking around a rate limit with dot segments, which the WSGI server behind the proxy takes out of the path.
import { collapsedCreatingRequests } from '../../emulators/edge/creating-requests';
import { createFloodAttack } from '../mechanisms/flood-attack';
import { explainNoLimit } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-dot-segments',
  title: 'Rate limit walked around by dot segments',
  severity: 'high',
  words:
    'Behind uWSGI, POST /v2/./images and POST /x/../v2/images create an image (measured on three releases): uWSGI takes dot segments out of the path, HAProxy passes and compares them as they stand.',
  references: ['OSSN-0076'],
  requests: collapsedCreatingRequests,
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member creates images under a path with dot segments, which the limit does not count',
  appliesTo: (cloud) =>
    cloud.versions.launcher === 'eventlet'
      ? 'Glance alone, under eventlet, knows no such path and creates nothing'
      : explainNoLimit(cloud),
});
