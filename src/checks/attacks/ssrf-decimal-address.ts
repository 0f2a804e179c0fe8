// Metadata service as one decimal number.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-decimal-address',
  title: 'Metadata service as one decimal number',
  severity: 'critical',
  words: 'libc reads 2852039166 as 169.254.169.254, so a deny list that holds the dotted form never matches.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138602'],
  urls: () => ['http://2852039166/latest/meta-data/'],
});
