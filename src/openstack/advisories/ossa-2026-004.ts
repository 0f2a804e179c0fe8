// OSSA-2026-004: the import filter trusts redirects and misreads encoded addresses.
import type { Advisory } from './advisory';

/** The import filter trusts redirects and misreads encoded addresses (OSSA-2026-004, 2026). */
export const advisory: Advisory = {
  id: 'OSSA-2026-004',
  year: 2026,
  title: 'The import filter trusts redirects and misreads encoded addresses',
  layer: 'ssrf',
  affected: [{ project: 'glance', versions: 'before 29.2.0, 30.0.0 to 30.1.0, 31.0.0; every older series' }],
  fixedIn: ['29.2.0', '30.2.0', '31.1.0', '32.0.0'],
  weakness:
    'An import checked only the first URL: a redirect could lead anywhere, and an address written as a number or in octal passed a deny list. The OVF step of the legacy tasks would have fetched without any check, but is never handed a URL.',
  remains:
    'The fix never asks what a name resolves to; a deny list still misses mapped and NAT64 IPv6 forms. Only an allow list and an egress guard close that.',
  references: ['CVE-2026-34881', 'LP#2138602', 'LP#2138672', 'LP#2138675'],
  answeredBy: {
    kind: 'check',
    ids: [
      'ssrf-redirect-to-metadata',
      'ssrf-redirect-to-other-port',
      'ssrf-decimal-address',
      'ssrf-hex-address',
      'ssrf-octal-address',
      'ssrf-short-loopback',
    ],
  },
};
