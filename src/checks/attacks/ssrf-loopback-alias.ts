// Loopback by another address of 127/8.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-loopback-alias',
  title: 'Loopback by another address of 127/8',
  severity: 'high',
  words: 'The whole of 127/8 is loopback; a deny list names one address of it.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://127.0.0.2/', 'http://127.255.255.254/'],
});
