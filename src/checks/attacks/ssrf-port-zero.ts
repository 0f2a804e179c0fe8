// Port zero: Python takes it for "no port", so the port list is skipped.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-port-zero',
  title: 'Port zero skips the port list',
  severity: 'low',
  words:
    'Port 0 is false to Python, so the port list is not asked. The client then tries port 0, where nothing can listen.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: ({ allowedHost, scheme }) => [`${scheme}://${allowedHost}:0/`],
});
