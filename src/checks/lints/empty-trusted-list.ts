// Certificate validation in nova that has nothing to validate against, or no signature to begin with.
import { compareReleases } from '../../openstack/releases';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'empty-trusted-list',
  title: 'Certificate validation that trusts nobody',
  severity: 'high',
  words:
    'With enable_certificate_validation on and default_trusted_certificate_ids empty every image boot ends in ERROR on the compute host, correctly signed or not, while a boot from volume is accepted without any check. With verify_glance_signatures off beside it nothing is verified at all.',
  references: ['nova enable_certificate_validation'],
  find: (cloud) => {
    // The options are registered in queens, and no code reads them there.
    if (compareReleases(cloud.versions.release, 'rocky') < 0) return [];
    const option = (name: string) => cloud.config('nova').get('glance', name);
    const validation = option('enable_certificate_validation');
    const trusted = option('default_trusted_certificate_ids').value;
    const isEmpty = !Array.isArray(trusted) || trusted.every((id) => String(id).trim() === '');
    if (validation.value !== true || validation.at === null || !isEmpty) return [];
    const verifies = option('verify_glance_signatures').value === true;
    const message = verifies
      ? 'No certificate is trusted: every image boot fails, and boots from volume pass unchecked.'
      : 'Nothing is verified: verify_glance_signatures is off and no certificate is trusted.';
    const choice =
      'Name the ids of your signing certificates in [glance] default_trusted_certificate_ids, or switch enable_certificate_validation off until there are any.';
    return [{ at: validation.at, subject: 'glance/enable_certificate_validation', message, fixes: [], choice }];
  },
};
