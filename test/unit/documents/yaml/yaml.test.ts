// YAML of deployment tools: what is written comes back as it was, and what others wrote is read as their tools read it.
import fc from 'fast-check';
import { composeYaml, type YamlEntry, type YamlValue } from '../../../../src/documents/yaml/compose-yaml';
import { mappingAt, mappingsAt, readYamlMapping } from '../../../../src/documents/yaml/read-yaml-mapping';
import { IntentProblems, InternalError } from '../../../../src/problems';

/** The plain data that a value stands for. */
function settle(value: YamlValue): unknown {
  if (typeof value !== 'object') return value;
  if ('entries' in value) return Object.fromEntries(value.entries.map(({ key, value: inner }) => [key, settle(inner)]));
  return 'items' in value ? value.items.map(settle) : value.block;
}

const word = fc.oneof(
  fc.constantFrom(
    'yes',
    'No',
    'null',
    '~',
    '1e3',
    '0x1',
    '- a',
    'a: b',
    '#x',
    '',
    ' ',
    '|',
    '{',
    '2025-01-01',
    '<<',
    '%{',
    '"',
    "'",
  ),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
);
const key = word.filter((text) => text !== '__proto__' && text !== '<<');
const lines = fc.array(fc.oneof(word, fc.constantFrom('', '  a', 'b ', '\t'))).map((parts) => `${parts.join('\n')}\n`);
const { entries } = fc.letrec<{ value: YamlValue; mapping: YamlValue; entries: readonly YamlEntry[] }>((tie) => ({
  entries: fc.uniqueArray(fc.record({ key, value: tie('value'), reason: word }), {
    maxLength: 4,
    selector: (e) => e.key,
  }),
  mapping: fc.record({ entries: tie('entries') }),
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 4 },
    word,
    fc.boolean(),
    fc.record({ block: lines }),
    fc.record({ items: fc.array(fc.oneof(word, tie('mapping').filter(isFilled)), { maxLength: 3 }) }),
    tie('mapping'),
  ),
}));

function isFilled(value: YamlValue): boolean {
  return typeof value === 'object' && 'entries' in value && value.entries.length > 0;
}

test('what is written comes back, whatever the keys, texts and reasons hold', () => {
  fc.assert(
    fc.property(entries, fc.array(word, { maxLength: 2 }), (written, header) => {
      const text = composeYaml(header, written);
      expect(readYamlMapping(text, 'x')).toEqual(settle({ entries: written }));
      expect(composeYaml(header, written)).toBe(text);
    }),
    { numRuns: 400 },
  );
});

test('a text of whole lines is a literal block, one that would lose blanks is quoted', () => {
  const block = (text: string) => composeYaml([], [{ key: 'a', value: { block: text } }]);
  expect(block('[DEFAULT]\nx =\n\ny = 1\n')).toBe('a: |\n  [DEFAULT]\n  x =\n\n  y = 1\n');
  expect(block('x = 1 \n')).toBe('a: "x = 1 \\n"\n');
});

test('a key twice is an error of ours', () => {
  expect(() =>
    composeYaml(
      [],
      [
        { key: 'a', value: 'b' },
        { key: 'a', value: 'c' },
      ],
    ),
  ).toThrow(InternalError);
});

test.each([
  ['', {}],
  ['# nothing\n', {}],
  ['a: yes\nb: y\nc: 010\nd: 2025-01-01\n', { a: true, b: 'y', c: 8, d: '2025-01-01' }],
  ['x: &x {a: 1}\ny: {<<: *x, b: 2}\n', { x: { a: 1 }, y: { a: 1, b: 2 } }],
])('%j is read by the rules of YAML 1.1', (text, read) => {
  expect(readYamlMapping(text, 'x')).toEqual(read);
});

test.each(['- a\n', 'text\n', 'a: [\n', 'a: 1\n---\nb: 2\n', 'a: 1\na: 2\n'])(
  '%j is a problem with a place',
  (text) => {
    expect(() => readYamlMapping(text, 'user.yml')).toThrow(IntentProblems);
    expect(() => readYamlMapping(text, 'user.yml')).toThrow(/^user\.yml/);
  },
);

test('paths through a mapping end in nothing when a step is missing or no mapping', () => {
  const mapping = readYamlMapping('a: {b: {c: 1}}\nd: [1, {e: 2}]\n', 'x');
  expect(mappingAt(mapping, 'a', 'b')).toEqual({ c: 1 });
  expect(mappingAt(mapping, 'a', 'b', 'c')).toEqual({});
  expect(mappingAt(mapping, 'constructor')).toEqual({});
  expect(mappingsAt(mapping, 'd')).toEqual([{ e: 2 }]);
  expect(mappingsAt(mapping, 'a')).toEqual([]);
});
