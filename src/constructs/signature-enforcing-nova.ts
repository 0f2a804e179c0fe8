// SignatureEnforcingNova: Nova boots only images signed under certificates the operator trusts.
import type { SignatureEnforcingNovaProps } from '../intent/types';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts } from './control';

const trustedCertsRules = [
  'os_compute_api:servers:create:trusted_certs',
  'os_compute_api:servers:rebuild:trusted_certs',
];

/** `[glance]` of Nova: all three options and both rules, because each alone leaves a way around. */
export function decideNovaSignatures(
  props: SignatureEnforcingNovaProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
): Decision {
  const problems: Problem[] = [];
  const verifies = props.verifyGlanceSignatures ?? true;
  const validates = props.enableCertificateValidation ?? true;
  // pike and queens register the certificate options, but no code reads them before rocky.
  if (!facts.isFrom('rocky')) {
    problems.push(
      problem('not-in-release', placeOf(''), {
        got: `signature enforcement in ${facts.release}`,
        wanted: 'release rocky or later',
        why: 'the certificate options are registered in queens, but no code reads them',
      }),
    );
  }
  if (props.defaultTrustedCertificateIds.length === 0) {
    problems.push(
      problem('contradiction', placeOf('/defaultTrustedCertificateIds'), {
        got: 'an empty trusted list',
        wanted: 'the root and every intermediate certificate',
        why: 'with validation on and nothing trusted every image boot ends in ERROR, and volume boots pass unchecked',
      }),
    );
  }
  if (verifies !== validates) {
    problems.push(
      problem('contradiction', placeOf(verifies ? '/enableCertificateValidation' : '/verifyGlanceSignatures'), {
        got: `verify_glance_signatures ${verifies}, enable_certificate_validation ${validates}`,
        wanted: 'both true',
        why: verifies
          ? 'without certificate validation anybody can sign with a certificate of their own'
          : 'validation without verification is undocumented and leaves volume boots unchecked',
        fix: 'leave both at their default, true',
      }),
    );
  }
  const nova = (option: string, value: boolean | readonly string[], pointer: string, reason: string) =>
    ({ service: 'nova', section: 'glance', option, value, pointer, reason }) as const;
  return {
    problems,
    settings: [
      nova(
        'verify_glance_signatures',
        verifies,
        '/verifyGlanceSignatures',
        'unsigned and partly signed images do not boot',
      ),
      nova(
        'enable_certificate_validation',
        validates,
        '/enableCertificateValidation',
        'a signature counts only under a trusted certificate',
      ),
      nova(
        'default_trusted_certificate_ids',
        props.defaultTrustedCertificateIds,
        '/defaultTrustedCertificateIds',
        'root and every intermediate; an empty list fails all image boots and lets volume boots pass',
      ),
    ],
    overrides: trustedCertsRules
      .filter((rule) => facts.rule('nova', rule))
      .map((rule) => ({
        service: 'nova',
        rule,
        check: props.trustedCerts === 'admin' ? 'rule:context_is_admin' : '!',
        reason: "a list given in the request replaces the operator's list",
      })),
    residuals: [
      {
        control: 'nova-signatures',
        because:
          'never verified by Nova: rbd clones of raw images, images already in the host cache, ironic, and volumes (Cinder checks only on its download path)',
      },
    ],
  };
}

/** Signature enforcement of Nova, rocky and later. */
export class SignatureEnforcingNova extends Control<SignatureEnforcingNovaProps> {
  readonly intentKey = 'novaSignatures';

  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideNovaSignatures(this.props, facts, placeOf);
  }
}
