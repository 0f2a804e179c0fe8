// OSSA-2016-012: crafted images make qemu-img eat CPU and memory.
import type { Advisory } from './advisory';

/** Crafted images make qemu-img eat CPU and memory (OSSA-2016-012, 2016). */
export const advisory: Advisory = {
  id: 'OSSA-2016-012',
  year: 2016,
  title: 'Crafted images make qemu-img eat CPU and memory',
  layer: 'formats',
  affected: [
    { project: 'cinder', versions: '<=7.0.2, 8.0.0..8.1.1' },
    { project: 'glance', versions: '<=11.0.1, 12.0.0' },
    { project: 'nova', versions: '<=12.0.4, 13.0.0' },
  ],
  fixedIn: ['ocata', 'updates of liberty, mitaka and newton'],
  weakness: 'qemu-img worked on the files of tenants without any process limit.',
  remains:
    'Glance limits only the inspection; its conversion runs unlimited, and no option changes that. A cgroup can.',
  references: ['CVE-2015-5162', 'LP#1449062'],
  answeredBy: { kind: 'control', controls: ['ImageFormats'] },
};
