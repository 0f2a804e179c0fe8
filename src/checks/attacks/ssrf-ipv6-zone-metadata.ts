// Link-local metadata with a zone id.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-ipv6-zone-metadata',
  title: 'Link-local metadata with a zone id',
  severity: 'critical',
  words:
    'OpenStack serves metadata on fe80::a9fe:a9fe too; a zone id names the interface, and the connection is made where it exists (run on 2025.1).',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://[fe80::a9fe:a9fe%25eth0]/'],
});
