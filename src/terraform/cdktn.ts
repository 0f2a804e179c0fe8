// The door for cdktn.
import { TerraformDataSource, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack } from 'cdktn';
import type { Construct } from 'constructs';
import { type HardenedFilesProps, TerraformFiles } from './hardened-files';
import { type ImporterRoleProps, TerraformImporterRole } from './importer-role';
import { type RegisteredLimitsProps, TerraformRegisteredLimits } from './registered-limits';
import { type SigningCertificatesProps, TerraformSigningCertificates } from './signing-certificates';

export type { HardenedFilesProps, HardenedRegion } from './hardened-files';
export type { Importer, ImporterRoleProps } from './importer-role';
export type { ProjectLimits, RegisteredLimitsProps } from './registered-limits';
export type { SigningCertificatesProps } from './signing-certificates';
export type { StoppedAttacks } from './verdict-gate';

const library = { TerraformDataSource, TerraformOutput, TerraformProvider, TerraformResource, TerraformStack };

/** The files of one region in a `TerraformStack` of cdktn: `new HardenedFiles(stack, 'files', { region })`. */
export class HardenedFiles extends TerraformFiles {
  declare readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: HardenedFilesProps) {
    super(library, scope, id, props);
  }
}

/** The limits of Glance in Keystone: `new RegisteredLimits(stack, 'limits', { region: 'RegionOne' })`. */
export class RegisteredLimits extends TerraformRegisteredLimits {
  constructor(scope: Construct, id: string, props: RegisteredLimitsProps) {
    super(library, scope, id, props);
  }
}

/** The role `image_importer` and who holds it: `new ImporterRole(stack, 'importers')`. */
export class ImporterRole extends TerraformImporterRole {
  declare readonly role: TerraformResource;

  constructor(scope: Construct, id: string, props: ImporterRoleProps = {}) {
    super(library, scope, id, props);
  }
}

/** Public certificates of image signers in Barbican: `new SigningCertificates(stack, 'signers', { certificates })`. */
export class SigningCertificates extends TerraformSigningCertificates {
  declare readonly resource: TerraformResource;

  constructor(scope: Construct, id: string, props: SigningCertificatesProps) {
    super(library, scope, id, props);
  }
}
