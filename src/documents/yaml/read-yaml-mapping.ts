// Reads a YAML file of a deployment tool as plain data, by the rules of YAML 1.1 that PyYAML, Go and Ruby share.
import { IntentProblems, problem } from '../../problems';

/** What a YAML mapping holds. */
export type YamlMapping = { readonly [key: string]: unknown };

/** The mapping of a file; an empty file is an empty mapping. Merge keys (`<<`) and anchors count. @throws IntentProblems when it is no YAML mapping. */
export function readYamlMapping(text: string, file: string): YamlMapping {
  // Loaded when a tree other than /etc is judged: js-yaml takes as long as all the rest.
  const yaml = require('js-yaml') as typeof import('js-yaml');
  let documents: readonly unknown[];
  try {
    documents = yaml.loadAll(text, { schema: chooseSchema(yaml) });
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

/** YAML 1.1 without `y` and `n` for booleans and without dates: neither PyYAML nor Go nor Ruby writes those as anything but text. */
function chooseSchema(yaml: typeof import('js-yaml')): import('js-yaml').Schema {
  const { boolYaml11Tag, timestampTag, NOT_RESOLVED } = yaml;
  return yaml.YAML11_SCHEMA.withTags(
    {
      ...boolYaml11Tag,
      resolve: (source, isExplicit, tagName) =>
        /^[yn]$/i.test(source) ? NOT_RESOLVED : boolYaml11Tag.resolve(source, isExplicit, tagName),
    },
    { ...timestampTag, resolve: () => NOT_RESOLVED },
  );
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
