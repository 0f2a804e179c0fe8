// Reads a YAML file of a deployment tool as plain data, by the rules of YAML 1.1 that its reader follows.
import { IntentProblems, problem } from '../../problems';
import { resolveGoNumber } from './go-scalars';

/** What a YAML mapping holds. */
export type YamlMapping = { readonly [key: string]: unknown };

/** Whose idea of plain scalars counts: PyYAML's, which Ruby shares, or that of Helm. */
export type YamlReader = 'python' | 'helm';

/** The mapping of a file; an empty file is an empty mapping. Merge keys (`<<`) and anchors count. @throws IntentProblems when it is no YAML mapping. */
export function readYamlMapping(text: string, file: string, reader: YamlReader = 'python'): YamlMapping {
  // Loaded when a tree other than /etc is judged: js-yaml takes as long as all the rest.
  const yaml = require('js-yaml') as typeof import('js-yaml');
  let documents: readonly unknown[];
  try {
    documents = yaml.loadAll(text, { schema: chooseSchema(yaml, reader) });
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw error;
    const line = (error.mark?.line ?? 0) + 1;
    throw new IntentProblems([problem('syntax', { file, line }, { got: error.reason, wanted: 'YAML' })]);
  }
  const [value, ...more] = documents;
  if (more.length === 0 && (value === undefined || value === null)) return {};
  if (more.length === 0 && isYamlMapping(value)) return value;
  const got = more.length > 0 ? `${documents.length} documents` : Array.isArray(value) ? 'a list' : typeof value;
  throw new IntentProblems([problem('wrong-type', { file }, { got, wanted: 'one YAML mapping' })]);
}

/** Dates are text for all. `y` and `n` are booleans for Helm alone, which also has numbers of its own. */
function chooseSchema(yaml: typeof import('js-yaml'), reader: YamlReader): import('js-yaml').Schema {
  const { boolYaml11Tag, floatYaml11Tag, intYaml11Tag, timestampTag, NOT_RESOLVED } = yaml;
  const schema = yaml.YAML11_SCHEMA.withTags({ ...timestampTag, resolve: () => NOT_RESOLVED });
  if (reader === 'helm') {
    const resolve = (source: string) => resolveGoNumber(source) ?? NOT_RESOLVED;
    return schema.withTags({ ...intYaml11Tag, resolve }, { ...floatYaml11Tag, resolve });
  }
  return schema.withTags({
    ...boolYaml11Tag,
    resolve: (source, isExplicit, tagName) =>
      /^[yn]$/i.test(source) ? NOT_RESOLVED : boolYaml11Tag.resolve(source, isExplicit, tagName),
  });
}

/** True for a mapping, false for lists, text and nothing. */
export function isYamlMapping(value: unknown): value is YamlMapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The mapping below a path of keys; empty when any step is missing or no mapping. */
export function mappingAt(mapping: YamlMapping, ...path: readonly string[]): YamlMapping {
  let found: unknown = mapping;
  for (const key of path) found = isYamlMapping(found) && Object.hasOwn(found, key) ? found[key] : undefined;
  return isYamlMapping(found) ? found : {};
}

/** The list of mappings below a key; empty when it is missing. */
export function mappingsAt(mapping: YamlMapping, key: string): readonly YamlMapping[] {
  const found = Object.hasOwn(mapping, key) ? mapping[key] : undefined;
  return Array.isArray(found) ? found.filter(isYamlMapping) : [];
}
