// OSSN-0092: A volume detached behind nova or glance is read by another tenant.
import type { Advisory } from './advisory';

/** A volume detached behind nova or glance is read by another tenant (OSSN-0092, 2023). */
export const advisory: Advisory = {
  id: 'OSSN-0092',
  year: 2023,
  title: 'A volume detached behind nova or glance is read by another tenant',
  layer: 'config',
  affected: [{ project: 'cinder, nova, glance_store, os-brick', versions: 'those before OSSA-2023-003' }],
  fixedIn: ['the releases of OSSA-2023-003'],
  weakness:
    'Users detached volumes on their own while nova or glance still used them, and later read the device of somebody else.',
  remains: 'A cinder store needs one service user; glance sends no service token to cinder.',
  references: ['CVE-2023-2088', 'OSSA-2023-003'],
  answeredBy: {
    kind: 'none',
    because: 'it is decided by service tokens and fixed cinder, nova, glance_store and os-brick code',
  },
};
