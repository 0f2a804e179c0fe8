// Creating and deleting in turns: deleted rows stay, and no quota counts them.
import { createFloodAttack, plainCreation } from '../mechanisms/flood-attack';

export const attack = createFloodAttack({
  id: 'dos-create-delete-loop',
  title: 'Creating and deleting in turns',
  severity: 'medium',
  words:
    'A deleted image stays in its tables, marked, until the database is purged. image_count_total counts what is not deleted, so that a member who deletes each image again never reaches it.',
  references: ['OSSN-0076'],
  requests: [plainCreation],
  rules: ['add_image', 'delete_image'],
  isCounted: false,
  outcome: 'A member creates and deletes in turns, and each round leaves rows behind that no quota counts',
});
