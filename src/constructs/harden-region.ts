// The one function that maps an intent to the construct tree: the intent is the props.
import type { Construct } from 'constructs';
import type { SettledRegion } from '../intent/types';
import { CinderConversion } from './cinder-conversion';
import { DatabasePurge } from './database-purge';
import { GrowthAlerts } from './growth-alerts';
import { HardenedGlance } from './hardened-glance';
import { HardeningStack } from './hardening-stack';
import { ImageCreateRateLimit } from './image-create-rate-limit';
import { ImagePolicy } from './image-policy';
import { ImageSignatureRequired } from './image-signature-required';
import { SignaturePropertyProtection } from './property-protection';
import { setOrigin } from './scope';
import { SignatureKeyManager } from './signature-certificates';
import { SignatureEnforcingCinder } from './signature-enforcing-cinder';
import { SignatureEnforcingNova } from './signature-enforcing-nova';
import { StagingBounds } from './staging-bounds';
import { UnifiedLimits } from './unified-limits';

/** Builds the tree of one settled region. `scope` as for `HardeningStack`. @param isJudged true when nobody will add to the stack */
export function hardenRegion(scope: Construct | undefined, region: SettledRegion, isJudged = false): HardeningStack {
  const { intent, placeOf } = region;
  const stack = new HardeningStack(scope, region.name ?? 'region', {
    release: intent.release,
    ...(intent.packages && { packages: intent.packages }),
    ...(intent.launcher && { launcher: intent.launcher }),
    ...(intent.acceptedRisks && { acceptedRisks: intent.acceptedRisks }),
  });
  setOrigin(stack, { placeOf, isJudged });
  new HardenedGlance(stack, 'glance', {
    ...(intent.imageImport && { imageImport: intent.imageImport }),
    ...(intent.imageFormats && { imageFormats: intent.imageFormats }),
    ...(intent.imageQuotas && { imageQuotas: intent.imageQuotas }),
    ...(intent.imageLocations && { imageLocations: intent.imageLocations }),
    ...(intent.imageSharing && { imageSharing: intent.imageSharing }),
    ...(intent.serviceExposure && { serviceExposure: intent.serviceExposure }),
    ...(intent.imageConversion && { imageConversion: intent.imageConversion }),
    ...(intent.importEgress && { importEgress: intent.importEgress }),
  });
  new ImagePolicy(stack, 'image-policy', intent.imagePolicy ?? {});
  if (intent.imageCreateRateLimit !== false) {
    new ImageCreateRateLimit(stack, 'image-create-rate-limit', intent.imageCreateRateLimit ?? {});
  }
  if (intent.unifiedLimits) new UnifiedLimits(stack, 'unified-limits', intent.unifiedLimits);
  if (intent.stagingBounds) new StagingBounds(stack, 'staging-bounds', intent.stagingBounds);
  if (intent.cinderConversion) new CinderConversion(stack, 'cinder-conversion', intent.cinderConversion);
  if (intent.growthAlerts) new GrowthAlerts(stack, 'growth-alerts', intent.growthAlerts);
  if (intent.databasePurge) new DatabasePurge(stack, 'database-purge', intent.databasePurge);
  if (intent.novaSignatures) new SignatureEnforcingNova(stack, 'nova-signatures', intent.novaSignatures);
  if (intent.cinderSignatures) new SignatureEnforcingCinder(stack, 'cinder-signatures', intent.cinderSignatures);
  if (intent.signedImports) new ImageSignatureRequired(stack, 'signed-imports', intent.signedImports);
  if (intent.signatureProperties) {
    new SignaturePropertyProtection(stack, 'signature-properties', intent.signatureProperties);
  }
  if (intent.signatureKeyManager) new SignatureKeyManager(stack, 'signature-key-manager', intent.signatureKeyManager);
  return stack;
}
