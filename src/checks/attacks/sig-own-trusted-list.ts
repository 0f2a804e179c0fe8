// A list of trusted certificates in the request.

import { isBefore } from '../cloud/releases';
import {
  answerWays,
  createSignatureAttack,
  findRuleRefusal,
  groundless,
  restrictRules,
} from '../mechanisms/signature-attack';

const rules = ['os_compute_api:servers:create:trusted_certs', 'os_compute_api:servers:rebuild:trusted_certs'];

export const attack = createSignatureAttack({
  id: 'sig-own-trusted-list',
  title: 'Trusted list given in the request',
  severity: 'high',
  words:
    "From microversion 2.63 on a request may carry trusted_image_certificates, and its list replaces the operator's. The default policy lets every member do so, at boot and at rebuild.",
  references: ['nova trusted_image_certificates (microversion 2.63)'],
  demandedBy: 'boot',
  judge: ({ cloud }) => {
    if (isBefore(cloud, 'rocky')) return groundless('a request can carry trusted certificates from rocky on');
    return answerWays(
      // Whoever may not boot or rebuild at all brings no list either.
      rules.map((rule) =>
        [rule, rule.replace(':trusted_certs', '')].flatMap((one) => findRuleRefusal(cloud, 'nova', one)),
      ),
      "A member names a certificate authority of its own in the request, and the operator's list is not asked.",
      restrictRules(cloud, 'nova', rules),
    );
  },
});
