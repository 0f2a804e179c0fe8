// The Add Location API with a URL that redirects.
import { createLocationAttack } from '../mechanisms/location-attack';

export const attack = createLocationAttack({
  id: 'ssrf-location-api-redirect',
  title: 'Add Location API with redirects',
  words:
    'The http store follows redirects on its own and asks no filter about them: a location on an allowlisted host leads anywhere.',
  url: ({ scheme, allowedHost }) => `${scheme}://${allowedHost}/redirect`,
  leadsTo: '169.254.169.254',
});
