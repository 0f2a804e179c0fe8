// Trailing dot behind a denied name.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-trailing-dot',
  title: 'Trailing dot behind a denied name',
  severity: 'critical',
  words: 'metadata.google.internal. is the same host and another text; a deny list without the dot does not match.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://metadata.google.internal./'],
  resolves: () => ({
    'metadata.google.internal': ['169.254.169.254'],
    'metadata.google.internal.': ['169.254.169.254'],
  }),
});
