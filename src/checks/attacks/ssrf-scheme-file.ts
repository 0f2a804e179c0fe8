// file scheme.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-scheme-file',
  title: 'file scheme',
  severity: 'critical',
  words: 'file:// would read the configuration of Glance itself, database password included.',
  references: ['CWE-918', 'OSSA-2014-041'],
  urls: () => ['file:///etc/glance/glance-api.conf', 'file://localhost/etc/glance/glance-api.conf'],
});
