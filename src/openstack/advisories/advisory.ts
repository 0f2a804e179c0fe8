// What a published advisory, note or guide check says, and what in Glacis answers it.

/** The part of the pipeline that is attacked. */
export type AdvisoryLayer = 'ssrf' | 'formats' | 'locations' | 'dos' | 'policy' | 'sharing' | 'signatures' | 'config';

/** Constructs whose settings answer an advisory. */
export type ControlName =
  | 'ImportFilter'
  | 'ImageFormats'
  | 'ImageQuotas'
  | 'ImageSharing'
  | 'ImportEgressGuard'
  | 'SignatureEnforcingNova'
  | 'SignatureEnforcingCinder'
  | 'ImagePolicy'
  | 'ImageCreateRateLimit';

/** What answers an advisory: attacks that are judged, a control that sets the options, or nothing, with the reason. */
export type Answer =
  | { readonly kind: 'check'; readonly ids: readonly [string, ...string[]] }
  | { readonly kind: 'control'; readonly controls: readonly [ControlName, ...ControlName[]] }
  | { readonly kind: 'none'; readonly because: string };

/** One advisory (OSSA), note (OSSN), guide check, or documented behaviour without a number. */
export interface Advisory {
  readonly id: string;
  readonly year: number;
  readonly title: string;
  readonly layer: AdvisoryLayer;
  /** Ranges as published, by project. */
  readonly affected: readonly { readonly project: string; readonly versions: string }[];
  /** Real tags or releases; where the advisory names a tag that was never made, the next real one. */
  readonly fixedIn: readonly string[];
  /** What goes wrong, in one sentence. */
  readonly weakness: string;
  /** What stays open after the fix or the answer. */
  readonly remains: string;
  /** CVE numbers, Launchpad bugs, other advisories. */
  readonly references: readonly string[];
  readonly answeredBy: Answer;
}
