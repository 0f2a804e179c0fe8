// Azure wire server.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-azure-wire-server',
  title: 'Azure wire server',
  severity: 'critical',
  words: '168.63.129.16 hands out the agent configuration of the machine; it is a public-looking address.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://168.63.129.16/machine?comp=goalstate'],
});
