// Turns the errors of the precompiled schema validator into problems with a place and a way out.
import { findReleaseOfSeries } from '../openstack/releases';
import { compareText, type Problem, type ProblemCode, problem } from '../problems';
import type { LoadedIntent } from './loaded-intent';
import { findNearest } from './nearest';
import type { JsonSchema } from './schema-words';
import type { ProblemFacts } from './source-text';
import { joinPointer, splitPointer } from './tree';

/** An error as the generated validator notes it: scripts/validator.mjs compiles the rest out. */
export interface ShapeError {
  readonly instancePath: string;
  readonly keyword: string;
  /** The key that is missing or unknown, or the limit that is not kept. */
  readonly subject: string | number | undefined;
  /** The key whose own name is refused. */
  readonly propertyName: string | undefined;
}

interface Validator {
  (value: unknown): boolean;
  errors?: readonly ShapeError[] | null;
}

interface ValidatorModule {
  readonly validateFile: Validator;
  readonly validateComplete: Validator;
}

const loadValidator = (): ValidatorModule => require('./validator.generated.cjs');
const loadSchema = (): JsonSchema => (require('./schema') as typeof import('./schema')).intentSchema;

/** The schema errors of a whole file; empty when every value has its shape. */
export function findShapeErrors(value: unknown): readonly ShapeError[] {
  const { validateFile } = loadValidator();
  return validateFile(value) ? [] : (validateFile.errors ?? []);
}

/** What a region lacks after its shared defaults were merged in; empty when it is complete. */
export function findMissingKeys(value: unknown): readonly ShapeError[] {
  const { validateComplete } = loadValidator();
  if (validateComplete(value)) return [];
  return (validateComplete.errors ?? []).filter((error) => error.keyword === 'required');
}

const isTypeError = (error: ShapeError): boolean => error.keyword === 'type';

/** Keywords that only repeat what another error says exactly. */
const echoes = new Set(['if', 'propertyNames']);

/** The problems of schema errors, in the order of the errors. */
export function explainShapeErrors(errors: readonly ShapeError[], loaded: LoadedIntent): Problem[] {
  const mistyped = new Set(errors.filter(isTypeError).map((error) => error.instancePath));
  return errors
    .filter((error) => !echoes.has(error.keyword) && (isTypeError(error) || !mistyped.has(error.instancePath)))
    .map((error) => explainError(error, loaded));
}

function explainError(error: ShapeError, loaded: LoadedIntent): Problem {
  const at = error.instancePath;
  const schema = findSchema(at);
  if (error.keyword === 'additionalProperties') return explainUnknownKey(String(error.subject), at, schema, loaded);
  if (error.keyword === 'required') {
    const key = String(error.subject);
    const facts = { got: `no ${key}`, wanted: `${key}${describe(findSchema(joinPointer(at, key)))}` };
    return problem('missing-key', loaded.placeOfKey(at), facts);
  }
  if (error.propertyName !== undefined) {
    const wanted =
      at === '/regions' ? 'a region name of letters, digits and inner hyphens, at most 63' : 'a policy rule name';
    return problem('bad-value', loaded.placeOfKey(joinPointer(at, error.propertyName)), {
      got: error.propertyName,
      wanted,
    });
  }
  const value = findValue(loaded.value, at);
  const place = loaded.placeOf(at);
  if (error.keyword === 'type') return problem('wrong-type', place, explainType(value, schema));
  if (error.keyword === 'enum')
    return problem(isRelease(at) ? 'unknown-release' : 'bad-value', place, explainChoice(value, schema));
  return problem(codeOf(at), place, { got: spell(value), wanted: explainBound(error, schema) });
}

function explainUnknownKey(key: string, at: string, schema: JsonSchema, loaded: LoadedIntent): Problem {
  const known = Object.keys(asSchema(schema.properties)).sort(compareText);
  const nearest = findNearest(key, known);
  const place = loaded.placeOfKey(joinPointer(at, key));
  const wanted = nearest === null ? `one of ${known.join(', ')}` : nearest;
  const facts = { got: key, wanted };
  return problem('unknown-key', place, nearest === null ? facts : { ...facts, fix: `did you mean ${nearest}?` });
}

