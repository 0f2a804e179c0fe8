// Validation of certificates without verification: image boots are verified all the same, volume boots are not.

import { isBefore } from '../cloud/releases';
import { surveySignatures } from '../mechanisms/signature-ground';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'signature-half-on',
  title: 'Certificate validation with verification switched off',
  severity: 'medium',
  words:
    'enable_certificate_validation with a trusted list and verify_glance_signatures off is documented as off. The compute host falls back to the list all the same and refuses unsigned images, while the API stores no trusted ids: boots from volume and bare metal pass unchecked.',
  references: ['nova compute/api: _retrieve_trusted_certs_object'],
  find: (cloud) => {
    const { nova, api, at } = surveySignatures(cloud);
    const isHalf = [nova, api].every((one) => one.validates && one.hasTrustedList) && !api.verifies;
    if (!isHalf || at.validates === null || isBefore(cloud, 'rocky')) return [];
    const message = 'Image boots are verified, boots from volume pass: verify_glance_signatures is off.';
    const file = 'nova/nova.conf.d/90-glacis.conf';
    const fixes = [{ file, section: 'glance', option: 'verify_glance_signatures', value: 'true' }];
    return [{ at: at.validates, subject: 'glance/enable_certificate_validation', message, fixes }];
  },
};
