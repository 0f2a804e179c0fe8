// SignatureEnforcingNova: Nova boots only images signed under certificates the operator trusts.
import type { PolicyOverride } from '../documents/hardening';
import type { SignatureEnforcingNovaProps } from '../intent/types';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

const trustedCertsRules = [
  'os_compute_api:servers:create:trusted_certs',
  'os_compute_api:servers:rebuild:trusted_certs',
];

const checks = { admin: 'rule:context_is_admin', nobody: '!' } as const;

/** @internal `[glance]` of Nova: all three options and both rules, because each alone leaves a way around. */
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
  if (props.enableRbdDownload !== undefined && !facts.isFrom('victoria')) {
    const got = `enableRbdDownload in ${facts.release}`;
    problems.push(
      problem('not-in-release', placeOf('/enableRbdDownload'), { got, wanted: 'release victoria or later' }),
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
      ...decideDisks(props, facts),
    ],
    overrides: restrictRequests(props, facts),
    residuals: novaResiduals.map((because) => ({ control: 'nova-signatures', because })),
  };
}

/** Options that keep disks on the path that is verified. */
function decideDisks(props: SignatureEnforcingNovaProps, facts: ReleaseFacts): WantedSetting[] {
  const nova = (section: string, option: string, value: WantedSetting['value'], pointer: string, reason: string) =>
    ({ service: 'nova', section, option, value, pointer, reason }) as const;
  const settings: WantedSetting[] = [
    nova(
      'DEFAULT',
      'shelved_offload_time',
      props.shelvedOffloadTime ?? -1,
      '/shelvedOffloadTime',
      'an offloaded server comes back from an unsigned image and ends in ERROR',
    ),
  ];
  if (!facts.isFrom('victoria')) {
    const reason = 'up to ussuri a direct copy is taken before a verifier exists';
    settings.push(nova('glance', 'allowed_direct_url_schemes', [], '', reason));
  }
  if (props.imagesType) {
    const reason = 'root disks are made from downloaded images, which are verified';
    settings.push(nova('libvirt', 'images_type', props.imagesType, '/imagesType', reason));
  }
  if (props.enableRbdDownload !== undefined && facts.isFrom('victoria')) {
    const reason = 'read from ceph, then verified like any download';
    settings.push(nova('glance', 'enable_rbd_download', props.enableRbdDownload, '/enableRbdDownload', reason));
  }
  return settings;
}

function restrictRequests(props: SignatureEnforcingNovaProps, facts: ReleaseFacts): PolicyOverride[] {
  const overrides: PolicyOverride[] = trustedCertsRules
    .filter((rule) => facts.rule('nova', rule))
    .map((rule) => ({
      service: 'nova',
      rule,
      check: checks[props.trustedCerts ?? 'nobody'],
      reason: "a list given in the request replaces the operator's list",
    }));
  const { attachVolume = 'admin' } = props;
  if (attachVolume !== 'default') {
    overrides.push({
      service: 'nova',
      rule: 'os_compute_api:servers:create:attach_volume',
      check: checks[attachVolume],
      reason: 'an imageRef beside a root volume made from another image passes the refusal of volume boots',
    });
  }
  return overrides;
}

const novaResiduals = [
  'never verified by Nova: rbd clones of raw images, images already in the host cache (purge instances/_base at roll-out), ironic, and volumes (Cinder checks only on its download path)',
  'the trusted list must hold the root and every intermediate, each with CA true, keyCertSign and, for cursive up to 0.2.3, an explicit path length: without one every boot ends in ERROR; nothing is ever checked for revocation',
  'signing certificate and list are fetched with the token of the booting user and must be readable for everybody who boots',
  'a refused boot ends in ERROR after the API has said 202; altered bytes are downloaded by several hosts before that',
];

/**
 * Signature enforcement of Nova, rocky and later: `verify_glance_signatures` and `enable_certificate_validation` of `[glance]`, and the rules
 * of the ways around them. The ids of trusted certificates have no default.
 */
export class SignatureEnforcingNova extends Control<SignatureEnforcingNovaProps> {
  /** @internal */
  readonly intentKey = 'novaSignatures';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideNovaSignatures(this.props, facts, placeOf);
  }
}
