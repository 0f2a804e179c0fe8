// Policy files as oslo.policy reads them: YAML 1.1 truth, lists, duplicates, refusals.
import { maxPolicyCharacters, parsePolicyFile } from '../../../../src/documents/policy/parse-policy';

const read = (text: string, reader?: 'json-or-yaml' | 'yaml') => parsePolicyFile(text, 'glance/policy.yaml', reader);
const pairs = (text: string) => read(text).rules.map(({ name, check }) => [name, check]);

test('rules keep their order and their lines', () => {
  const document = read('# header\n\n# why\n"add_image": "role:admin"\ncopy_image: "!"\n');
  expect(document.rules).toEqual([
    { name: 'add_image', check: 'role:admin', at: { file: 'glance/policy.yaml', line: 4 }, reason: 'why' },
    { name: 'copy_image', check: '!', at: { file: 'glance/policy.yaml', line: 5 }, reason: '' },
  ]);
  expect(document).toMatchObject({ loads: true, faults: [] });
});

test.each([
  ['add_image: no', 'false'],
  ['add_image: !', 'the lone tag "!" before nothing'],
  ['add_image:', 'nothing'],
  ['add_image: 0', 'zero'],
  ['add_image: []', 'an empty list'],
  ['add_image: {}', 'an empty mapping'],
])('%s opens the rule: %s', (text) => {
  const document = read(text);
  expect(document.rules[0]?.check).toEqual([]);
  expect(document.faults).toMatchObject([{ effect: 'misread', at: { line: 1 } }]);
});

test.each([
  'add_image: yes',
  'add_image: 1',
  'add_image: @',
  'add_image: "role:admin',
  'a: b\n---\nc: d',
  '- role:admin',
  'word',
  'a: *undefined',
  '? [a]\n: b',
  'a: !!python/object:x y',
  'a: =',
  'a:\tb',
  'a: b\u0007',
  '&x a: b\n&x c: d',
])('%j stops the service', (text) => {
  const document = read(text);
  expect(document).toMatchObject({ loads: false, rules: [] });
  expect(document.faults[0]?.effect).toBe('refuses-to-load');
});

test('one bad value among good ones takes all rules away and is pointed at', () => {
  expect(read('a: "!"\nb: yes\nc: "!"').faults).toMatchObject([{ effect: 'refuses-to-load', at: { line: 2 } }]);
});

test.each(['', '# only a comment\n', '---\n', 'null', '[]', '{}', '0'])('%j is an empty policy that loads', (text) => {
  expect(read(text)).toEqual({ file: 'glance/policy.yaml', rules: [], faults: [], loads: true });
});

test('the last of two equal keys counts, in the place of the first', () => {
  const document = read('a: "1:1"\nb: "2:2"\na: "3:3"\n');
  expect(document.rules.map(({ name, check, at }) => [name, check, at.line])).toEqual([
    ['a', '3:3', 3],
    ['b', '2:2', 2],
  ]);
  expect(document.faults).toMatchObject([{ effect: 'ignored', at: { line: 1 } }]);
});

test('old list syntax, with what is no string made false', () => {
  expect(pairs('a: [role:admin, [x:y, 5], []]')).toEqual([['a', ['role:admin', ['x:y', '!'], []]]]);
});

test('a name that is no string is never asked for', () => {
  expect(read('yes: "!"')).toMatchObject({ rules: [], faults: [{ effect: 'ignored' }], loads: true });
});

test('merge keys and aliases', () => {
  expect(pairs('base: &b {x: "1:1", y: "2:2"}\n<<: *b\ny: "3:3"')).toEqual([
    ['x', '1:1'],
    ['y', '3:3'],
    ['base', ['x', 'y']],
  ]);
});

test('__proto__ and constructor are names like any other', () => {
  expect(pairs('__proto__: "!"\nconstructor: "@"')).toEqual([
    ['__proto__', '!'],
    ['constructor', '@'],
  ]);
  expect(Object.getPrototypeOf({})).toBe(Object.prototype);
});

test('JSON with tabs loads only while oslo.policy still tries JSON first', () => {
  const json = '{\n\t"add_image": "role:admin"\n}';
  expect(read(json).rules).toMatchObject([{ name: 'add_image', at: { line: 2 } }]);
  expect(read(json, 'yaml')).toMatchObject({ loads: false, faults: [{ at: { line: 2 } }] });
  expect(read(json.replace('\t', '  '), 'yaml').rules).toHaveLength(1);
});

test('a quoted check may go on at the start of the next line, as PyYAML allows', () => {
  expect(read('a: "role:x\nor role:y"\nb: "!"').rules.map(({ check, at }) => [check, at.line])).toEqual([
    ['role:x or role:y', 1],
    ['!', 3],
  ]);
});

// Taken literally, the aliases are a million million lists: whoever copies them never comes back.
test('multiplying aliases are not copied', () => {
  const levels = Array.from({ length: 40 }, (_, index) => `l${index}: &l${index} [*l${index - 1}, *l${index - 1}]`);
  expect(read(['l: &l-1 [a:b]', ...levels].join('\n')).loads).toBe(true);
  const merges = Array.from(
    { length: 400 },
    (_, index) => `m${index}: &m${index}\n  <<: *m${index - 1}\n  k${index}: "!"`,
  );
  expect(read(['m: &m-1 {k: "!"}', ...merges].join('\n')).rules.length).toBeLessThanOrEqual(merges.length + 1);
});

test('a file beyond the limit is not read, and says so', () => {
  expect(read(`#${' '.repeat(maxPolicyCharacters)}`)).toMatchObject({ loads: false, faults: [{ effect: 'misread' }] });
});
