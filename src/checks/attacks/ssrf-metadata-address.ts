// Metadata service by its plain address.
import { createUrlAttack } from '../mechanisms/url-attack';

export const attack = createUrlAttack({
  id: 'ssrf-metadata-address',
  title: 'Metadata service by its plain address',
  severity: 'critical',
  words:
    'A tenant imports http://169.254.169.254/: Glance fetches the metadata of its own host, credentials included, and hands it out as an image.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  urls: () => ['http://169.254.169.254/openstack/latest/meta_data.json', 'https://169.254.169.254/latest/meta-data/'],
});
