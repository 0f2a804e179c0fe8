// Check-Image-04: glance talks TLS to keystone.
import type { Advisory } from './advisory';

/** Glance talks TLS to keystone (Check-Image-04, 2024). */
export const advisory: Advisory = {
  id: 'Check-Image-04',
  year: 2024,
  title: 'Glance talks TLS to keystone',
  layer: 'config',
  affected: [{ project: 'glance', versions: 'all' }],
  fixedIn: [],
  weakness: 'Tokens cross the network in clear.',
  remains: 'Set auth_url and cafile as well; the guide names the registry by mistake.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'none', because: 'addresses and certificates of keystone belong to the deployment tool' },
};
