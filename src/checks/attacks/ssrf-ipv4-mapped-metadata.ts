// Metadata service as IPv4-mapped IPv6.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-ipv4-mapped-metadata',
  title: 'Metadata service as IPv4-mapped IPv6',
  severity: 'critical',
  words: '[::ffff:169.254.169.254] is compared as IPv6 text and connected as the IPv4 address.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://[::ffff:169.254.169.254]/', 'http://[::ffff:a9fe:a9fe]/latest/meta-data/'],
});
