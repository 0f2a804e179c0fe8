// Metadata service by name.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-gcp-metadata-name',
  title: 'Metadata service by name',
  severity: 'critical',
  words: 'metadata.google.internal leads to the metadata service wherever the resolver knows the name.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://metadata.google.internal/computeMetadata/v1/'],
  resolves: () => ({ 'metadata.google.internal': ['169.254.169.254'] }),
});
