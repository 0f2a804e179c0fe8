// A list of trusted certificates that no code looks at.

import { isBefore } from '../cloud/releases';
import { surveySignatures } from '../mechanisms/signature-ground';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'trusted-list-unread',
  title: 'Trusted certificates that nobody asks for',
  severity: 'high',
  words:
    'default_trusted_certificate_ids counts only while enable_certificate_validation is on, and not at all before rocky, where the options are registered and no code reads them. The list looks like trust, and any certificate will do.',
  references: ['nova default_trusted_certificate_ids'],
  find: (cloud) => {
    const { nova, at } = surveySignatures(cloud);
    const isOld = isBefore(cloud, 'rocky');
    if (!nova.hasTrustedList || at.trusted === null || (nova.validates && !isOld)) return [];
    const message = isOld
      ? 'No code reads this list before rocky.'
      : `The list is not asked: enable_certificate_validation is off${nova.verifies ? ', and any certificate will do' : ''}.`;
    const file = 'nova/nova.conf.d/90-glacis.conf';
    const fixes =
      isOld || !nova.verifies
        ? []
        : [{ file, section: 'glance', option: 'enable_certificate_validation', value: 'true' }];
    const base = { at: at.trusted, subject: 'glance/default_trusted_certificate_ids', message, fixes };
    if (fixes.length > 0) return [base];
    const choice = isOld
      ? 'Upgrade nova to rocky or later to have certificates validated; until then the line may go.'
      : 'Switch on verify_glance_signatures and enable_certificate_validation once all images are signed, or take the list out.';
    return [{ ...base, choice }];
  },
};
