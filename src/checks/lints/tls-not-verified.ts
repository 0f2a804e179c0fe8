// Flags that switch the verification of certificates off between services.
import type { Service } from '../../openstack/types';
import type { Lint, LintFinding } from '../types';

/** Option, and the value under which nobody looks at the certificate of the other side. */
const flags: readonly (readonly [Service, section: string, option: string, peer: string])[] = [
  ['glance', 'keystone_authtoken', 'insecure', 'keystone'],
  ['glance', 'glance_store', 'https_insecure', 'the servers behind http locations'],
  ['glance', 'glance_store', 'swift_store_auth_insecure', 'swift'],
  ['glance', 'glance_store', 'cinder_api_insecure', 'cinder'],
  ['nova', 'keystone_authtoken', 'insecure', 'keystone'],
  ['nova', 'glance', 'insecure', 'glance'],
  ['nova', 'glance', 'api_insecure', 'glance'],
  ['nova', 'cinder', 'insecure', 'cinder'],
  ['nova', 'barbican', 'insecure', 'barbican'],
  ['cinder', 'keystone_authtoken', 'insecure', 'keystone'],
  ['cinder', 'DEFAULT', 'glance_api_insecure', 'glance'],
  ['cinder', 'nova', 'insecure', 'nova'],
];

/** oslo.config's spellings of true: options of libraries are not known in every release, so the text decides. */
const isTrue = (text: string): boolean => ['true', '1', 'on', 'yes'].includes(text.trim().toLowerCase());

export const lint: Lint = {
  kind: 'lint',
  id: 'tls-not-verified',
  title: 'Certificates of a service not verified',
  severity: 'medium',
  words:
    'With such a flag TLS hides the traffic from those who only listen: whoever answers in the place of the other service gets the tokens, or supplies the image bytes.',
  references: ['Check-Compute-05', 'Check-Block-06', 'Check-Image-04'],
  find: (cloud) =>
    flags.flatMap(([service, section, option, peer]): LintFinding[] => {
      const { raw, at } = cloud.config(service).get(section, option);
      if (raw === null || at === null || !isTrue(raw)) return [];
      const file = `${service}/${service}.conf.d/90-glacis.conf`;
      return [
        {
          at,
          subject: `${section}/${option}`,
          message: `${service} does not verify the certificate of ${peer}.`,
          fixes: [{ file, section, option, value: 'false' }],
        },
      ];
    }),
};
