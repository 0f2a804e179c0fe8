// What a property protection file of Glance holds: rules in the order in which they are asked.
import type { Fault, Source } from '../types';

/** What somebody may do with a property. */
export type PropertyOperation = 'create' | 'read' | 'update' | 'delete';

/** All four; a rule that lacks one of them keeps Glance from starting. */
export const propertyOperations: readonly PropertyOperation[] = ['create', 'read', 'update', 'delete'];

/** `property_protection_rule_format`: what the values of a rule name. */
export type ProtectionFormat = 'roles' | 'policies';

/** One section. */
export interface ProtectionRule {
  /** A regular expression of Python, searched anywhere in the name of a property: `img_signature` matches `my_img_signature_2`. */
  readonly pattern: string;
  /** Role names, or the name of one policy rule; `@` everybody, `!` nobody. Empty: nobody. */
  readonly permissions: Readonly<Record<PropertyOperation, readonly string[]>>;
  readonly at: Source;
}

/** A file as Glance's reader sees it. The first rule whose pattern is found decides; without one nobody may do anything. */
export interface PropertyProtections {
  readonly file: string;
  readonly rules: readonly ProtectionRule[];
  /** One `refuses-to-load` and glance-api does not start. */
  readonly faults: readonly Fault[];
}
