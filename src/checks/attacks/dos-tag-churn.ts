// Setting and removing a tag in turns: each round leaves a row behind.
import { rowWritingRequests, spellRowWrite } from '../../emulators/edge/creating-requests';
import { createFloodAttack } from '../mechanisms/flood-attack';

export const attack = createFloodAttack({
  id: 'dos-tag-churn',
  title: 'Setting and removing a tag in turns',
  severity: 'medium',
  words:
    'image_tag_quota counts the tags an image has. A tag that is removed stays in image_tags, marked, until the purge, and setting it again makes a new row: PUT and DELETE in turns fill the table from one single image.',
  references: ['OSSN-0076'],
  requests: ({ versions }) =>
    rowWritingRequests
      .filter(({ method, rawPath }) => method === 'PUT' && rawPath.includes('/tags/'))
      .flatMap(spellRowWrite)
      // Only where the WSGI server takes dot segments out of the path does Glance see a tag behind one.
      .filter(({ rawPath }) => versions.launcher !== 'eventlet' || !rawPath.includes('/.')),
  rules: ['modify_image'],
  isCounted: false,
  control: 'imageCreateRateLimit.otherWrites',
  outcome: 'A member sets and removes a tag in turns, and each round leaves a row behind that no quota counts',
});
