// Metadata service in hexadecimal.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-hex-address',
  title: 'Metadata service in hexadecimal',
  severity: 'critical',
  words: 'libc reads 0xa9fea9fe, and 0xa9.0xfe.0xa9.0xfe, as 169.254.169.254.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138602'],
  urls: () => ['http://0xa9fea9fe/', 'http://0xa9.0xfe.0xa9.0xfe/latest/meta-data/'],
});
