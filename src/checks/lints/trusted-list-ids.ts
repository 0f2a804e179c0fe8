// Entries of the trusted list that cannot be certificates.
import { printable } from '../../problems';
import { isBefore } from '../cloud/releases';
import { surveySignatures } from '../mechanisms/signature-ground';
import type { Lint, LintFinding } from '../types';

const uuid = /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i;

export const lint: Lint = {
  kind: 'lint',
  id: 'trusted-list-ids',
  title: 'Trusted list with entries that are no certificates',
  severity: 'medium',
  words:
    'default_trusted_certificate_ids names certificates by their id in the key manager. A file name, a URL, a blank or the same id twice is none: fetching it fails, the chain is not complete, and every boot of a signed image ends in ERROR.',
  references: ['nova default_trusted_certificate_ids', 'cursive certificate_utils'],
  find: (cloud) => {
    const { at, nova } = surveySignatures(cloud);
    const backend = cloud.config('nova').get('key_manager', 'backend');
    // Other back ends than barbican name their objects as they like.
    const isBarbican = backend.at === null || /barbican/i.test(backend.raw ?? '');
    const { value } = cloud.config('nova').get('glance', 'default_trusted_certificate_ids');
    if (at.trusted === null || !nova.hasTrustedList || !Array.isArray(value) || isBefore(cloud, 'rocky')) return [];
    const ids = value.map((id) => String(id).trim());
    const place = at.trusted;
    return ids.flatMap((id, index): LintFinding[] => {
      const fault =
        id === ''
          ? 'an entry is blank'
          : ids.indexOf(id) !== index
            ? `${printable(id, 60)} stands there twice`
            : isBarbican && !uuid.test(id)
              ? `${printable(id, 60)} is no id of barbican`
              : null;
      if (fault === null) return [];
      const message = `Boots of signed images end in ERROR: ${fault}.`;
      const subject = 'glance/default_trusted_certificate_ids';
      const base = { at: place, subject, message };
      const kept = [...new Set(ids)].filter((one) => one !== '');
      // A blank and a repetition say nothing of their own; an id that is wrong stands for one that is right.
      if (id === '' || ids.indexOf(id) !== index) {
        const option = 'default_trusted_certificate_ids';
        return [{ ...base, fixes: [{ file: place.file, section: 'glance', option, value: kept.join(',') }] }];
      }
      return [
        { ...base, fixes: [], choice: 'Write the id under which barbican holds this certificate, or take it out.' },
      ];
    });
  },
};
