// A second upload over an image that is active.
import { createRuleAttack } from '../mechanisms/rule-attack';

export const attack = createRuleAttack({
  id: 'locations-overwrite-active',
  title: 'Upload over an active image',
  layer: 'locations',
  severity: 'high',
  words:
    'A second PUT of data onto an active image would change bytes under an id that others trust. The state machine answers 409: nothing leads from active back to saving.',
  references: ['OSSA-2016-006'],
  rules: ['upload_image'],
  further: () => [
    { layer: 'glance-code', at: null, because: 'an active image never goes back to saving: the upload ends in 409' },
  ],
  reach: 'A member uploads again over an active image.',
  fixes: () => [],
});
