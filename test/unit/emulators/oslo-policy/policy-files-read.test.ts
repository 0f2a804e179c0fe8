// Which policy files count, release by release, as measured.
import { policyFilesRead } from '../../../../src/emulators/oslo-policy/policy-files-read';
import type { ReleaseName, Service } from '../../../../src/openstack/types';

const ask = (
  files: string[],
  release: ReleaseName = '2025.1',
  policyFile: string | null = null,
  service: Service = 'glance',
  policyDirs = ['policy.d'],
) => policyFilesRead(service, release, files, { policyFile, policyDirs });

test('policy.yaml, then policy.d in order of names', () => {
  const files = [
    'glance/policy.d/90-glacis.yaml',
    'glance/policy.yaml',
    'glance/policy.d/10-a.yaml',
    'glance/policy.d/90-glacis.yaml.orig',
  ];
  expect(ask(files)).toEqual({
    read: [
      'glance/policy.yaml',
      'glance/policy.d/10-a.yaml',
      'glance/policy.d/90-glacis.yaml',
      'glance/policy.d/90-glacis.yaml.orig',
    ],
    unread: [],
  });
});

test.each([
  ['zed', ['glance/policy.json']],
  ['2025.1', ['glance/policy.json']],
  ['2025.2', ['glance/policy.json']],
  ['2026.1', []],
  ['2026.2', []],
  ['queens', ['glance/policy.json']],
] as const)('policy.json alone in %s', (release, read) =>
  expect(ask(['glance/policy.json'], release).read).toEqual(read),
);

test('cinder had policy.yaml long before the fallback', () => {
  expect(ask(['cinder/policy.json'], 'train', null, 'cinder').read).toEqual([]);
  expect(ask(['cinder/policy.json'], 'wallaby', null, 'cinder').read).toEqual(['cinder/policy.json']);
  expect(ask(['nova/policy.json'], 'victoria', null, 'nova').read).toEqual(['nova/policy.json']);
});

test('a policy.yaml beside it, even an empty one, switches policy.json off', () => {
  expect(ask(['glance/policy.json', 'glance/policy.yaml'])).toEqual({
    read: ['glance/policy.yaml'],
    unread: [{ file: 'glance/policy.json', because: 'glance/policy.yaml is there, so policy.json is not looked at' }],
  });
});

test('policy_file written out switches the fallback off too', () => {
  expect(ask(['glance/policy.json'], '2025.1', 'policy.yaml').read).toEqual([]);
  expect(ask(['glance/policy.json'], '2026.2', 'policy.json').read).toEqual(['glance/policy.json']);
});

test('a missing policy_file leaves the defaults, and policy.d all the same', () => {
  expect(ask(['glance/policy.yaml', 'glance/policy.d/50-x.yaml'], '2025.1', 'nosuch.yaml')).toEqual({
    read: ['glance/policy.d/50-x.yaml'],
    unread: [
      {
        file: 'glance/policy.yaml',
        because: 'policy_file is nosuch.yaml, which does not exist: the built-in defaults apply',
      },
    ],
  });
});

test('absolute and relative names, dot files, deeper directories, other directories', () => {
  expect(ask(['glance/custom.yaml'], '2025.1', '/etc/glance/custom.yaml').read).toEqual(['glance/custom.yaml']);
  expect(ask(['glance/policy.yaml'], '2025.1', '/opt/policy.yaml').read).toEqual([]);
  const files = ['glance/policy.d/.hidden.yaml', 'glance/policy.d/more/x.yaml', 'glance/conf/10.yaml'];
  expect(ask(files, '2025.1', null, 'glance', ['conf'])).toMatchObject({
    read: ['glance/conf/10.yaml'],
    unread: [{}, {}],
  });
  expect(ask(files).unread.map(({ because }) => because)).toEqual([
    'names that begin with a dot are skipped',
    'directories inside policy_dirs are not entered',
  ]);
});
