// Writes a property protection file, one short reason above each rule.
import { type PropertyOperation, propertyOperations } from './model';

/** One rule to write. */
export interface ComposedProtection {
  /** A regular expression of Python, without brackets and percent signs. */
  readonly pattern: string;
  /** Role names, `@` or `!`. */
  readonly permissions: Readonly<Record<PropertyOperation, readonly string[]>>;
  /** One sentence. */
  readonly reason: string;
}

/** The text of the file. Rules are asked in this order. */
export function renderProtections(rules: readonly ComposedProtection[]): string {
  return rules
    .map(({ pattern, permissions, reason }) =>
      [
        `# ${reason}`,
        `[${pattern}]`,
        ...propertyOperations.map((operation) => `${operation} = ${permissions[operation].join(',')}`),
        '',
      ].join('\n'),
    )
    .join('\n');
}
