// What a policy file says: rules in the order in which oslo.policy keeps them, each with its line, and the faults of the file.
import type { Fault, Source } from '../types';

/**
 * The right-hand side of a rule: a check string, or the list syntax of old policy files (outer list "or", inner list "and").
 * `[]` is what YAML's null, false, 0, `[]` and `{}` amount to: oslo.policy takes every falsy value for "always allowed".
 */
export type CheckText = string | readonly (string | readonly string[])[];

/** One rule of a policy file. */
export interface PolicyRule {
  /** For example `add_image`, or `os_compute_api:servers:create`. */
  readonly name: string;
  readonly check: CheckText;
  /** The line of the key that counts (the last one, when a key is written twice). */
  readonly at: Source;
  /** The comment lines directly above the key, joined by line feeds; empty when there are none. */
  readonly reason: string;
}

/** A policy file as oslo.policy reads it. */
export interface PolicyDocument {
  readonly file: string;
  /** In the order of Python's dict: first appearance decides the place, the last value counts. Empty when `loads` is false. */
  readonly rules: readonly PolicyRule[];
  readonly faults: readonly Fault[];
  /** False: reading the file raises, and the service answers every request with 500 (measured on Glance). */
  readonly loads: boolean;
}

/** One rule to be written. */
export interface RenderedRule {
  readonly name: string;
  /** An oslo.policy check string. */
  readonly check: string;
  /** Why the rule is there: written as comment lines above it. Empty: no comment. */
  readonly reason: string;
}
