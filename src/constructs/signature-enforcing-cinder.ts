// SignatureEnforcingCinder: Cinder verifies what it downloads, and the ways around the download are closed.
import type { PolicyOverride, Residual } from '../documents/hardening';
import type { SignatureEnforcingCinderProps } from '../intent/types-signatures';
import { problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

const checks = { admin: 'rule:context_is_admin', nobody: '!' } as const;

/** @internal `[DEFAULT]` of Cinder and three groups of rules: the option alone covers one of six ways into a volume. */
export function decideCinderSignatures(
  props: SignatureEnforcingCinderProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
): Decision {
  if (!facts.isFrom('rocky')) {
    const got = `signature verification of Cinder in ${facts.release}`;
    return { problems: [problem('not-in-release', placeOf(''), { got, wanted: 'release rocky or later' })] };
  }
  const settings: WantedSetting[] = [
    {
      service: 'cinder',
      section: 'DEFAULT',
      option: 'verify_glance_signatures',
      value: 'enabled',
      reason: 'a word, not a boolean: with True no cinder service starts',
    },
  ];
  if (props.emptyDirectUrlSchemes ?? true) {
    settings.push({
      service: 'cinder',
      section: 'DEFAULT',
      option: 'allowed_direct_url_schemes',
      value: [],
      pointer: '/emptyDirectUrlSchemes',
      reason: 'a volume that is cloned from its location is never verified',
    });
  }
  return { settings, overrides: restrictVolumes(props, facts), residuals: cinderResiduals };
}

function restrictVolumes(props: SignatureEnforcingCinderProps, facts: ReleaseFacts): PolicyOverride[] {
  const wanted = [
    ['volume:create_from_image', props.createFromImage, 'an unsigned image becomes a volume like any other'],
    ['volume:reimage', props.reimage, 'reimage writes an image over a volume and never verifies it'],
    ['volume:reimage_reserved', props.reimage, "what Nova's rebuild of a volume-backed server asks for"],
    [
      // One rule stood for all acts on image metadata up to wallaby.
      facts.isFrom('xena') ? 'volume_extension:volume_image_metadata:set' : 'volume_extension:volume_image_metadata',
      props.setImageMetadata,
      'with it an owner writes signature_verified on a volume that nobody verified',
    ],
  ] as const;
  return wanted.flatMap(([rule, who = 'admin', reason]) =>
    who === 'default' || !facts.rule('cinder', rule) ? [] : [{ service: 'cinder', rule, check: checks[who], reason }],
  );
}

const cinderResiduals: readonly Residual[] = [
  'Cinder has no list of trusted certificates in any release: whoever signs, the volume counts as verified',
  'never verified by Cinder: driver clones (rbd), hits in the cache of image volumes, volumes from snapshots, volumes and backups',
  'qemu-img inspects the downloaded file before its signature is compared: untrusted bytes are parsed first',
].map((because) => ({ control: 'cinder-signatures', because }));

/**
 * Signature verification of Cinder, rocky and later: `verify_glance_signatures`, and the rules of the ways into a volume that it does not
 * cover. Default: those ways for administrators alone.
 */
export class SignatureEnforcingCinder extends Control<SignatureEnforcingCinderProps> {
  /** @internal */
  readonly intentKey = 'cinderSignatures';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideCinderSignatures(this.props, facts, placeOf);
  }
}
