// Walking around a rate limit with another method: the router behind it reads the real one from the query.
import { overriddenCreatingRequests } from '../../emulators/edge/creating-requests';
import { createFloodAttack } from '../mechanisms/flood-attack';
import { explainNoLimit } from '../mechanisms/flood-evasion';

export const attack = createFloodAttack({
  id: 'dos-limit-method-override',
  title: 'Rate limit walked around by a method in the query',
  severity: 'high',
  words:
    'GET /v2/images?_method=POST creates an image (measured on three releases): the router of Glance takes the method from _method of the query. A limit that looks at the method of the request alone never sees a creation.',
  references: ['OSSN-0076', 'RoutesMiddleware use_method_override'],
  requests: overriddenCreatingRequests,
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member creates images with a request of another method, which the limit does not count',
  appliesTo: explainNoLimit,
});
