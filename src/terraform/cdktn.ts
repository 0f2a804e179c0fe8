// The door for cdktn.
import { TerraformOutput, TerraformProvider, TerraformResource, TerraformStack } from 'cdktn';
import type { Construct } from 'constructs';
import { type HardenedFilesProps, TerraformFiles } from './hardened-files';

export type { HardenedFilesProps, HardenedRegion } from './hardened-files';

const library = { TerraformOutput, TerraformProvider, TerraformResource, TerraformStack };

/** The files of one region in a `TerraformStack` of cdktn: `new HardenedFiles(stack, 'files', { region })`. */
export class HardenedFiles extends TerraformFiles {
  declare readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: HardenedFilesProps) {
    super(library, scope, id, props);
  }
}
