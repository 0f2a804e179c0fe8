// HardenedGlance: Glance with every control at its strict default; props change one control at a time.
import { Construct } from 'constructs';
import type {
  ImageConversionProps,
  ImageFormatsProps,
  ImageLocationsProps,
  ImageSharingProps,
  ImportEgressGuardProps,
  ImportFilterProps,
  ServiceExposureProps,
} from '../intent/types';
import type { ImageQuotasProps } from '../intent/types-capacity';
import { ImageConversion } from './image-conversion';
import { ImageFormats } from './image-formats';
import { ImageLocations } from './image-locations';
import { ImageQuotas } from './image-quotas';
import { ImageSharing } from './image-sharing';
import { ImportEgressGuard } from './import-egress-guard';
import { ImportFilter } from './import-filter';
import { admitBelowStack, readProps } from './scope';
import { ServiceExposure } from './service-exposure';

/** The same keys as in an intent file. */
export interface HardenedGlanceProps {
  /** Default: staged uploads only, no URL is fetched. */
  readonly imageImport?: ImportFilterProps;
  /** Default: qcow2 and raw in bare, at most 128 GiB. */
  readonly imageFormats?: ImageFormatsProps;
  /** Default: 64 properties, 32 tags, 64 members and 10 locations of one image. */
  readonly imageQuotas?: ImageQuotasProps;
  /** Default: locations neither shown nor writable. */
  readonly imageLocations?: ImageLocationsProps;
  /** Default: owners share with consent, administrators publish, v1 off. */
  readonly imageSharing?: ImageSharingProps;
  /** Default: nothing without a token, no debug log. */
  readonly serviceExposure?: ServiceExposureProps;
  /** Default: no import plugin is set. */
  readonly imageConversion?: ImageConversionProps;
  /** Default: no guard. */
  readonly importEgress?: ImportEgressGuardProps;
}

const keys = [
  'imageImport',
  'imageFormats',
  'imageQuotas',
  'imageLocations',
  'imageSharing',
  'serviceExposure',
  'imageConversion',
  'importEgress',
] as const satisfies readonly (keyof HardenedGlanceProps)[];

/**
 * Glance, hardened: `ImportFilter`, `ImageFormats`, `ImageQuotas`, `ImageLocations`, `ImageSharing`, `ServiceExposure` and, when
 * asked for, `ImageConversion` and `ImportEgressGuard`.
 */
export class HardenedGlance extends Construct {
  /** @throws IntentProblems when it is not below a stack, or the props have keys of other controls. Wrong values are problems of the stack. */
  constructor(scope: Construct, id: string, props: HardenedGlanceProps = {}) {
    super(admitBelowStack(new.target.name, scope, id), id);
    const { imageConversion, importEgress, ...always } = readProps(props, keys, this);
    // Null is no section: the default in its place would hide that somebody meant something.
    const { imageImport = {}, imageFormats = {}, imageQuotas = {} } = always;
    const { imageLocations = {}, imageSharing = {}, serviceExposure = {} } = always;
    new ImportFilter(this, 'import-filter', imageImport);
    new ImageFormats(this, 'image-formats', imageFormats);
    new ImageQuotas(this, 'image-quotas', imageQuotas);
    new ImageLocations(this, 'image-locations', imageLocations);
    new ImageSharing(this, 'image-sharing', imageSharing);
    new ServiceExposure(this, 'service-exposure', serviceExposure);
    if (imageConversion !== undefined) new ImageConversion(this, 'image-conversion', imageConversion);
    if (importEgress !== undefined) new ImportEgressGuard(this, 'import-egress-guard', importEgress);
  }
}
