// Redirect to another port of the same host.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-redirect-to-other-port',
  title: 'Redirect to another port of the same host',
  severity: 'medium',
  words: 'A redirect to port 8443 of the allowlisted host reaches a service that allowed_ports was meant to keep out.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138675'],
  urls: ({ scheme, allowedHost }) => [`${scheme}://${allowedHost}/redirect`],
  redirectsTo: ({ scheme, allowedHost }) => `${scheme}://${allowedHost}:8443/`,
});
