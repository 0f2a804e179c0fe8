// The public door: a hand-written list of named exports.

export { Cloud } from './checks/cloud/cloud';
export type { CloudVersions, ConfiguredServices } from './checks/cloud/configured-services';
export { type JudgedAttack, type JudgedFinding, type Judgement, judge } from './checks/judge';
export { judgeSignatures, type SignatureEnd, type SignatureRow } from './checks/mechanisms/signature-table';
export { createUrlProbe, type ProbeAnswer } from './checks/probe';
export type { AttackAnswer, Defence, DefenceName, Fix, Severity } from './checks/types';
export { CinderConversion } from './constructs/cinder-conversion';
export { DatabasePurge } from './constructs/database-purge';
export { GrowthAlerts } from './constructs/growth-alerts';
export { hardenRegion } from './constructs/harden-region';
export { HardenedGlance, type HardenedGlanceProps } from './constructs/hardened-glance';
export { HardeningStack, type HardeningStackProps } from './constructs/hardening-stack';
export { ImageConversion } from './constructs/image-conversion';
export { ImageCreateRateLimit } from './constructs/image-create-rate-limit';
export { ImageFormats } from './constructs/image-formats';
export { ImageLocations } from './constructs/image-locations';
export { ImagePolicy } from './constructs/image-policy';
export { ImageQuotas } from './constructs/image-quotas';
export { ImageSharing } from './constructs/image-sharing';
export { ImageSignatureRequired } from './constructs/image-signature-required';
export { ImportEgressGuard } from './constructs/import-egress-guard';
export { ImportFilter } from './constructs/import-filter';
export { SignaturePropertyProtection } from './constructs/property-protection';
export { ServiceExposure } from './constructs/service-exposure';
export { SignatureKeyManager } from './constructs/signature-certificates';
export { SignatureEnforcingCinder } from './constructs/signature-enforcing-cinder';
export { SignatureEnforcingNova } from './constructs/signature-enforcing-nova';
export { StagingBounds } from './constructs/staging-bounds';
export { UnifiedLimits } from './constructs/unified-limits';
export type { HardeningDocuments } from './documents/hardening';
export type { FileTree, Source } from './documents/types';
export { loadIntent, parseIntent } from './intent/load';
export { intentSchema } from './intent/schema';
export { settleIntent, settleRegions } from './intent/settle';
export type {
  AcceptedRisk,
  EgressDestination,
  ImageConversionProps,
  ImageFormatsProps,
  ImageLocationsProps,
  ImagePolicyProps,
  ImageSharingProps,
  ImportEgressGuardProps,
  ImportFilterProps,
  ImportMethod,
  IntentFile,
  RegionIntent,
  ServiceExposureProps,
  SettledRegion,
  SignatureEnforcingNovaProps,
  TargetName,
} from './intent/types';
export type {
  CinderConversionProps,
  DatabasePurgeProps,
  GrowthAlertsProps,
  ImageQuotasProps,
  StagingBoundsProps,
  UnifiedLimitsProps,
} from './intent/types-capacity';
export type { ImageCreateRateLimitProps } from './intent/types-edge';
export type {
  ImageSignatureRequiredProps,
  SignatureCertificate,
  SignatureEnforcingCinderProps,
  SignatureKeyManagerProps,
  SignaturePropertyProtectionProps,
} from './intent/types-signatures';
export type { Launcher, ReleaseName, Service } from './openstack/types';
export {
  formatPlace,
  IntentProblems,
  InternalError,
  type Place,
  type Problem,
  type ProblemCode,
  problemCodes,
} from './problems';
export { type ReportFormat, renderReport, reportFormats } from './report/formats';
export { judgementToJson } from './report/json';
export type { JudgedRegion, ReportProps } from './report/regions';
export { type SynthesizeOptions, synthesize } from './synthesize';
export { glacisVersion } from './version';
