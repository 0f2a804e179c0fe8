// OSSA-2024-003: ironic gives unscreened images to qemu-img.
import type { Advisory } from './advisory';

/** Ironic gives unscreened images to qemu-img (OSSA-2024-003, 2024). */
export const advisory: Advisory = {
  id: 'OSSA-2024-003',
  year: 2024,
  title: 'Ironic gives unscreened images to qemu-img',
  layer: 'formats',
  affected: [
    {
      project: 'ironic, ironic-python-agent',
      versions: '<21.4.3, 22.0.0 to <23.0.2, 23.1.0 to <24.1.2, 25.0.0 to <26.0.1',
    },
  ],
  fixedIn: ['21.4.3', '23.0.2', '24.1.2', '26.0.1'],
  weakness: 'A bare metal deployment converts the image of a tenant without inspecting it.',
  remains: 'Checks and signatures of nova never run for ironic instances.',
  references: ['CVE-2024-44082'],
  answeredBy: { kind: 'none', because: 'it is ironic code and configuration, which Glacis does not render' },
};
