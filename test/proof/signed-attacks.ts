// The attack on signatures that Glance alone answers.
import type { CallAttack } from './attack-step';
import { createImage, ends, once } from './sharing-attacks';

/** Imports, signed and not, are sent by signed-imports.ts; this is the way past them. */
export const signedAttacks: readonly CallAttack[] = [
  {
    id: 'sig-unsigned-stored',
    kind: 'calls',
    isTold: ({ files }) => [...files.values()].some((text) => /^image_import_plugins *=.*glacis/m.test(text)),
    plan: () => once(createImage(), { method: 'PUT', path: '/v2/images/{image}/file', base64: 'AAAA' }),
    hasWorked: ends(204),
  },
];
