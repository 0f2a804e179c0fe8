// Cinder's switch for signatures is a word, not a boolean as in Nova: with True cinder does not start.
import { compareReleases } from '../../openstack/releases';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'cinder-signature-boolean',
  title: "Nova's spelling of the signature switch in cinder",
  severity: 'high',
  words:
    'verify_glance_signatures is a boolean in nova.conf and one of the words enabled and disabled, in lower case, in cinder.conf. True copied from the one into the other raises ConfigFileValueError, and no cinder service starts.',
  references: ['cinder verify_glance_signatures'],
  find: (cloud) => {
    if (compareReleases(cloud.versions.release, 'rocky') < 0) return [];
    const { at, raw, error } = cloud.config('cinder').get('DEFAULT', 'verify_glance_signatures');
    const text = raw?.trim().toLowerCase() ?? '';
    if (at === null || error === null) return [];
    const isOn = /^(?:true|yes|on|1|enabled?)$/.test(text);
    if (!isOn && !/^(?:false|no|off|0|disabled?)$/.test(text)) return [];
    const value = isOn ? 'enabled' : 'disabled';
    return [
      {
        at,
        subject: 'DEFAULT/verify_glance_signatures',
        message: `Cinder does not start with this value; it wants the word ${value}.`,
        fixes: [{ file: at.file, section: 'DEFAULT', option: 'verify_glance_signatures', value }],
      },
    ];
  },
};
