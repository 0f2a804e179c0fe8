// ImageSharing: who may offer images to other projects, and no API that does so without asking them.
import type { PolicyOverride } from '../documents/hardening';
import type { ImageSharingProps } from '../intent/types';
import { Control, type Decision, type ReleaseFacts, type WantedSetting } from './control';

/** @internal OSSN-0005, OSSN-0015. The v1 API is gone since rocky: from there on its switch would be a line without effect. */
export function decideImageSharing(props: ImageSharingProps, facts: ReleaseFacts): Decision {
  const overrides: PolicyOverride[] = [];
  const glance = (rule: string, check: string, reason: string) => {
    if (facts.rule('glance', rule)) overrides.push({ service: 'glance', rule, check, reason });
  };
  const members = props.members ?? 'owners';
  if (members !== 'owners') {
    const check = members === 'admin' ? 'rule:context_is_admin' : '!';
    glance('add_member', check, 'a shared image can be fetched by its id before anybody accepted it (OSSN-0005)');
  }
  if ((props.publicizeImage ?? 'admin') === 'admin') {
    glance(
      'publicize_image',
      'rule:context_is_admin',
      'a public image stands in the list of every project (OSSN-0015)',
    );
  }
  const settings: WantedSetting[] = facts.has('glance', 'DEFAULT', 'enable_v1_api')
    ? [
        {
          service: 'glance',
          section: 'DEFAULT',
          option: 'enable_v1_api',
          value: false,
          reason: 'v1 shares images without asking the other project (OSSN-0005)',
        },
      ]
    : [];
  const because =
    'image names are not unique: users must pick images by id, and tooling must not list member_status=all';
  return { settings, overrides, residuals: [{ control: 'image-sharing', because }] };
}

/**
 * Who offers images to other projects, by policy, and `enable_v1_api` in queens (OSSN-0005, OSSN-0015). Default: owners share with consent,
 * administrators publish, and v1 is off where it exists.
 */
export class ImageSharing extends Control<ImageSharingProps> {
  /** @internal */
  readonly intentKey = 'imageSharing';

  /** @internal */
  decide(facts: ReleaseFacts): Decision {
    return decideImageSharing(this.props, facts);
  }
}
