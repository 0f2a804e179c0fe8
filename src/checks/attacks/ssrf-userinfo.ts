// Allowlisted name as user information.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-userinfo',
  title: 'Allowlisted name as user information',
  severity: 'high',
  words: 'In https://allowed@attacker/ the host is what follows the @; parsers that disagree fetch from the attacker.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: ({ allowedHost }) => [`https://${allowedHost}@attacker.test/x`],
  resolves: () => ({ 'attacker.test': ['203.0.113.66'] }),
});
