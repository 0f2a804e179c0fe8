// The legacy tasks API imports from any URL, past the import filter (OSSN-0105).
import { createTaskAttack } from '../mechanisms/task-attack';

export const attack = createTaskAttack({
  id: 'ssrf-legacy-tasks',
  title: 'Legacy tasks import bypasses the filter',
  words:
    'POST /v2/tasks of type import fetches import_from by itself. Closing import methods does not close it; whoever may call it, an administrator by default, fetches from anywhere.',
  references: ['OSSN-0105'],
  fix: 'OSSN-0105',
});
