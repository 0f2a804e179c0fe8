// What a compiler would have refused in the props of a construct: from JavaScript, or behind a cast.
import { Construct } from 'constructs';
import { type Problem, problem } from '../problems';

/** What one prop must be. */
export interface PropRule {
  readonly isRight: (value: unknown) => boolean;
  /** In words. */
  readonly wanted: string;
  /** Default: the general words for a wrong type. */
  readonly fix?: string;
}

const isText = (value: unknown): boolean => typeof value === 'string';

/** True for `{...}`: no list, and nothing like a Map, which has no keys of its own. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return Object.prototype.toString.call(value) === '[object Object]';
}

/** The same prop, which may be left out. */
export function mayBeAbsent({ isRight, ...words }: PropRule): PropRule {
  return { ...words, isRight: (value) => value === undefined || isRight(value) };
}

/** A text. */
export const textRule: PropRule = { isRight: isText, wanted: 'a text' };

/** The construct of a provider. */
export const providerRule = mayBeAbsent({
  isRight: (value) =>
    Construct.isConstruct(value) && 'terraformResourceType' in value && isText(value.terraformResourceType),
  wanted: 'the construct of a provider',
});

/**
 * Every prop that is not what its rule wants, and every prop without a rule: one that is misspelt, a gate say, must not be left out without
 * a word. `pointer`: of the props, '' for those of the construct.
 */
export function findMisuse(
  construct: string,
  pointer: string,
  props: unknown,
  rules: Readonly<Record<string, PropRule>>,
): Problem[] {
  const keys = Object.keys(rules);
  if (!isMapping(props)) {
    const facts = { got: describeValue(props), wanted: `an object with ${keys.join(', ')}` };
    return [problem('wrong-type', { file: construct, pointer }, facts)];
  }
  const unknown = Object.keys(props).filter((key) => !keys.includes(key));
  return [
    ...unknown.map((got) =>
      problem(
        'unknown-key',
        { file: construct, pointer: `${pointer}/${got}` },
        { got, wanted: `one of ${keys.join(', ')}`, fix: 'remove it, or spell it so' },
      ),
    ),
    ...Object.entries(rules).flatMap(([key, { isRight, ...words }]) => {
      const value = props[key];
      if (isRight(value)) return [];
      return problem(
        'wrong-type',
        { file: construct, pointer: `${pointer}/${key}` },
        { got: describeValue(value), ...words },
      );
    }),
  ];
}

/** The kind alone: a value may be a secret, or have no text. */
function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  const kind = typeof value;
  if (kind === 'object') return value instanceof Uint8Array ? 'bytes' : 'an object';
  return kind === 'string' ? 'a text' : `a ${kind}`;
}
