// Short name from the search domain.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-short-internal-name',
  title: 'Short name from the search domain',
  severity: 'high',
  words: 'A name without a dot leads wherever the hosts file or the search domain of the Glance host says: inside.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['https://mirror/img.qcow2'],
  resolves: () => ({ mirror: ['10.0.0.5'] }),
});
