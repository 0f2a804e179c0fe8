// Walking around a rate limit with dot segments or broken percent signs, which the WSGI server behind the proxy takes out of the path.
import { collapsedCreatingRequests } from '../../emulators/edge/creating-requests';
import { createFloodAttack } from '../mechanisms/flood-attack';
import { explainNoLimit } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-dot-segments',
  title: 'Rate limit walked around by dot segments',
  severity: 'high',
  words:
    'Behind uWSGI, POST /v2/./images, POST /x/../v2/images and POST /v2/images% create an image (measured on three releases): uWSGI takes dot segments, and percent signs without two digits, out of the path. HAProxy compares dot segments as they stand, and its url_dec fails on such a sign.',
  references: ['OSSN-0076'],
  requests: collapsedCreatingRequests,
  rules: ['add_image'],
  isCounted: true,
  outcome:
    'A member creates images under a path with dot segments or a broken percent sign, which the limit does not count',
  appliesTo: (cloud) =>
    cloud.versions.launcher === 'eventlet'
      ? 'Glance alone, under eventlet, knows no such path and creates nothing'
      : explainNoLimit(cloud),
});
