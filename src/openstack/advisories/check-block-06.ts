// Check-Block-06: cinder talks TLS to glance.
import type { Advisory } from './advisory';

/** Cinder talks TLS to glance (Check-Block-06, 2024). */
export const advisory: Advisory = {
  id: 'Check-Block-06',
  year: 2024,
  title: 'Cinder talks TLS to glance',
  layer: 'config',
  affected: [{ project: 'cinder', versions: 'all' }],
  fixedIn: [],
  weakness: 'Image bytes can be changed on the way into a volume.',
  remains: 'Nothing when the three options are set.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'check', ids: ['tls-not-verified'] },
};
