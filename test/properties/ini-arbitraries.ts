// Random ini texts, option types and values, crowded with what has gone wrong in real files.
import fc from 'fast-check';
import type { OptionValue, ValueType } from '../../src/openstack/types';

const oddCharacters = [
  ' ',
  '  ',
  '\t',
  '\n',
  '\r',
  '\r\n',
  '\v',
  '\f',
  '\x1c',
  '\x1f',
  '\x85',
  '\xa0',
  '\u2003',
  '\u2028',
  '\u3000',
  '\ufeff',
  '\0',
  '=',
  ':',
  '[',
  ']',
  '{',
  '}',
  '#',
  ';',
  ',',
  ',,',
  '"',
  "'",
  '$',
  '$$',
  '\\',
  '\\$',
  '${',
  '%',
  '%41',
  '@',
  '/',
  '//',
  '?',
  '.',
  '..',
  '-',
  '_',
  '+',
  '!',
  '*',
  'a',
  'B',
  'key',
  'DEFAULT',
  'default',
  'glance',
  'é',
  'ß',
  'İ',
  'ı',
  'ſ',
  'K',
  '٣',
  '１',
  '𝟘',
  '😀',
  '0',
  '1',
  '80',
  '443',
  '65536',
  '1e3',
  '::',
  '::1',
  '1.2.3.4',
  'http://',
  'v1.',
] as const;

/** Text made of odd pieces. */
export const oddText = fc.array(fc.constantFrom(...oddCharacters), { maxLength: 8 }).map((pieces) => pieces.join(''));

const lineEnd = fc.constantFrom('\n', '\n', '\n', '\n', '\r\n', '\r');
const plainKey = fc.constantFrom('key', 'Key', 'allowed_hosts', 'a b', 'k');
const plainSection = fc.constantFrom('[DEFAULT]', '[default]', '[glance]', '[Glance]', '[ glance ]', '[a]b]', '[g] ');
const assignment = fc
  .tuple(plainKey, fc.constantFrom(' = ', '=', ':', ' : ', ' =', '= :'), oddText)
  .map(([key, mark, value]) => `${key}${mark}${value}`);

/** One line, more often whole than not. */
const line = fc.oneof(
  { weight: 6, arbitrary: assignment },
  { weight: 3, arbitrary: plainSection },
  { weight: 2, arbitrary: oddText.map((text) => `# ${text}`) },
  { weight: 2, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(' ', '\t', '    '), oddText).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: oddText },
  { weight: 1, arbitrary: oddText.map((text) => `[${text}`) },
  { weight: 1, arbitrary: oddText.map((text) => `[${text}]`) },
);

/** A file: half of them begin with a section, as real ones do. */
export const iniText = fc
  .tuple(
    fc.constantFrom('', '[DEFAULT]\n', '[glance]\r\n', '\ufeff'),
    fc.array(fc.tuple(line, lineEnd), { maxLength: 9 }),
  )
  .map(([start, lines]) => start + lines.map(([text, end]) => text + end).join(''));

const bound = fc.constantFrom(-5, 0, 1, 10, 65535, 2 ** 63);
const scalarType: fc.Arbitrary<ValueType> = fc.oneof(
  fc.constantFrom<ValueType>(
    { kind: 'string' },
    { kind: 'string', quotes: true },
    { kind: 'string', maxLength: 3 },
    { kind: 'string', choices: ['qcow2', 'raw', '', null] },
    { kind: 'string', choices: ['ALL', 'a,b'], ignoreCase: true, quotes: true },
    { kind: 'string', regex: '^[\\w-]+:\\w*:.*$' },
    { kind: 'string', regex: '(hour|month|day|year)(@([0-9]+))?' },
    { kind: 'string', regex: '^(VGPU|CUSTOM_[A-Z0-9_]+)$', maxLength: 255 },
    { kind: 'string', regex: '^[a-zA-Z0-9_.-]*$', ignoreCase: true },
    { kind: 'string', regex: '^(auto|\\d*\\.\\d+|\\d+)$' },
    { kind: 'integer' },
    { kind: 'integer', choices: [256, 512, 1024] },
    { kind: 'float' },
    { kind: 'float', min: 0.05, max: 1 },
    { kind: 'port' },
    { kind: 'port', min: 1, max: 1024 },
    { kind: 'boolean' },
    { kind: 'hostaddress' },
    { kind: 'hostdomain' },
    { kind: 'uri' },
    { kind: 'range' },
    { kind: 'ip' },
    { kind: 'ip', version: 4 },
    { kind: 'ip', version: 6 },
  ),
  bound.map((min): ValueType => ({ kind: 'integer', min })),
  bound.map((max): ValueType => ({ kind: 'integer', max })),
);

/** Every kind of type that fits on one line. */
export const valueType: fc.Arbitrary<ValueType> = fc.oneof(
  { weight: 3, arbitrary: scalarType },
  {
    weight: 2,
    arbitrary: fc.tuple(scalarType, fc.boolean()).map(([item, bounds]): ValueType => ({ kind: 'list', item, bounds })),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(scalarType, fc.boolean())
      .map(([value, bounds]): ValueType => ({ kind: 'dict', value, bounds })),
  },
);

