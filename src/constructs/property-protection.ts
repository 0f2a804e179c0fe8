// SignaturePropertyProtection: owners cannot rewrite img_signature* after Glance compared them with the bytes.
import { renderProtections } from '../documents/property-protections/render-protections';
import type { SignaturePropertyProtectionProps } from '../intent/types-signatures';
import { Control, type Decision, type ReleaseFacts } from './control';

const FILE = 'glacis-property-protections.ini';

const everybody = ['@'];

/** @internal `property_protection_file`: one rule for the four properties, one that leaves all others as they were. */
export function decidePropertyProtection(props: SignaturePropertyProtectionProps, facts: ReleaseFacts): Decision {
  const signers = props.signers ?? ['admin'];
  const { blockDeviceMapping = 'signers' } = props;
  const mappings = {
    pattern: '^block_device_mapping$',
    permissions: { create: signers, read: everybody, update: signers, delete: everybody },
    reason: 'an image that names a volume boots from it, past the rule of Nova about root volumes',
  };
  const text = renderProtections([
    {
      pattern: '^img_signature',
      permissions: { create: signers, read: everybody, update: signers, delete: signers },
      reason: 'Glance compares these with the bytes only while the bytes arrive',
    },
    ...(blockDeviceMapping === 'signers' ? [mappings] : []),
    {
      pattern: '.*',
      permissions: { create: everybody, read: everybody, update: everybody, delete: everybody },
      reason: 'a property that no rule matches could not even be read, those of a running import included',
    },
  ]);
  const glance = (option: string, value: string, reason: string) =>
    ({ service: 'glance', section: 'DEFAULT', option, value, reason }) as const;
  const residuals = ['members cannot sign images of their own: only the roles named here write the properties'];
  if (blockDeviceMapping === 'signers') {
    residuals.push('members take no snapshots of servers on volumes: Nova writes block_device_mapping in their name');
  }
  if (!facts.isFrom('ussuri')) {
    residuals.push(
      'snapshots of signed servers fail: Nova up to train hands the properties on, in the name of the member',
    );
  }
  if (!facts.isFrom('yoga')) {
    residuals.push('uploads of volumes made from signed images fail: Cinder hands the properties on up to xena');
  }
  return {
    artifacts: [{ program: 'glance', name: FILE, text }],
    settings: [
      glance(
        'property_protection_file',
        `/etc/glance/${FILE}`,
        'owners may otherwise change img_signature* at any time',
      ),
      glance('property_protection_rule_format', 'roles', 'the rules of the file name roles'),
    ],
    residuals: residuals.map((because) => ({ control: 'signature-properties', because })),
  };
}

/**
 * `property_protection_file` of Glance: who may write `img_signature*` and `block_device_mapping`. Only where asked
 * for; `SignaturePropertyProtectionProps` names the roles and their defaults.
 */
export class SignaturePropertyProtection extends Control<SignaturePropertyProtectionProps> {
  /** @internal */
  readonly intentKey = 'signatureProperties';

  /** @internal */
  decide(facts: ReleaseFacts): Decision {
    return decidePropertyProtection(this.props, facts);
  }
}
