// DNS rebinding: the name leads outside when it is checked, inside when it is fetched.
import { createUrlAttack } from '../mechanisms/url-attack';

const name = 'rebind.attacker.test';

export const attack = createUrlAttack({
  id: 'ssrf-dns-rebinding',
  title: 'DNS rebinding between check and connection',
  severity: 'critical',
  words:
    'The attacker answers the first lookup with a public address and the second with 169.254.169.254. Code without address pinning looks twice, or does not look before it connects.',
  references: ['CVE-2026-71196, CVE-2026-71197, CVE-2026-71198'],
  urls: () => [`http://${name}/img`],
  // Code that pins connects to the address it has checked: whatever the second answer is, it is never asked for.
  resolves: (_, level) => ({ [name]: level === 'pinning' ? ['203.0.113.66'] : ['169.254.169.254'] }),
  isHarmlessAt: ({ address }) => (address === '203.0.113.66' ? 'Glance connects to the address it checked' : null),
});
