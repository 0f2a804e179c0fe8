// OSSA-2015-014: the import task follows a qcow2 backing file.
import type { Advisory } from './advisory';

/** The import task follows a qcow2 backing file (OSSA-2015-014, 2015). */
export const advisory: Advisory = {
  id: 'OSSA-2015-014',
  year: 2015,
  title: 'The import task follows a qcow2 backing file',
  layer: 'formats',
  affected: [{ project: 'glance', versions: '2015.1 to 2015.1.1' }],
  fixedIn: ['2015.1.2', 'liberty'],
  weakness: 'Conversion inside an import task read the file of the host that the image named as its backing file.',
  remains: 'The external data file of OSSA-2024-001 is the same idea.',
  references: ['CVE-2015-5163'],
  answeredBy: { kind: 'check', ids: ['formats-qcow2-backing-file'] },
};
