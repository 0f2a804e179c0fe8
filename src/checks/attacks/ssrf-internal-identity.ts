// Internal identity endpoint.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-internal-identity',
  title: 'Internal identity endpoint',
  severity: 'high',
  words: 'Internal endpoints of the cloud answer on their own ports and trust their network.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://keystone-internal:5000/v3'],
  resolves: () => ({ 'keystone-internal': ['10.0.0.5'] }),
});
