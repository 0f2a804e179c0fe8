// OSSN-0088: every user may write metadata definitions.
import type { Advisory } from './advisory';

/** Every user may write metadata definitions (OSSN-0088, 2021). */
export const advisory: Advisory = {
  id: 'OSSN-0088',
  year: 2021,
  title: 'Every user may write metadata definitions',
  layer: 'policy',
  affected: [{ project: 'glance', versions: 'ussuri and older' }],
  fixedIn: ['wallaby: writes need rule:metadef_admin'],
  weakness: 'Members created and changed definitions that others see.',
  remains: 'An old policy file that names the rules one by one keeps them open.',
  references: [],
  answeredBy: { kind: 'check', ids: ['policy-metadef-flood'] },
};
