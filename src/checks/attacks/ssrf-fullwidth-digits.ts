// Full-width digits.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-fullwidth-digits',
  title: 'Full-width digits',
  severity: 'medium',
  words:
    'Unicode digits and dots that normalise to ASCII slip past a text comparison where a client folds them; urllib refuses to send them.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://１２７.０.０.１/'],
});
