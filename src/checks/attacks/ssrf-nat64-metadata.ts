// Metadata service wrapped in NAT64.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-nat64-metadata',
  title: 'Metadata service wrapped in NAT64',
  severity: 'critical',
  words: 'Where a NAT64 gateway stands, 64:ff9b::a9fe:a9fe is translated to 169.254.169.254 behind the filter.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://[64:ff9b::a9fe:a9fe]/'],
});
