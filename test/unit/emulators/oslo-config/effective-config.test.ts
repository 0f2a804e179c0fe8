// What the merged files come to: who wins, what is hidden, what cannot be read.
import { parseIni } from '../../../../src/documents/ini/parse-ini';
import { effectiveConfig } from '../../../../src/emulators/oslo-config/effective-config';
import type { OptionFacts, ValueType } from '../../../../src/openstack/types';

function declare(section: string, name: string, type: ValueType, rest: Partial<OptionFacts> = {}): OptionFacts {
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

const options = [
  declare('DEFAULT', 'state', { kind: 'string' }, { default: '/var' }),
  declare('DEFAULT', 'loop', { kind: 'string' }, { default: '$pool' }),
  declare('DEFAULT', 'pool', { kind: 'string' }, { default: '$loop' }),
  declare('DEFAULT', 'late', { kind: 'string' }, { default: undefined }),
  declare('f', 'ports', { kind: 'list', item: { kind: 'port' }, bounds: true }, { default: [80, 443] }),
  declare(
    'f',
    'dir',
    { kind: 'string' },
    { default: '$state/f', deprecatedNames: [{ section: null, name: 'old_dir' }] },
  ),
  declare('f', 'many', { kind: 'multi', item: { kind: 'string' } }),
];

function merge(...texts: string[]) {
  const documents = texts.map((text, index) => parseIni(text, `${index}.conf`));
  return effectiveConfig(documents, (section, name) =>
    options.find(
      (option) =>
        option.section === section && (option.name === name || option.deprecatedNames.some((old) => old.name === name)),
    ),
  );
}

describe('effectiveConfig', () => {
  it('claims no value where one refers to a default that is computed at run time, and no error either', () => {
    const unknown = { value: undefined, error: null };
    const config = merge('[DEFAULT]\nstate = $late/images\npool = $state\n[f]\nports = [$late]\n');
    expect([config.get('DEFAULT', 'pool'), config.get('f', 'ports')]).toMatchObject([unknown, unknown]);
    expect(config.faults).toEqual([]);
    const set = merge('[DEFAULT]\nlate = 7\nstate = $late\n[f]\nports = [$late]\n');
    expect([set.get('DEFAULT', 'state').value, set.get('f', 'ports').value]).toEqual(['7', [7]]);
  });

  it('lets the last line of the last file win and shows what it hides', () => {
    const option = merge('[f]\nports = [1]\n', '[F]\nports = [2]\nports = [3]\n').get('f', 'ports');
    expect(option).toEqual({
      value: [3],
      error: null,
      raw: '[3]',
      at: { file: '1.conf', line: 3 },
      isDefault: false,
      isKnown: true,
      shadows: [
        { at: { file: '1.conf', line: 2 }, raw: '[2]' },
        { at: { file: '0.conf', line: 2 }, raw: '[1]' },
      ],
    });
  });

  it('falls back to defaults, substituted', () => {
    const config = merge('[DEFAULT]\nstate = /srv\n');
    expect(config.get('f', 'dir')).toMatchObject({ value: '/srv/f', at: null, isDefault: true });
    expect(config.get('DEFAULT', 'late')).toMatchObject({ value: undefined, error: null, isDefault: true });
    expect(config.get('DEFAULT', 'loop').error).toContain('refers to itself');
  });

  it('honours deprecated names: the stronger file first, the present name first in one file', () => {
    expect(merge('[f]\ndir = new\n', '[f]\nold_dir = old\n').get('f', 'dir').value).toBe('old');
    expect(merge('[f]\ndir = new\nold_dir = old\n').get('f', 'dir').value).toBe('new');
  });

  it('collects a multi over all files', () => {
    expect(merge('[f]\nmany = a\n', '[f]\nmany = b\nmany = c\n').get('f', 'many')).toMatchObject({
      value: ['a', 'b', 'c'],
      at: { file: '1.conf', line: 3 },
      shadows: [],
    });
  });

  it('reads [Default] and other key cases as something else', () => {
    const config = merge('[Default]\nstate = /a\n[DEFAULT]\nState = /b\n');
    expect(config.get('DEFAULT', 'state')).toMatchObject({ value: '/var', isDefault: true });
    expect(config.get('DEFAULT', 'State')).toMatchObject({ value: '/b', isKnown: false });
  });

  it('says which faults stop the service', () => {
    const config = merge('[f]\nports = 443\njunk\n', '[f]\nold_dir = $nothing\n');
    expect(config.faults.map(({ at, effect }) => [at.file, at.line, effect])).toEqual([
      ['0.conf', 3, 'refuses-to-load'],
      ['0.conf', 2, 'refuses-to-load'],
      ['1.conf', 2, 'refuses-to-load'],
    ]);
    expect(config.get('f', 'ports')).toMatchObject({ value: undefined, error: expect.stringContaining('brackets') });
    expect(merge('[f]\nports = 443\n', '[f]\nports = [443]\n').faults).toEqual([]);
  });
});
