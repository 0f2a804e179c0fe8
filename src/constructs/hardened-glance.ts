// HardenedGlance: Glance with every control at its strict default; props change one control at a time.
import { Construct } from 'constructs';
import type { ImageFormatsProps, ImportEgressGuardProps, ImportFilterProps } from '../intent/types';
import type { ImageQuotasProps } from '../intent/types-capacity';
import { ImageFormats } from './image-formats';
import { ImageQuotas } from './image-quotas';
import { ImportEgressGuard } from './import-egress-guard';
import { ImportFilter } from './import-filter';

/** The same keys as in an intent file. */
export interface HardenedGlanceProps {
  /** Default: staged uploads only, no URL is fetched. */
  readonly imageImport?: ImportFilterProps;
  /** Default: qcow2 and raw in bare, at most 128 GiB. */
  readonly imageFormats?: ImageFormatsProps;
  /** Default: 64 properties, 32 tags, 64 members and 10 locations of one image. */
  readonly imageQuotas?: ImageQuotasProps;
  /** Default: no guard. */
  readonly importEgress?: ImportEgressGuardProps;
}

/** Glance, hardened: `ImportFilter`, `ImageFormats`, `ImageQuotas` and, when asked for, `ImportEgressGuard`. */
export class HardenedGlance extends Construct {
  constructor(scope: Construct, id: string, props: HardenedGlanceProps = {}) {
    super(scope, id);
    new ImportFilter(this, 'import-filter', props.imageImport ?? {});
    new ImageFormats(this, 'image-formats', props.imageFormats ?? {});
    new ImageQuotas(this, 'image-quotas', props.imageQuotas ?? {});
    if (props.importEgress) new ImportEgressGuard(this, 'import-egress-guard', props.importEgress);
  }
}
