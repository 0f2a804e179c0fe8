// SignatureKeyManager: where Glance, Nova and Cinder fetch certificates. Credentials stay where they are.
import type { SignatureKeyManagerProps } from '../intent/types-signatures';
import { Control, type Decision, type ReleaseFacts, type WantedSetting } from './control';

/** `[key_manager]` and `[barbican]`; certificates are fetched with the token of the request, so there is no secret to write. */
export function decideCertificatePlace(props: SignatureKeyManagerProps, facts: ReleaseFacts): Decision {
  const wanted = [
    ['key_manager', 'backend', props.backend ?? 'barbican', '/backend', 'where certificates are fetched'],
    ['barbican', 'barbican_endpoint', props.barbicanEndpoint, '/barbicanEndpoint', 'instead of the service catalogue'],
    ['barbican', 'auth_endpoint', props.authEndpoint, '/authEndpoint', 'the default is http://localhost/identity/v3'],
    ['barbican', 'barbican_endpoint_type', props.barbicanEndpointType, '/barbicanEndpointType', 'from the catalogue'],
  ] as const;
  const settings: WantedSetting[] = [];
  const unknown = new Set<string>();
  for (const service of props.services ?? (['glance', 'nova', 'cinder'] as const)) {
    for (const [section, option, value, pointer, reason] of wanted) {
      if (value === undefined) continue;
      if (facts.has(service, section, option)) settings.push({ service, section, option, value, pointer, reason });
      else unknown.add(service);
    }
  }
  const residuals = [
    'certificates are fetched with the token of the booting user: the signing certificate and the whole trusted list must be readable by everybody who boots, else the boot ends in ERROR',
    ...(unknown.size > 0
      ? [
          `[key_manager] and [barbican] of ${[...unknown].join(', ')} are not known in ${facts.release}: write them by hand`,
        ]
      : []),
  ];
  return { settings, residuals: residuals.map((because) => ({ control: 'signature-key-manager', because })) };
}

/** Key manager of the services that verify signatures; options are known from xena on. */
export class SignatureKeyManager extends Control<SignatureKeyManagerProps> {
  readonly intentKey = 'signatureKeyManager';

  decide(facts: ReleaseFacts): Decision {
    return decideCertificatePlace(this.props, facts);
  }
}
