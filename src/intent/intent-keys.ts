// Flattens the intent's JSON Schema into rows: one for each key, with its type, default and description in words.
import type { JsonSchema } from './schema-words';

/** One key. */
export interface IntentKey {
  /** Below its section: `haproxy.bind`, `services[].name`. */
  readonly path: string;
  readonly type: string;
  /** Markdown: the default as code, or a dash. */
  readonly fallback: string;
  readonly description: string;
}

/** A section of its own, in the order of the schema. */
export interface IntentSection {
  readonly name: string;
  readonly description: string;
  readonly keys: readonly IntentKey[];
}

/** The keys at the top, and each section that the schema defines. */
export function listIntentKeys(schema: JsonSchema): {
  readonly top: readonly IntentKey[];
  readonly sections: readonly IntentSection[];
} {
  const definitions = childrenOf(schema, 'definitions');
  const top = Object.entries(childrenOf(schema, 'properties'));
  const rows = top.map(([name, node]) =>
    describeKey(name, resolveReference(node, definitions), isRequired(schema, name)),
  );
  const sections = top.flatMap(([name, node]) => {
    const target = resolveReference(node, definitions);
    // What a region needs once the shared defaults are merged stands in a definition of its own.
    const complete = childrenOf(definitions.completeRegion ?? {}, 'properties')[name];
    const judged = complete ? { ...target, required: complete.required } : target;
    const keys = name === 'regions' ? [] : name === 'nodes' ? listRoles(judged) : listNested(judged, definitions, '');
    return keys.length === 0 ? [] : [{ name, description: String(target.description), keys }];
  });
  return { top: rows, sections };
}

/** A role holds what a region holds: naming its keys again would triple the page. */
function listRoles(node: JsonSchema): IntentKey[] {
  return Object.entries(childrenOf(node, 'properties')).map(([name, child]) =>
    describeKey(name, { ...child, type: 'object' }, false),
  );
}

function listNested(node: JsonSchema, definitions: Record<string, JsonSchema>, prefix: string): IntentKey[] {
  const properties = Object.entries(childrenOf(node, 'properties'));
  const rows = properties.flatMap(([name, child]) => {
    const target = resolveReference(child, definitions);
    const path = `${prefix}${name}`;
    return [describeKey(path, target, isRequired(node, name)), ...listNested(target, definitions, `${path}.`)];
  });
  const items = asSchema(node.items);
  if (items) rows.push(...listNested(items, definitions, prefix === '' ? '[].' : `${prefix.slice(0, -1)}[].`));
  const others = asSchema(node.additionalProperties);
  if (others) rows.push(describeKey(`${prefix}*`, others, false), ...listNested(others, definitions, `${prefix}*.`));
  return rows;
}

function describeKey(path: string, node: JsonSchema, must: boolean): IntentKey {
  return {
    path,
    type: describeType(node),
    fallback: node.default === undefined ? (must ? 'required' : '-') : `\`${JSON.stringify(node.default)}\``,
    description: String(node.description ?? ''),
  };
}

function describeType(node: JsonSchema): string {
  if (Array.isArray(node.enum)) return node.enum.join(', ');
  const items = asSchema(node.items);
  if (items) {
    const bounds = node.minItems === undefined ? '' : ` (at least ${String(node.minItems)})`;
    return `${items.type === 'object' ? 'list of sections' : `list: ${describeType(items)}`}${bounds}`;
  }
  if (node.type === 'integer') return `whole number, ${String(node.minimum)} to ${String(node.maximum)}`;
  if (node.type === 'boolean') return 'true or false';
  if (Array.isArray(node.type)) return 'section, or false';
  if (node.type === 'object') return asSchema(node.additionalProperties) ? 'section with names of your own' : 'section';
  return typeof node.title === 'string' ? node.title : 'text';
}

function isRequired(node: JsonSchema, name: string): boolean {
  return name === 'release' || (Array.isArray(node.required) && node.required.includes(name));
}

function childrenOf(node: JsonSchema, keyword: string): Record<string, JsonSchema> {
  return (node[keyword] ?? {}) as Record<string, JsonSchema>;
}

function resolveReference(node: JsonSchema, definitions: Record<string, JsonSchema>): JsonSchema {
  const name = typeof node.$ref === 'string' ? node.$ref.replace('#/definitions/', '') : undefined;
  return name === undefined ? node : (definitions[name] as JsonSchema);
}

function asSchema(value: unknown): JsonSchema | undefined {
  return typeof value === 'object' && value !== null ? (value as JsonSchema) : undefined;
}
