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

/**
 * Glance, hardened: `ImportFilter`, `ImageFormats`, `ImageQuotas`, `ImageLocations`, `ImageSharing`, `ServiceExposure` and, when
 * asked for, `ImageConversion` and `ImportEgressGuard`.
 */
export class HardenedGlance extends Construct {
  constructor(scope: Construct, id: string, props: HardenedGlanceProps = {}) {
    super(scope, id);
    new ImportFilter(this, 'import-filter', props.imageImport ?? {});
    new ImageFormats(this, 'image-formats', props.imageFormats ?? {});
    new ImageQuotas(this, 'image-quotas', props.imageQuotas ?? {});
    new ImageLocations(this, 'image-locations', props.imageLocations ?? {});
    new ImageSharing(this, 'image-sharing', props.imageSharing ?? {});
    new ServiceExposure(this, 'service-exposure', props.serviceExposure ?? {});
    if (props.imageConversion) new ImageConversion(this, 'image-conversion', props.imageConversion);
    if (props.importEgress) new ImportEgressGuard(this, 'import-egress-guard', props.importEgress);
  }
}
