// gopher scheme.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-scheme-gopher',
  title: 'gopher scheme',
  severity: 'high',
  words: 'gopher:// would let a tenant write lines into services such as redis.',
  references: ['CWE-918'],
  urls: () => ['gopher://127.0.0.1:6379/_INFO'],
});
