// ftp scheme.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-scheme-ftp',
  title: 'ftp scheme',
  severity: 'high',
  words: 'ftp:// reaches other ports and other services than the filter was written for.',
  references: ['CWE-918'],
  urls: () => ['ftp://10.0.0.5/'],
});
