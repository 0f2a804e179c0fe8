// CinderConversion: what Cinder lets qemu-img take when it makes a volume from an image.
import type { CinderConversionProps } from '../intent/types-capacity';
import { problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** `names`: newest first; the release knows which. 2026.2 renamed the two limits after what they bound. */
const bounds = [
  {
    key: 'imageConversionCpuLimit',
    names: ['image_introspection_cpu_limit', 'image_conversion_cpu_limit'],
    fallback: 60,
    reason: 'seconds: qemu-img info reads what a tenant wrote (OSSA-2016-012)',
  },
  {
    key: 'imageConversionAddressSpaceLimit',
    names: ['image_introspection_address_space_limit', 'image_conversion_address_space_limit'],
    fallback: 1,
    reason: 'GiB: qemu-img info reads what a tenant wrote (OSSA-2016-012)',
  },
] as const;

/** @internal `[DEFAULT]` of Cinder: two limits of qemu-img info, and whether qemu-img convert runs at all. */
export function decideCinderConversion(props: CinderConversionProps, facts: ReleaseFacts, placeOf: PlaceOf): Decision {
  const settings: WantedSetting[] = bounds.flatMap(({ key, names, fallback, reason }) => {
    const option = names.find((name) => facts.has('cinder', 'DEFAULT', name));
    const value = props[key] ?? fallback;
    return option === undefined
      ? []
      : [{ service: 'cinder', section: 'DEFAULT', option, value, pointer: `/${key}`, reason }];
  });
  if (settings.length === 0) {
    const got = `bounds of qemu-img of Cinder in ${facts.release}`;
    return {
      problems: [
        problem('not-in-release', placeOf(''), {
          got,
          wanted: 'ussuri or later, or the package version of a late train',
        }),
      ],
    };
  }
  const canDisable = facts.has('cinder', 'DEFAULT', 'image_conversion_disable');
  if (canDisable && props.imageConversionDisable !== undefined) {
    settings.push({
      service: 'cinder',
      section: 'DEFAULT',
      option: 'image_conversion_disable',
      value: props.imageConversionDisable,
      pointer: '/imageConversionDisable',
      reason: 'qemu-img convert has no bound of its own: what it would have to rewrite is refused',
    });
  }
  if (!canDisable && props.imageConversionDisable) {
    const got = `imageConversionDisable in ${facts.release}`;
    const wanted = 'release zed or later';
    return { settings, problems: [problem('not-in-release', placeOf('/imageConversionDisable'), { got, wanted })] };
  }
  if (props.imageConversionDisable) return { settings };
  const because = 'the limits of Cinder bound qemu-img info alone: qemu-img convert takes what the host has';
  return { settings, residuals: [{ control: 'cinder-conversion', because }] };
}

/**
 * Bounds of qemu-img in Cinder, ussuri and later: `image_conversion_cpu_limit` in seconds, `image_conversion_address_space_limit` in GiB
 * and `image_conversion_disable`. Default: 60 seconds, 1 GiB, conversion stays on.
 */
export class CinderConversion extends Control<CinderConversionProps> {
  /** @internal */
  readonly intentKey = 'cinderConversion';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideCinderConversion(this.props, facts, placeOf);
  }
}
