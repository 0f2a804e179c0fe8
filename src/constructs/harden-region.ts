// The one function that maps an intent to the construct tree: the intent is the props.
import type { Construct } from 'constructs';
import type { SettledRegion } from '../intent/types';
import { HardenedGlance } from './hardened-glance';
import { HardeningStack } from './hardening-stack';
import { ImageCreateRateLimit } from './image-create-rate-limit';
import { ImagePolicy } from './image-policy';
import { SignatureEnforcingNova } from './signature-enforcing-nova';

/** Builds the tree of one region. `scope` as for `HardeningStack`. */
export function hardenRegion(scope: Construct | undefined, region: SettledRegion): HardeningStack {
  const { intent } = region;
  const stack = new HardeningStack(scope, region.name ?? 'region', {
    release: intent.release,
    ...(intent.packages && { packages: intent.packages }),
    ...(intent.launcher && { launcher: intent.launcher }),
    ...(intent.acceptedRisks && { acceptedRisks: intent.acceptedRisks }),
    placeOf: region.placeOf,
  });
  new HardenedGlance(stack, 'glance', {
    ...(intent.imageImport && { imageImport: intent.imageImport }),
    ...(intent.imageFormats && { imageFormats: intent.imageFormats }),
    ...(intent.importEgress && { importEgress: intent.importEgress }),
  });
  new ImagePolicy(stack, 'image-policy', intent.imagePolicy ?? {});
  if (intent.imageCreateRateLimit !== false) {
    new ImageCreateRateLimit(stack, 'image-create-rate-limit', intent.imageCreateRateLimit ?? {});
  }
  if (intent.novaSignatures) new SignatureEnforcingNova(stack, 'nova-signatures', intent.novaSignatures);
  return stack;
}
