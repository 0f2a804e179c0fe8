// Wildcard DNS name of an internal address.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-wildcard-dns',
  title: 'Wildcard DNS name of an internal address',
  severity: 'critical',
  words:
    '169.254.169.254.nip.io is an ordinary public name that resolves to the metadata service; a plain DNS record of the attacker does the same.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://169.254.169.254.nip.io/'],
  resolves: () => ({ '169.254.169.254.nip.io': ['169.254.169.254'] }),
});
