// IPv6 loopback written in full.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-ipv6-loopback-long-form',
  title: 'IPv6 loopback written in full',
  severity: 'high',
  words: '0:0:0:0:0:0:0:1 does not equal the text ::1 of a deny list.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://[0:0:0:0:0:0:0:1]/'],
});
