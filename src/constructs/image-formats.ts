// ImageFormats: which disk and container formats may be stored, and how large an image may be.
import type { ImageFormatsProps } from '../intent/types';
import { problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** 128 GiB in bytes; Glance's own default is 1 TiB. */
const DEFAULT_IMAGE_SIZE_CAP_BYTES = 137_438_953_472;

const vmdkOptions = [
  { service: 'glance', section: 'image_format' },
  { service: 'nova', section: 'compute' },
  { service: 'cinder', section: 'DEFAULT' },
] as const;

/** @internal `[image_format]` of Glance; `vmdk_allowed_types` stands in three services (OSSA-2023-002). */
export function decideImageFormats(props: ImageFormatsProps, facts: ReleaseFacts, placeOf: PlaceOf): Decision {
  const diskFormats = props.diskFormats ?? ['qcow2', 'raw'];
  const settings: WantedSetting[] = [
    {
      service: 'glance',
      section: 'image_format',
      option: 'disk_formats',
      value: diskFormats,
      pointer: '/diskFormats',
      reason: 'every format is a parser that reads tenant files',
    },
    {
      service: 'glance',
      section: 'image_format',
      option: 'container_formats',
      value: props.containerFormats ?? ['bare'],
      pointer: '/containerFormats',
      reason: 'Glance inspects the bytes of bare images only',
    },
    {
      service: 'glance',
      section: 'DEFAULT',
      option: 'image_size_cap',
      value: props.imageSizeCap ?? DEFAULT_IMAGE_SIZE_CAP_BYTES,
      pointer: '/imageSizeCap',
      reason: 'bytes; the default is 1 TiB',
    },
  ];
  const hasMatch = facts.has('glance', 'image_format', 'require_image_format_match');
  if (hasMatch) {
    settings.push({
      service: 'glance',
      section: 'image_format',
      option: 'require_image_format_match',
      value: props.requireImageFormatMatch ?? true,
      pointer: '/requireImageFormatMatch',
      reason: 'the bytes must be what the label says',
    });
  }
  // 2025.1 to 2026.1 let a wrong protective MBR in by default (run on 30.0.0).
  const hasGptChecks = facts.has('glance', 'image_format', 'gpt_safety_checks_nonfatal');
  if (hasGptChecks) {
    settings.push({
      service: 'glance',
      section: 'image_format',
      option: 'gpt_safety_checks_nonfatal',
      value: props.gptSafetyChecksNonfatal ?? [],
      pointer: '/gptSafetyChecksNonfatal',
      reason: 'a partition table that two readers see differently is refused',
    });
  }
  const vmdkAllowedTypes = props.vmdkAllowedTypes ?? (diskFormats.includes('vmdk') ? undefined : []);
  const vmdkPlaces = props.vmdkAllowedTypes ? vmdkOptions : vmdkOptions.slice(0, 1);
  const residuals = [];
  for (const { service, section } of vmdkAllowedTypes ? vmdkPlaces : []) {
    if (facts.has(service, section, 'vmdk_allowed_types')) {
      settings.push({
        service,
        section,
        option: 'vmdk_allowed_types',
        value: vmdkAllowedTypes ?? [],
        pointer: '/vmdkAllowedTypes',
        reason: 'a flat VMDK descriptor names a file of the host (OSSA-2023-002)',
      });
    } else if (props.vmdkAllowedTypes) {
      residuals.push({
        control: 'image-formats',
        because: `vmdk_allowed_types of ${service} is not known to exist in the package at hand (${facts.release}); name the package version if it does`,
      });
    }
  }
  const young = [
    { key: 'requireImageFormatMatch', isKnown: hasMatch },
    { key: 'gptSafetyChecksNonfatal', isKnown: hasGptChecks },
  ] as const;
  const problems = young
    .filter(({ key, isKnown }) => props[key] !== undefined && !isKnown)
    .map(({ key }) =>
      problem('not-in-release', placeOf(`/${key}`), {
        got: `${key} in ${facts.release}`,
        wanted: 'release 2025.1 or later',
      }),
    );
  return { settings, residuals, problems };
}

/**
 * Formats and size cap of Glance, `[image_format]` and `image_size_cap` in bytes, and `vmdk_allowed_types` of three services
 * (OSSA-2023-002). Default: qcow2 and raw in bare, at most 128 GiB.
 */
export class ImageFormats extends Control<ImageFormatsProps> {
  /** @internal */
  readonly intentKey = 'imageFormats';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideImageFormats(this.props, facts, placeOf);
  }
}
