// The legacy tasks API imports an OVA archive from any URL, past the import filter.
import { createTaskAttack } from '../mechanisms/task-attack';

export const attack = createTaskAttack({
  id: 'ssrf-ovf-process',
  title: 'OVA import by a task bypasses the filter',
  words:
    'A legacy import task with an ova container fetches import_from as every import task does. The OVF step behind it could open any URL before OSSA-2026-004, and is handed the staged file in every release: one fetch was seen on 25.1.0 and on 30.0.0, none by that step.',
  references: ['OSSN-0105', 'CVE-2026-34881 (OSSA-2026-004)'],
  fix: 'OSSN-0105',
});
