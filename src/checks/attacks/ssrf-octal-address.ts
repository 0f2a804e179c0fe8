// Metadata service in octal.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-octal-address',
  title: 'Metadata service in octal',
  severity: 'critical',
  words: 'libc reads a leading zero as octal: 0251.0376.0251.0376 is 169.254.169.254.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'LP#2138602'],
  urls: () => ['http://0251.0376.0251.0376/', 'http://169.254.0251.0376/'],
});
