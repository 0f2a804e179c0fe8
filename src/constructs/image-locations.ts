// ImageLocations: whether Glance tells where the bytes lie, and who may change it.
import type { PolicyOverride } from '../documents/hardening';
import type { ImageLocationsProps } from '../intent/types';
import { Control, type Decision, type ReleaseFacts, type WantedSetting } from './control';

const checks = { admin: 'rule:context_is_admin', services: 'rule:context_is_admin or service_roles:service' } as const;

/** @internal OSSN-0065 and OSSN-0090: two options, and the two rules behind them for the day somebody turns an option on. */
export function decideImageLocations(props: ImageLocationsProps, facts: ReleaseFacts): Decision {
  const show = (option: string, value: boolean, pointer: string, reason: string): WantedSetting => ({
    service: 'glance',
    section: 'DEFAULT',
    option,
    value,
    pointer,
    reason,
  });
  const isShown = props.showImageDirectUrl === true || props.showMultipleLocations === true;
  const write = props.writeLocations ?? 'admin';
  const overrides = ['set_image_location', 'delete_image_location'].flatMap((rule): PolicyOverride[] => {
    if (write === 'default' || !facts.rule('glance', rule)) return [];
    const reason = 'whoever writes locations swaps the bytes of an image that others trust (OSSN-0065)';
    return [{ service: 'glance', rule, check: checks[write], reason }];
  });
  const because =
    'this node tells where the bytes lie: keep tenants away from it, in the network and with imagePolicy.audience services (OSSN-0090)';
  return {
    settings: [
      show(
        'show_image_direct_url',
        props.showImageDirectUrl ?? false,
        '/showImageDirectUrl',
        'the place of the bytes is for services on a node of their own (OSSN-0090)',
      ),
      show(
        'show_multiple_locations',
        props.showMultipleLocations ?? false,
        '/showMultipleLocations',
        'shown locations can be written as well (OSSN-0065)',
      ),
    ],
    overrides,
    residuals: isShown ? [{ control: 'image-locations', because }] : [],
  };
}

/**
 * Locations of images: `show_image_direct_url`, `show_multiple_locations` and the rules behind them (OSSN-0065, OSSN-0090). Default: neither
 * shown nor writable, except by administrators.
 */
export class ImageLocations extends Control<ImageLocationsProps> {
  /** @internal */
  readonly intentKey = 'imageLocations';

  /** @internal */
  decide(facts: ReleaseFacts): Decision {
    return decideImageLocations(this.props, facts);
  }
}
