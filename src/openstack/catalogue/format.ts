// The stored form of the catalogue: columns of numbers that point into lists, so that 18 releases take little more than one.
import type { OptionValue, ReleaseName, RuleFacts, Service, ValueType } from '../types';

/** Yes-or-no facts of an option, as bits of one number. */
export const optionFlags = {
  secret: 1,
  required: 2,
  deprecatedForRemoval: 4,
  library: 8,
  /** Read from the own section of every cinder back end or glance store. */
  perBackend: 16,
  /** Known from the sample file in the glance tree only: the default is the one printed there. */
  sample: 32,
  /** Concluded from neighbouring releases or from another service with the same library. */
  inferred: 64,
} as const;

/** Facts that few options have. */
export interface RareFacts {
  readonly addedInPointRelease?: string | null;
  readonly defaultAtFirstRelease?: OptionValue;
  readonly checkAtFirstRelease?: string;
}

/** `[type, default, flags, deprecated names, rare facts]`: positions in the lists of the file; -1 is none (a default: computed at run time). */
export type FactRow = readonly [type: number, value: number, flags: number, deprecated: number, rare: number];

/** How many numbers a row of facts has. */
export const factWidth = 5;

/** The row of facts at a position of a stored list; undefined beyond its end. */
export function factAt(facts: readonly number[], position: number): FactRow | undefined {
  const at = position * factWidth;
  return position < 0 || at >= facts.length ? undefined : (facts.slice(at, at + factWidth) as unknown as FactRow);
}

/** `[section, name, first, last, fact, first, last, fact, ...]`: releases and facts by position; section -1 is null. */
export type OptionRow = readonly [section: number, name: string, ...spans: number[]];

/** One file of options: a service's own and its libraries', or the volume drivers of cinder. */
export interface OptionFile {
  readonly service: Service;
  readonly releases: readonly ReleaseName[];
  /** Releases in which the library options were taken from the real libraries. */
  readonly librariesExact: readonly ReleaseName[];
  readonly sections: readonly string[];
  readonly types: readonly ValueType[];
  readonly values: readonly OptionValue[];
  readonly deprecated: readonly (readonly { readonly section: string | null; readonly name: string }[])[];
  readonly rare: readonly RareFacts[];
  /** The numbers of all rows of facts after each other: read with `factAt`. A list for each would be most of what opening a file takes. */
  readonly facts: readonly number[];
  /** In the order of sections, then of names by code unit: rows are searched by halves. */
  readonly options: readonly OptionRow[];
  /** Options that the sample file lists and no code registers: `[section, name, first, last]`. */
  readonly sampleOnly: readonly (readonly [string, string, number, number])[];
}

/** `[check, scope types, operations, deprecated rule, rare facts]`, positions again; -1 is none. */
export type RuleFactRow = readonly [
  check: number,
  scopes: number,
  operations: number,
  deprecated: number,
  rare: number,
];

/** `[name, first, last, fact, ...]` */
export type RuleRow = readonly [name: string, ...spans: number[]];

/** The policy rules of one service. */
export interface RuleFile {
  readonly service: Service;
  readonly releases: readonly ReleaseName[];
  readonly checks: readonly string[];
  readonly scopes: readonly (readonly string[])[];
  /** `METHOD path` each. */
  readonly operations: readonly (readonly string[])[];
  readonly deprecated: readonly NonNullable<RuleFacts['deprecatedRule']>[];
  readonly rare: readonly RareFacts[];
  readonly facts: readonly RuleFactRow[];
  readonly rules: readonly RuleRow[];
}
