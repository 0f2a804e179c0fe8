// The public door: a hand-written list of named exports.

export { Cloud, type CloudVersions } from './checks/cloud';
export { type JudgedAttack, type JudgedFinding, type Judgement, judge } from './checks/judge';
export { createUrlProbe, type ProbeAnswer } from './checks/probe';
export type { AttackAnswer, Defence, DefenceName, Fix, Severity } from './checks/types';
export { hardenRegion } from './constructs/harden-region';
export { HardenedGlance, type HardenedGlanceProps } from './constructs/hardened-glance';
export { HardeningStack, type HardeningStackProps } from './constructs/hardening-stack';
export { ImageCreateRateLimit } from './constructs/image-create-rate-limit';
export { ImageFormats } from './constructs/image-formats';
export { ImagePolicy } from './constructs/image-policy';
export { ImportEgressGuard } from './constructs/import-egress-guard';
export { ImportFilter } from './constructs/import-filter';
export { SignatureEnforcingNova } from './constructs/signature-enforcing-nova';
export type { HardeningDocuments } from './documents/hardening';
export type { FileTree, Source } from './documents/types';
export { loadIntent, parseIntent } from './intent/load';
export { intentSchema } from './intent/schema';
export { settleIntent, settleRegions } from './intent/settle';
export type {
  AcceptedRisk,
  EgressDestination,
  ImageCreateRateLimitProps,
  ImageFormatsProps,
  ImagePolicyProps,
  ImportEgressGuardProps,
  ImportFilterProps,
  ImportMethod,
  IntentFile,
  RegionIntent,
  SettledRegion,
  SignatureEnforcingNovaProps,
  TargetName,
} from './intent/types';
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