const hosts = [
  'a.example',
  'A.Example.',
  'x_y.z',
  '-a',
  'a-',
  '10.0.0.0/8',
  '*.x',
  '1.2.3',
  '1.2.3.4',
  '01.2.3.4',
  '256.1.1.1',
  '::1',
  '1::8',
  '1:2:3:4:5:6:7::',
  '1:2:3:4:5:6:7::8',
  '::ffff:1.2.3.4',
  '::1.2.3',
  'fe80::1%lo',
  '[::1]',
  '2852039166',
  '0xa9fea9fe',
  'h:80',
  `${'a'.repeat(63)}.b`,
  `${'a'.repeat(64)}.b`,
  'a..b',
  'a\n.b',
  'ſ',
  'bücher.x',
  `${'a.'.repeat(127)}b`,
];
const uris = [
  'http://h',
  'http://h:80/p',
  'http://u:p@h/',
  'http://@h',
  'http://u@',
  'http://:80',
  'http:///p',
  'http:h',
  '//h',
  'http://[::1]:8',
  'http://[::1%25lo]',
  'http://[::1%lo]',
  'http://[v1.a,b]',
  'http://[::999.1.1.1]',
  'http://999.1.1.1',
  'http://1.2.3.4:x',
  'http://h/[a]',
  'http://h\\p',
  'http://h/%zz é',
  'http://h%zz',
  'http://h:123456',
  'h-1+x://y',
  'http://h:80\n/p',
  'http://a@b@c',
  'http://h?q[#f',
  'ftp://[::]',
];
const numbers = [
  '0',
  '-0',
  '007',
  '+5',
  '1_000',
  '1__0',
  '_1',
  ' 5 ',
  '1.5',
  '.5',
  '5.',
  '1e3',
  '1e-400',
  '1E+2',
  '1_0.0_1e1_0',
  'inf',
  '-Infinity',
  'NaN',
  '0x10',
  '１２',
  '٣.٥',
  '9223372036854775807',
  '9223372036854775808',
  '9223372036854775809',
  '9007199254740993',
  '65535',
  '65536',
  '256',
  '512',
  '1.099511627776e+12',
  '0.05',
  '1',
  '9'.repeat(4300),
  '9'.repeat(4301),
];
const words = [
  'true',
  'TRUE',
  'Yes',
  'off',
  'on',
  '0',
  'y',
  '',
  'qcow2',
  'QCOW2',
  'all',
  'VGPU',
  'CUSTOM_A',
  'CUSTOM_a',
  'VGPU\n',
  'a:b:c',
  'é:٣:',
  'month',
  'the hour@5',
  '1-10',
  '-5--2',
  '10-1',
  '05',
  '"a,b"',
  "'a'",
  '"',
  '"a',
  'auto',
  '٣',
  '.5',
];

/** Text for a type: what fits some type, odd text, and both in lists, brackets, braces and pairs. */
export function valueText(type: ValueType): fc.Arbitrary<string> {
  const known = fc.constantFrom(...hosts, ...uris, ...numbers, ...words);
  const fitting =
    type.kind === 'hostaddress' || type.kind === 'hostdomain' || type.kind === 'ip'
      ? fc.constantFrom(...hosts)
      : type.kind === 'uri'
        ? fc.constantFrom(...uris)
        : type.kind === 'integer' || type.kind === 'float' || type.kind === 'port'
          ? fc.constantFrom(...numbers)
          : fc.constantFrom(...words);
  const single = fc.oneof(
    { weight: 6, arbitrary: fitting },
    { weight: 2, arbitrary: oddText },
    { weight: 1, arbitrary: known },
  );
  if (type.kind === 'list') return surround(fc.array(valueText(type.item), { maxLength: 4 }), '[', ']', type.bounds);
  if (type.kind === 'dict') {
    const key = fc.constantFrom('a', 'b', 'c', ' d ', 'a', '', '__proto__', 'x:y');
    const pair = fc
      .tuple(key, fc.constantFrom(':', ':', ':', ' : ', ''), valueText(type.value))
      .map((parts) => parts.join(''));
    return surround(fc.array(pair, { maxLength: 3 }), '{', '}', type.bounds);
  }
  return single;
}

function surround(parts: fc.Arbitrary<string[]>, open: string, close: string, bounds: boolean): fc.Arbitrary<string> {
  const wanted: [string, string] = bounds ? [open, close] : ['', ''];
  const ends = fc.oneof(
    { weight: 8, arbitrary: fc.constant(wanted) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<[string, string]>(
        [open, ''],
        ['', close],
        ['', ''],
        [open, close],
        [open, `${close},,`],
        ['', ','],
      ),
    },
  );
  return fc
    .tuple(parts, ends, fc.constantFrom(',', ', ', ' ,', ',,'))
    .map(([items, [left, right], comma]) => left + items.join(comma) + right);
}

/** A value for a type, hostile as often as fitting; what the type cannot hold is to be refused. */
export function optionValue(type: ValueType): fc.Arbitrary<OptionValue> {
  switch (type.kind) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'port':
      return fc.oneof(
        fc.integer(),
        fc.integer({ min: 0, max: 1100 }),
        fc.constantFrom(null, 2 ** 53, 2 ** 63, 1e21, -0, 1.5, 256),
      );
    case 'float':
      return fc.oneof(
        fc.double(),
        fc.double({ min: 0, max: 2 }),
        fc.constantFrom(1e21, 1e-7, 1.5e300, 5e-324, 1099511627776, 1),
      );
    case 'list':
      return fc.array(optionValue(type.item), { maxLength: 4 });
    case 'multi':
      return fc.array(optionValue(type.item), { maxLength: 4 });
    case 'dict':
      return fc.dictionary(fc.oneof(fc.constantFrom('a', 'b', 'c$d', '__proto__'), oddText), optionValue(type.value), {
        maxKeys: 3,
        noNullPrototype: true,
      });
    default:
      return fc.oneof(valueText(type), oddText, fc.string({ unit: 'binary', maxLength: 12 }));
  }
}
