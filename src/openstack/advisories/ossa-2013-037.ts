// OSSA-2013-037: os_type of snapshots multiplies ephemeral backing files.
import type { Advisory } from './advisory';

/** os_type of snapshots multiplies ephemeral backing files (OSSA-2013-037, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-037',
  year: 2013,
  title: 'os_type of snapshots multiplies ephemeral backing files',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'every release of the time' }],
  fixedIn: ['havana'],
  weakness: 'Each new os_type on a snapshot made compute nodes write another backing file.',
  remains: 'Image properties belong to the tenant unless they are protected.',
  references: ['CVE-2013-6437'],
  answeredBy: { kind: 'none', because: 'fixed in code; property protection is a file of its own' },
};
