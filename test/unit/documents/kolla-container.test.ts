// config.json of kolla: which files of the host's directory arrive where, as its own script copies them (run with 300 lists of copies).
import { copyFiles, parseKollaContainer } from '../../../src/documents/kolla-container';
import { IntentProblems } from '../../../src/problems';

const mounted = '/var/lib/kolla/config_files/';
const copy = (list: readonly (readonly [string, string, boolean?])[], paths: readonly string[]) => {
  const files = list.map(([source, dest, merge]) => ({ source: mounted + source, dest, ...(merge && { merge }) }));
  const text = JSON.stringify({ command: 'glance-api', config_files: files });
  return Object.fromEntries(copyFiles(parseKollaContainer(text, 'config.json'), paths));
};
const paths = ['a.conf', '.hidden', 'd/x.cfg', 'd/deep/y.cfg', 'never.yaml'];

test.each([
  ['a file under another name', [['a.conf', '/etc/b.conf']], { '/etc/b.conf': 'a.conf' }],
  ['a file into a directory', [['a.conf', '/etc/g/']], { '/etc/g/a.conf': 'a.conf' }],
  ['a file into the directory itself', [['a.conf', '/etc//g/../a.conf']], { '/etc/a.conf': 'a.conf' }],
  ['a directory', [['d', '/etc/d']], { '/etc/d/x.cfg': 'd/x.cfg', '/etc/d/deep/y.cfg': 'd/deep/y.cfg' }],
  ['what is in a directory', [['d/', '/etc/']], { '/etc/x.cfg': 'd/x.cfg', '/etc/deep/y.cfg': 'd/deep/y.cfg' }],
  ['a directory under its own name', [['d/deep', '/etc/']], { '/etc/deep/y.cfg': 'd/deep/y.cfg' }],
  [
    'wildcards, which no name with a dot in front fits',
    [['*', '/etc/']],
    {
      '/etc/a.conf': 'a.conf',
      '/etc/d/x.cfg': 'd/x.cfg',
      '/etc/d/deep/y.cfg': 'd/deep/y.cfg',
      '/etc/never.yaml': 'never.yaml',
    },
  ],
  ['sets of characters', [['[!b].conf', '/etc/']], { '/etc/a.conf': 'a.conf' }],
  [
    'a later copy in place of an earlier one',
    [
      ['a.conf', '/etc/a'],
      ['d/x.cfg', '/etc/a'],
    ],
    { '/etc/a': 'd/x.cfg' },
  ],
  [
    'a later copy in place of all that lay below',
    [
      ['d', '/etc/d'],
      ['a.conf', '/etc/d'],
    ],
    { '/etc/d': 'a.conf' },
  ],
  [
    'a later directory beside what was there, when it merges',
    [
      ['a.conf', '/etc/'],
      ['d/', '/etc', true],
    ],
    {
      '/etc/a.conf': 'a.conf',
      '/etc/x.cfg': 'd/x.cfg',
      '/etc/deep/y.cfg': 'd/deep/y.cfg',
    },
  ],
] as const)('%s', (_, list, expected) => {
  expect(copy(list, paths)).toEqual(expected);
});

test('what is copied from elsewhere is none of the host’s files', () => {
  const text = JSON.stringify({ command: 'x  y', config_files: [{ source: '/var/lib/kolla/a.conf', dest: '/etc/a' }] });
  expect(parseKollaContainer(text, 'config.json')).toEqual({ command: ['x', 'y'], copies: [] });
});

test.each([
  '',
  '[]',
  'null',
  '{"command": 1}',
  '{"command": "x", "config_files": {}}',
  '{"command": "x", "config_files": [{"source": "a"}]}',
])('no container starts with %j, and none is judged', (text) => {
  expect(() => parseKollaContainer(text, 'glance-api/config.json')).toThrow(IntentProblems);
});
