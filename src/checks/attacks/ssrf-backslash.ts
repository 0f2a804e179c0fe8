// Backslash between two hosts.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-backslash',
  title: 'Backslash between two hosts',
  severity: 'medium',
  words:
    'Browsers and proxies read \\ as /, Python does not: a proxy in front may connect to the first host where Glance compared the second.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: ({ allowedHost }) => [`https://169.254.169.254\\@${allowedHost}/x`],
  isHarmlessAt: ({ connectsTo }, { allowedHost }) =>
    connectsTo?.startsWith(`${allowedHost}:`) ? 'the connection is pinned to the host that was compared' : null,
});
