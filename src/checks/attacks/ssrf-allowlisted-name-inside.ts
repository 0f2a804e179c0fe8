// An allowlisted name whose DNS answer leads inside.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-allowlisted-name-inside',
  title: 'Allowlisted name that resolves to the metadata service',
  severity: 'medium',
  words:
    'Whoever controls the DNS of an allowlisted name, or poisons the resolver, chooses where Glance connects: names are compared, addresses are not, and the fix of 2026 exempts allowlisted hosts from its address check.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: ({ scheme, allowedHost }) => [`${scheme}://${allowedHost}/image.qcow2`],
  resolves: ({ allowedHost }) => ({ [allowedHost]: ['169.254.169.254'] }),
});
