// OSSA-2014-033: file based volume drivers follow a qcow2 header of the guest.
import type { Advisory } from './advisory';

/** File based volume drivers follow a qcow2 header of the guest (OSSA-2014-033, 2014). */
export const advisory: Advisory = {
  id: 'OSSA-2014-033',
  year: 2014,
  title: 'File based volume drivers follow a qcow2 header of the guest',
  layer: 'formats',
  affected: [{ project: 'cinder', versions: 'up to 2014.1.2' }],
  fixedIn: ['2014.1.3'],
  weakness: 'Cloning a raw file volume parsed what the guest had written at its start and leaked a host file.',
  remains: 'It depends on the driver.',
  references: ['CVE-2014-3641'],
  answeredBy: { kind: 'none', because: 'fixed in code before the oldest release that Glacis knows' },
};
