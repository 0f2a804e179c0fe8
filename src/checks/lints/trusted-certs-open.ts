// Members who may name their own trusted certificates: their list takes the place of the operator's.
import { findRule } from '../../openstack/catalogue';
import type { Lint, LintFinding } from '../types';

const rules = ['os_compute_api:servers:create:trusted_certs', 'os_compute_api:servers:rebuild:trusted_certs'] as const;

export const lint: Lint = {
  kind: 'lint',
  id: 'trusted-certs-open',
  title: "Trusted certificates of the member's own choice",
  severity: 'high',
  words:
    'A list of trusted certificates in the request replaces the one in nova.conf. While the default policy lets members give one, an attacker signs with a certificate authority of his own, stores it in his own project, and names it.',
  references: ['nova trusted_image_certificates (microversion 2.63)'],
  find: (cloud) => {
    const { value, at } = cloud.config('nova').get('glance', 'verify_glance_signatures');
    if (value !== true || at === null) return [];
    return rules.flatMap((rule): LintFinding[] => {
      if (!findRule('nova', rule, cloud.versions.release)) return [];
      const verdict = cloud.authorize('nova', rule, 'member');
      if (verdict.allowed !== true) return [];
      return [
        {
          at: verdict.decidedBy.at ?? at,
          subject: rule,
          message: 'Any member of a project may replace the trusted list for a server of his own.',
          fixes: [
            { file: 'nova/policy.d/90-glacis.yaml', section: 'policy', option: rule, value: 'rule:context_is_admin' },
          ],
        },
      ];
    });
  },
};
