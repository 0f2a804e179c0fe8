// What published advice on hardening the image pipeline asks for, and what in Glacis answers each point.

/** What is so about the advice, measured or read in the code. */
export type DemandVerdict = 'right' | 'partly right' | 'outdated' | 'wrong' | 'opinion' | 'missing';

/** What answers a demand; everything named must exist, which a test holds. */
export interface DemandAnswer {
  /** Constructs that write it. */
  readonly constructs?: readonly string[];
  /** Ids of attacks and lints that judge it. */
  readonly checks?: readonly string[];
  /** Why no configuration answers it, or what is left to people. Needed where nothing else is named. */
  readonly because?: string;
}

/** One point of one source. */
export interface Demand extends DemandAnswer {
  /** `source.number`, stable. */
  readonly id: string;
  /** What it asks for, or claims; for `missing`, what it leaves out. */
  readonly asks: string;
  readonly verdict: DemandVerdict;
  /** What is so. */
  readonly fact: string;
}

/** A published text. */
export interface DemandSource {
  /** Slug. */
  readonly id: string;
  readonly title: string;
  readonly demands: readonly Demand[];
}
