// Check-Compute-05: nova talks TLS to glance.
import type { Advisory } from './advisory';

/** Nova talks TLS to glance (Check-Compute-05, 2024). */
export const advisory: Advisory = {
  id: 'Check-Compute-05',
  year: 2024,
  title: 'Nova talks TLS to glance',
  layer: 'config',
  affected: [{ project: 'nova', versions: 'all' }],
  fixedIn: [],
  weakness: 'Image bytes can be changed on the way.',
  remains: 'The option names of the guide are old: api_insecure is an alias of insecure.',
  references: ['OpenStack Security Guide'],
  answeredBy: { kind: 'check', ids: ['tls-not-verified'] },
};
