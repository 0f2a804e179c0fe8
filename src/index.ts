// The public door: a hand-written list of named exports.

export type { JudgedAttack, JudgedFinding } from './checks/judge';
export type { DefenceName } from './checks/layers';
export type { ProbeAnswer } from './checks/probe';
export type {
  Attack,
  AttackAnswer,
  AttackLayer,
  ControlFix,
  Defence,
  Fix,
  LineEdit,
  Lint,
  LintFinding,
  Remedy,
  Severity,
} from './checks/types';
export { CinderConversion } from './constructs/cinder-conversion';
export type { Control, PropsArgument } from './constructs/control';
export { DatabasePurge } from './constructs/database-purge';
export { GrowthAlerts } from './constructs/growth-alerts';
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
export type { Artifact, HardeningDocuments, PolicyOverride, Residual, Setting } from './documents/hardening';
export type { FileTree, Source } from './documents/types';
export {
  type Cloud,
  createUrlProbe,
  type OpenedDirectory,
  openDirectory,
  openFiles,
  type RunningVersions,
} from './door/clouds';
export { hardenRegion, loadIntent, parseIntent, settleIntent, settleRegions } from './door/intents';
export {
  type Judgement,
  judge,
  judgementToJson,
  judgeStack,
  type ReportedRegion,
  renderReport,
  renderStack,
} from './door/judging';
export { type SynthesizeOptions, synthesize } from './door/stacks';
export type { ReadBeside } from './intent/certificate-files';
export type { IntentFormat } from './intent/load';
export type { LoadedIntent } from './intent/loaded-intent';
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
  NodeIntent,
  NodeRole,
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
export type { Launcher, OptionValue, ReleaseName, Service, ValueType } from './openstack/types';
export type { Written } from './output/tree-draft';
export { IntentProblems, type Place, type Problem, type ProblemCode } from './problems';
export { type ReportFormat, reportFormats } from './report/formats';
export type { ReportProps } from './report/regions';
export { glacisVersion } from './version';
