// Random files of one service that are merged, and the options they set.
import fc from 'fast-check';
import type { OptionFacts, ValueType } from '../../src/openstack/types';

/** An option as the catalogue would declare it; secret, required and the like are off. */
export function declareOption(
  section: string,
  name: string,
  type: ValueType,
  rest: Partial<OptionFacts> = {},
): OptionFacts {
  return {
    service: 'glance',
    section,
    name,
    type,
    default: null,
    secret: false,
    required: false,
    deprecatedForRemoval: false,
    deprecatedNames: [],
    owner: 'service',
    ...rest,
  };
}

const text: ValueType = { kind: 'string' };
/** The options that the files of a tree set, among them two deprecated names and references. */
export const treeOptions: readonly OptionFacts[] = [
  declareOption('DEFAULT', 'plain', text, { default: 'fallback' }),
  declareOption('DEFAULT', 'number', { kind: 'integer', min: 1 }, { default: 7 }),
  declareOption('DEFAULT', 'ratio', { kind: 'float' }),
  declareOption('DEFAULT', 'flag', { kind: 'boolean' }, { default: false }),
  declareOption('DEFAULT', 'many', { kind: 'multi', item: text }),
  declareOption('g', 'names', { kind: 'list', item: text, bounds: true }, { default: ['$plain', 'b'] }),
  declareOption('g', 'pairs', { kind: 'dict', value: text, bounds: false }, { default: { a: 'b' } }),
  declareOption('g', 'renamed', text, {
    deprecatedNames: [
      { section: null, name: 'old' },
      { section: 'DEFAULT', name: 'older' },
    ],
  }),
  declareOption('g', 'referring', text, { default: '${g.names}/$plain' }),
];
const names = ['plain', 'number', 'ratio', 'flag', 'many', 'names', 'pairs', 'renamed', 'old', 'older', 'referring'];
const values = [
  '1',
  'x',
  '',
  '2.50',
  '1e20',
  'true',
  '[a,b]',
  'k:v',
  '$plain',
  '${plain}',
  '$number',
  '$g.names',
  '${g.names}x',
  '$names',
  '$ratio',
  '$flag',
  '$pairs',
  '$unknown',
  '${DEFAULT.plain}',
  '$plain.x',
  '$$plain',
  '\\$plain',
  '$',
  '$$',
  '${',
  '$1',
  '$referring',
  "[$plain,'q']",
  '$many',
  '$renamed',
  '\\\\$plain',
  '$PLAIN',
  '${none.x}',
  '"it\'s"',
  "b\\'s",
];
const line = fc
  .tuple(fc.constantFrom(...names), fc.constantFrom(...values))
  .map(([name, value]) => `${name} = ${value}`);
const block = fc
  .tuple(fc.constantFrom('DEFAULT', 'g', 'G', 'default'), fc.array(line, { maxLength: 6 }))
  .map(([section, lines]) => `[${section}]\n${lines.join('\n')}\n`);
/** The texts of one to three files, weakest first. */
export type IniTree = readonly string[];

/** Files that set the same options again and again. */
export const iniTree: fc.Arbitrary<IniTree> = fc.array(
  fc.array(block, { maxLength: 3 }).map((blocks) => blocks.join('')),
  { minLength: 1, maxLength: 3 },
);
