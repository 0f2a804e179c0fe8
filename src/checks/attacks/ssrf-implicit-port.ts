// Absent port skips the port list.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-implicit-port',
  title: 'Absent port skips the port list',
  severity: 'high',
  words: 'allowed_ports is compared only with a port written in the URL: with http allowed, port 80 of everything is.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://10.0.0.5/'],
});