const wordsForSwitches: Readonly<Record<string, boolean>> = {
  yes: true,
  on: true,
  y: true,
  no: false,
  off: false,
  n: false,
};

function explainType(value: unknown, schema: JsonSchema): ProblemFacts {
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type]).map(String);
  const wanted = `${types.map((type) => typeNames[type] ?? type).join(' or ')}${describe(schema)}`;
  const facts = { got: spell(value), wanted };
  if (value === null)
    return {
      ...facts,
      got: 'nothing',
      fix: types[0] === 'object' ? 'write {} or remove the key' : 'write a value or remove the key',
    };
  if (types[0] === 'object' && Array.isArray(value))
    return {
      ...facts,
      fix: 'write its keys without a list around them: no dashes, and in TOML [name] instead of [[name]]',
    };
  const flag = typeof value === 'string' ? wordsForSwitches[value.toLowerCase()] : undefined;
  if (types.includes('boolean') && flag !== undefined) {
    return { ...facts, why: 'in YAML 1.2 only true and false are switches; yes and no are text', fix: `write ${flag}` };
  }
  if (types.includes('string') && typeof value !== 'object')
    return { ...facts, fix: `put it in quotes: "${spell(value)}"` };
  if (types.includes('array') && typeof value !== 'object') return { ...facts, fix: `write a list: [${spell(value)}]` };
  if (types.includes('integer') && typeof value === 'string' && /^[0-9]+$/.test(value))
    return { ...facts, fix: `write ${value} without quotes` };
  return facts;
}

function explainChoice(value: unknown, schema: JsonSchema): ProblemFacts {
  const known = Array.isArray(schema.enum) ? schema.enum.map(String) : [];
  const series = typeof value === 'string' ? findReleaseOfSeries(value) : undefined;
  const called = series !== undefined && known.includes(series) ? series : null;
  const nearest = called ?? (typeof value === 'string' ? findNearest(value, known) : null);
  const facts = { got: spell(value), wanted: `one of ${known.join(', ')}` };
  return nearest === null ? facts : { ...facts, fix: `did you mean ${nearest}?` };
}

function explainBound(error: ShapeError, schema: JsonSchema): string {
  const limit = String(error.subject);
  switch (error.keyword) {
    case 'minimum':
    case 'maximum':
      return `a whole number from ${schema.minimum} to ${schema.maximum}`;
    case 'minItems':
    case 'minProperties':
      return `at least ${limit}`;
    case 'maxItems':
    case 'maxProperties':
      return `at most ${limit}`;
    case 'const':
      return 'a section, or false for none';
    default:
      return String(schema.title ?? 'a value of the right shape');
  }
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a section',
  array: 'a list',
  string: 'text',
  integer: 'a whole number',
  boolean: 'true or false',
};

const isRelease = (pointer: string): boolean => /^(\/regions\/[^/]*)?\/release$/.test(pointer);

function codeOf(pointer: string): ProblemCode {
  return /\/packages\/[a-z]+$/.test(pointer) ? 'unknown-package-version' : 'bad-value';
}

const describe = (schema: JsonSchema): string => (typeof schema.title === 'string' ? `: ${schema.title}` : '');

/** A value as the reader of a problem wants to see it. */
export function spell(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return 'a function';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return Object.keys(value).length === 0 ? 'an empty section' : 'a section';
  return String(value);
}

/** The value a pointer leads to. */
function findValue(root: unknown, pointer: string): unknown {
  let value = root;
  for (const token of splitPointer(pointer)) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[token];
  }
  return value;
}

const asSchema = (node: unknown): JsonSchema => (typeof node === 'object' && node !== null ? (node as JsonSchema) : {});

/** The schema node that judges the value a pointer leads to. */
function findSchema(pointer: string): JsonSchema {
  const root = loadSchema();
  const definitions = asSchema(root.definitions);
  const resolve = (node: JsonSchema): JsonSchema =>
    typeof node.$ref === 'string' ? asSchema(definitions[node.$ref.slice('#/definitions/'.length)]) : node;
  let node = root;
  for (const token of splitPointer(pointer)) {
    const properties = asSchema(node.properties);
    const next = Object.hasOwn(properties, token) ? properties[token] : (node.items ?? node.additionalProperties);
    node = resolve(asSchema(next));
  }
  return node;
}
