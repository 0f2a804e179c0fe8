// The building blocks of the intent's JSON Schema: nodes that always carry a description, and the shapes of single values.

/** One node of a JSON Schema, draft-07. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A schema for every property of `T`, no more and no fewer: the compiler keeps schema and types the same. */
export type PropertiesOf<T> = { readonly [K in keyof Required<T>]: JsonSchema };

/** Exact lower-case DNS name or IP literal: what `allowed_hosts` of Glance compares without any pattern matching. */
export const hostPattern =
  '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*|[0-9a-f.]*:[0-9a-f:.]*)$';

/** IPv4 or IPv6 address, loosely: `addresses.ts` is the judge. */
export const addressPattern = '^[0-9A-Fa-f:.]+$';

/** Address or CIDR range, loosely: `addresses.ts` is the judge. */
export const rangePattern = '^[0-9A-Fa-f:.]+(/[0-9]{1,3})?$';

/** Upstream (`30.2.0`) or Debian (`2:30.0.0-3+deb13u2`) version. */
export const versionPattern = '^([0-9]{1,3}:)?[0-9][0-9A-Za-z]*([.+~-]+[0-9A-Za-z]+)*$';

/** Upper and lower case, because `RegionOne` is the name most clouds start with. */
export const regionNamePattern = '^[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?$';

/** The keys of a record as an enum; the record's type makes the list complete. */
export function choices<T extends string>(names: { readonly [K in T]: true }): readonly string[] {
  return Object.keys(names);
}

/** A closed section: an object whose keys are all known. */
export function section<T>(
  description: string,
  properties: PropertiesOf<T>,
  extra: { readonly required?: readonly (keyof T & string)[]; readonly default?: unknown } = {},
): JsonSchema {
  return { type: 'object', description, ...extra, additionalProperties: false, properties };
}

/** One of several words. */
export function oneOf(description: string, names: readonly string[], fallback?: string): JsonSchema {
  return { type: 'string', description, enum: names, ...(fallback === undefined ? {} : { default: fallback }) };
}

/** A text of one shape; `title` is what a refusal says was wanted. */
export function text(title: string, description: string, pattern: string, fallback?: string): JsonSchema {
  return { type: 'string', title, description, pattern, ...(fallback === undefined ? {} : { default: fallback }) };
}

/** A whole number between two bounds. */
export function whole(description: string, minimum: number, maximum: number, fallback?: number): JsonSchema {
  return {
    type: 'integer',
    description,
    minimum,
    maximum,
    ...(fallback === undefined ? {} : { default: fallback }),
  };
}

/** A switch. */
export function flag(description: string, fallback: boolean): JsonSchema {
  return { type: 'boolean', description, default: fallback };
}

/** A list without repetitions. `minItems` 1 where an empty list would switch a filter off. */
export function list(
  description: string,
  items: JsonSchema,
  bounds: { readonly minItems?: number; readonly maxItems?: number; readonly default?: readonly unknown[] } = {},
): JsonSchema {
  const isScalar = items.type === 'string' || items.type === 'integer';
  return { type: 'array', description, ...bounds, ...(isScalar ? { uniqueItems: true } : {}), items };
}

/** A TCP or UDP port. */
export const port: JsonSchema = whole('A port.', 1, 65535);
