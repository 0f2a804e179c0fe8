// OSSN-0015: any user can publish an image.
import type { Advisory } from './advisory';

/** Any user can publish an image (OSSN-0015, 2014). */
export const advisory: Advisory = {
  id: 'OSSN-0015',
  year: 2014,
  title: 'Any user can publish an image',
  layer: 'sharing',
  affected: [{ project: 'glance', versions: 'folsom..icehouse' }],
  fixedIn: ['juno'],
  weakness: 'The publicize_image rule was open by default.',
  remains: 'A policy file carried along from old releases may still open it.',
  references: ['LP#1313746'],
  answeredBy: { kind: 'check', ids: ['sharing-public-by-member'] },
};
