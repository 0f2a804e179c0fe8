// Encoded colon hides the port.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-encoded-port',
  title: 'Encoded colon hides the port',
  severity: 'high',
  words: '127.0.0.1%3a22 has no port when the filter looks, and port 22 when the client connects.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://127.0.0.1%3a22/', 'http://169.254.169.254%3a80/latest/meta-data/'],
});
