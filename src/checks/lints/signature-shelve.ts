// Shelved servers that leave their host while Nova demands signatures: they do not come back.
import { demandsBootSignatures, surveySignatures } from '../mechanisms/signature-ground';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'signature-shelve',
  title: 'Shelving that ends in ERROR under verification',
  severity: 'low',
  words:
    'A shelved server is stored as an unsigned image. Once it is offloaded, at once by default, unshelving starts from that image and ends in ERROR, and its owner has lost it until somebody signs the bytes.',
  references: ['nova shelved_offload_time'],
  find: (cloud) => {
    const ground = surveySignatures(cloud);
    const place = ground.nova.verifies ? ground.at.verifies : ground.at.validates;
    if (!demandsBootSignatures(ground) || place === null) return [];
    const { value, at } = cloud.config('nova').get('DEFAULT', 'shelved_offload_time');
    if (typeof value !== 'number' || value < 0) return [];
    const message = `Servers are offloaded ${value} seconds after shelving, and unsigned images do not boot: -1 keeps them on their host.`;
    const file = 'nova/nova.conf.d/90-glacis.conf';
    const fixes = [{ file, section: 'DEFAULT', option: 'shelved_offload_time', value: '-1' }];
    return [{ at: at ?? place, subject: 'DEFAULT/shelved_offload_time', message, fixes }];
  },
};
