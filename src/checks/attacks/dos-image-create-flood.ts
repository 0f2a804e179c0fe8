// Image records without end (OSSN-0076).
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';

export const attack = createFloodAttack({
  id: 'dos-image-create-flood',
  title: 'Image records without end',
  severity: 'high',
  words:
    'POST /v2/images needs no data, costs no storage quota and leaves a row. No option of Glance limits how many a project makes, except unified limits (xena and later, off by default); 13 to 38 a second were measured on two processors.',
  references: ['OSSN-0076', 'OSSN-0057'],
  requests: [plainCreation],
  rules: ['add_image'],
  isCounted: true,
  outcome: 'A member creates images as fast as Glance answers, and the tables grow until the database is full',
});
