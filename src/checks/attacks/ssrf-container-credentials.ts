// Container credential endpoint.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-container-credentials',
  title: 'Container credential endpoint',
  severity: 'critical',
  words: '169.254.170.2 gives a container its role credentials; link-local, but not the address on the deny list.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://169.254.170.2/v2/credentials/'],
});
