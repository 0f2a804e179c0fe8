// ovf_process of the legacy tasks flow fetches any URL.
import { createTaskAttack } from '../mechanisms/task-attack';

export const attack = createTaskAttack({
  id: 'ssrf-ovf-process',
  title: 'ovf_process fetches any URL',
  words:
    'A legacy import task with an ova container runs the OVF step, which opens the URL itself: a second fetch next to the one of the import.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  fix: 'OSSA-2026-004',
  fixedTo: 'with OSSA-2026-004 fixed the OVF step opens the staged file alone (run on 2025.1)',
});
