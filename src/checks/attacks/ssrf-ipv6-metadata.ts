// Metadata service on its IPv6 address.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-ipv6-metadata',
  title: 'Metadata service on its IPv6 address',
  severity: 'critical',
  words:
    'fd00:ec2::254 serves the same metadata over IPv6; it is neither loopback nor link-local, so no patch level refuses it.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://[fd00:ec2::254]/latest/meta-data/', 'http://[fd00:0ec2:0:0:0:0:0:0254]/latest/meta-data/'],
});
