// OSSN-0005: sharing places images in the list of another project.
import type { Advisory } from './advisory';

/** Sharing places images in the list of another project (OSSN-0005, 2013). */
export const advisory: Advisory = {
  id: 'OSSN-0005',
  year: 2013,
  title: 'Sharing places images in the list of another project',
  layer: 'sharing',
  affected: [{ project: 'glance', versions: 'diablo..havana' }],
  fixedIn: ['API 2.1: the consumer accepts a share'],
  weakness: 'In version 1 the producer alone decided that an image appeared in the list of the consumer.',
  remains: 'A pending image is usable by its id, and communitize_image is open to members by default.',
  references: ['CVE-2013-4354', 'LP#1226078'],
  answeredBy: {
    kind: 'check',
    ids: ['sharing-v1-without-consent', 'sharing-pending-in-list', 'sharing-accept-for-victim'],
  },
};
