// Loopback through the zero address.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-zero-address',
  title: 'Loopback through the zero address',
  severity: 'high',
  words:
    'Connecting to 0.0.0.0 or [::] reaches the host itself, and both are missing from most deny lists; no patch level refuses them.',
  references: ['CVE-2026-34881 (OSSA-2026-004)', 'CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => ['http://0.0.0.0/', 'http://[::]/'],
});
