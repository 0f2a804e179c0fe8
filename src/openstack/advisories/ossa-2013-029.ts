// OSSA-2013-029: compressed qcow2 images fill compute disks.
import type { Advisory } from './advisory';

/** Compressed qcow2 images fill compute disks (OSSA-2013-029, 2013). */
export const advisory: Advisory = {
  id: 'OSSA-2013-029',
  year: 2013,
  title: 'Compressed qcow2 images fill compute disks',
  layer: 'formats',
  affected: [{ project: 'nova', versions: 'every release of the time' }],
  fixedIn: ['havana'],
  weakness: 'How far a compressed image grows was not bounded, with use_cow_images off either.',
  remains: 'The image_decompression plugin of glance has no bound on its output to this day.',
  references: ['CVE-2013-4463', 'CVE-2013-4469'],
  answeredBy: { kind: 'none', because: 'fixed in nova before the oldest release that Glacis knows' },
};
