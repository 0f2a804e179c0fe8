// Values under their types: the measured spellings, and what may not be written.
import { composeIniSection } from '../../../../src/documents/ini/compose-ini';
import { parseValue, parseValues } from '../../../../src/documents/ini/values/parse-value';
import { writeValue } from '../../../../src/documents/ini/values/render-value';
import type { OptionValue, ValueType } from '../../../../src/openstack/types';

const text: ValueType = { kind: 'string' };
const hosts: ValueType = { kind: 'list', item: { kind: 'hostaddress' }, bounds: true };
const ports: ValueType = { kind: 'list', item: { kind: 'port', min: 1 }, bounds: true };
const schemes: ValueType = { kind: 'list', item: { kind: 'string', quotes: true }, bounds: true };
const formats: ValueType = { kind: 'list', item: text, bounds: false };

describe('parseValue', () => {
  it.each<[ValueType, string, OptionValue]>([
    [schemes, '[https]', ['https']],
    [schemes, `['https', "http"]`, ['https', 'http']],
    [schemes, '["a,b",c]', ['a,b', 'c']],
    [formats, '[qcow2,raw]', ['[qcow2', 'raw]']],
    [formats, 'a,b,,', ['a', 'b']],
    [ports, '[]', []],
    [ports, '[ ]', [null]],
    [hosts, '[host.example., ::1]', ['host.example', '::1']],
    [{ kind: 'dict', value: text, bounds: false }, '__proto__:a:b', JSON.parse('{"__proto__":"a:b"}')],
    [{ kind: 'integer', max: 2 ** 63 }, '9223372036854775808', 2 ** 63],
    [{ kind: 'integer' }, '1_000', 1000],
    [{ kind: 'integer' }, ' ', null],
    [{ kind: 'boolean' }, 'YES', true],
  ])('%j reads %j', (type, raw, value) => {
    expect(parseValue(type, raw)).toEqual({ ok: true, value });
  });

  it.each<[ValueType, string]>([
    ...['https', '', 'https,http', '[https'].map((raw): [ValueType, string] => [schemes, raw]),
    ...[
      `['a.example']`,
      '[*.x]',
      '[10.0.0.0/8]',
      '[h:80]',
      '[a_b.x]',
      '[[::1]]',
      '[2852039166]',
      '[a,]',
      '[fe80::1%lo]',
    ].map((raw): [ValueType, string] => [hosts, raw]),
    ...[`['443']`, '[0]', '[70000]', '[8000-9000]', '443'].map((raw): [ValueType, string] => [ports, raw]),
    [{ kind: 'integer' }, '1.099511627776e+12'],
    [{ kind: 'integer', max: 2 ** 63 }, '9223372036854775809'],
    [{ kind: 'boolean' }, 'true '],
    [{ kind: 'string', choices: ['a'] }, 'A'],
  ])('%j refuses %j', (type, raw) => {
    expect(parseValue(type, raw)).toEqual({ ok: false, error: expect.stringMatching(/./) });
  });

  it('tries long lists only once', () => {
    for (const type of [hosts, ports, schemes, formats]) parseValue(type, `[${'",'.repeat(200_000)}]`);
    parseValue({ kind: 'dict', value: text, bounds: false }, 'a,'.repeat(200_000));
  }, 20_000);

  it('keeps every value of a multi, the last of others', () => {
    expect(parseValues({ kind: 'multi', item: text }, ['a', 'b'])).toEqual({ ok: true, value: ['a', 'b'] });
    expect(parseValues(text, ['a', 'b'])).toEqual({ ok: true, value: 'b' });
  });
});

describe('writeValue', () => {
  it.each<[ValueType, OptionValue, string]>([
    [ports, [80, 443], '[80,443]'],
    [ports, [], '[]'],
    [formats, ['qcow2', 'raw'], 'qcow2,raw'],
    [{ kind: 'boolean' }, false, 'false'],
    [{ kind: 'integer' }, 1099511627776, '1099511627776'],
    [{ kind: 'float' }, 1e21, '1000000000000000000000'],
    [{ kind: 'float' }, 1.5e-7, '0.00000015'],
    [text, ' x ', '" x "'],
    [text, '"x"', '""x""'],
    [text, '# x', '"# x"'],
    [text, 'a$b', 'a$$b'],
    [text, 'a\\$b', 'a\\\\$b'],
    [schemes, ['a,b'], '["a,b"]'],
  ])('%j writes %j as %s', (type, value, line) => {
    expect(writeValue(type, value)).toEqual({ ok: true, lines: [line] });
  });

  it.each<[ValueType, OptionValue]>([
    [text, 'a\n[DEFAULT]'],
    [text, 'a\rb'],
    [text, 'a\u2028b'],
    [text, '\u001b'],
    [text, '\ud800'],
    [text, null],
    [text, 1],
    [formats, ['a,b']],
    [formats, ['[a']],
    [formats, ['']],
    [formats, 'a'],
    [hosts, ['*.x']],
    [hosts, ['a.example.']],
    [ports, [0]],
    [{ kind: 'integer' }, 1.5],
    [{ kind: 'float' }, Number.NaN],
    [{ kind: 'dict', value: text, bounds: false }, { 'a:b': 'c' }],
    [{ kind: 'multi', item: text }, []],
  ])('%j refuses %j', (type, value) => {
    expect(writeValue(type, value)).toEqual({ ok: false, because: expect.stringMatching(/^[^\u0000-\u001f]+$/) });
  });
});

describe('composed ini', () => {
  it('writes a reason above every option', () => {
    const filter = composeIniSection({
      section: 'import_filtering_opts',
      options: [{ option: 'allowed_ports', type: ports, value: [443], reason: 'TLS\nonly' }],
    });
    const many = composeIniSection({
      section: 'DEFAULT',
      options: [{ option: 'm', type: { kind: 'multi', item: text }, value: ['a', ''], reason: 'two' }],
    });
    expect([filter, many].join('\n')).toBe(
      '[import_filtering_opts]\n# TLS\\u000aonly\nallowed_ports = [443]\n\n[DEFAULT]\n# two\nm = a\nm =\n',
    );
  });

  it('refuses a section that would open another', () => {
    const options = [{ option: 'o', type: text, value: 'v', reason: '' }];
    expect(() => composeIniSection({ section: 'a]\n[b', options })).toThrow('does not read back');
  });
});
