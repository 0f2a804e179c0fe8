// Alibaba metadata service.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-alibaba-metadata',
  title: 'Alibaba metadata service',
  severity: 'critical',
  words: '100.100.100.200 is metadata in shared address space, neither private nor link-local to any check.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://100.100.100.200/latest/meta-data/'],
});
