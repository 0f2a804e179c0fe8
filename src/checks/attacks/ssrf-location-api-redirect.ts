// The Add Location API with a URL that redirects.
import { addedLocation } from '../mechanisms/added-location';
import { createLocationAttack } from '../mechanisms/location-attack';

export const attack = createLocationAttack({
  ...addedLocation,
  id: 'ssrf-location-api-redirect',
  title: 'Add Location API with redirects',
  words:
    'The http store follows redirects on its own and asks no filter about them: a location on an allowlisted host leads anywhere.',
  url: ({ scheme, allowedHost }) => `${scheme}://${allowedHost}/redirect`,
  only: 'http',
  leadsTo: '169.254.169.254',
});
