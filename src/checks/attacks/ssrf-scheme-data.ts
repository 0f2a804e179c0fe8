// data scheme.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-scheme-data',
  title: 'data scheme',
  severity: 'low',
  words: 'A data: URL has no host to compare; it carries its bytes itself.',
  references: ['CWE-918'],
  urls: () => ['data:application/octet-stream;base64,AAAA'],
});
