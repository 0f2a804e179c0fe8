// Demands of: Checks of the OpenStack Security Guide.
import type { DemandSource } from './demand';

/** Checks of the OpenStack Security Guide. */
export const securityGuide: DemandSource = {
  id: 'security-guide',
  title: 'Checks of the OpenStack Security Guide',
  demands: [
    {
      id: 'Check-Image-01/02',
      asks: 'Owner and mode of the configuration files',
      verdict: 'partly right',
      fact: 'The list misses policy.yaml, glance-image-import.conf and the drop-in directories.',
      because: 'a rendered tree has no owners: the README beside it sets 0640 and root:service for what it copies',
    },
    {
      id: 'Check-Image-03',
      asks: 'Authentication by keystone',
      verdict: 'outdated',
      fact: '[paste_deploy] flavor is the switch; an empty one makes everybody an administrator.',
      constructs: ['ServiceExposure'],
      checks: ['config-empty-flavor', 'config-anonymous-access'],
    },
    {
      id: 'Check-Image-05',
      asks: 'copy_from for administrators',
      verdict: 'outdated',
      fact: 'The rule is gone since ussuri.',
      checks: ['policy-rule-unknown'],
    },
    {
      id: 'Check-Compute-05',
      asks: 'Nova verifies the certificate of Glance',
      verdict: 'outdated',
      fact: '[glance] insecure, once api_insecure.',
      checks: ['tls-not-verified'],
    },
    {
      id: 'Check-Block-06',
      asks: 'Cinder verifies the certificate of Glance',
      verdict: 'right',
      fact: 'glance_api_insecure in [DEFAULT].',
      checks: ['tls-not-verified'],
    },
  ],
};
