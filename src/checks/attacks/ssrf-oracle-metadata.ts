// Oracle classic metadata service.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-oracle-metadata',
  title: 'Oracle classic metadata service',
  severity: 'critical',
  words: '192.0.0.192 is metadata in a block that few deny lists know.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://192.0.0.192/latest/'],
});
