// Names of Glance in /etc itself, against the code of three releases: it reads them where its own directory lacks them, and so does the audit.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openDirectory } from '../../src/cli/open-directory';
import { listen } from '../unit/cli/listen';
import { bed, hasUserlands } from './userlands';

const script = readFileSync(join(__dirname, 'service-access.py'), 'utf8').replace(
  /^for directory[\s\S]*/m,
  'os.setgroups([])\nos.setgid(64062)\nos.setuid(64062)\nprint(look())\n',
);
const beds = [
  ['bookworm', 'zed', 'eventlet'],
  ['trixie', '2025.1', 'uwsgi'],
  ['sid', '2026.2', 'uwsgi'],
] as const;
const size = '[DEFAULT]\nimage_size_cap = 4242\n';
const shut = '"delete_image": "!"\n';
const cases: readonly (readonly [words: string, files: Readonly<Record<string, string>>])[] = [
  ['nothing', {}],
  ['a directory of options', { 'glance.conf.d/1.conf': size }],
  ['one behind that of the service', { 'glance.conf.d/1.conf': size, 'glance/glance.conf.d/1.conf': '[DEFAULT]\n' }],
  ['one behind an empty one of the service', { 'glance.conf.d/1.conf': size, 'glance/glance.conf.d/x': '' }],
  ['policy.yaml', { 'policy.yaml': shut }],
  ['policy.yaml behind that of the service', { 'policy.yaml': shut, 'glance/policy.yaml': '{}\n' }],
  ['policy.d', { 'policy.d/1.yaml': shut }],
];
const enter = `mount -t tmpfs none /mnt; mkdir /mnt/up /mnt/work
mount -t overlay overlay -o "lowerdir=$1/etc,upperdir=/mnt/up,workdir=/mnt/work" "$1/etc"
rm -r "$1/etc/glance/policy.d"; cp -r "$2/." "$1/etc/"; chmod -R a+rX "$1/etc/glance" "$1/etc/"policy* "$1/etc/"*.conf.d 2>/dev/null
mount -t proc none "$1/proc"; exec chroot "$1" /usr/bin/python3 -c "$3"`;

if (hasUserlands)
  describe.each(beds)('Glance of %s (%s) under %s', (suite, release, launcher) => {
    test.each(cases)('%s', (_, files) => {
      const etc = mkdtempSync(join(tmpdir(), 'glacis-etc-itself-'));
      listen();
      try {
        for (const [path, text] of Object.entries({
          ...files,
          'glance/glance-api.conf': '[paste_deploy]\nflavor = keystone\n',
        })) {
          mkdirSync(dirname(join(etc, path)), { recursive: true });
          writeFileSync(join(etc, path), text);
        }
        rmSync(join(etc, 'glance/glance.conf.d/x'), { force: true });
        cpSync(`${bed}/${suite}/etc/glance/glance-api-paste.ini`, join(etc, 'glance/glance-api-paste.ini'));
        const args = ['--mount', '--propagation', 'private', 'sh', '-c', enter, '_', `${bed}/${suite}`, etc, script];
        const { stdout } = spawnSync('unshare', args, { encoding: 'utf8', input: JSON.stringify([launcher, []]) });
        const cloud = openDirectory(etc, { release, packages: {}, launcher, glanceUid: 64062 });
        const isSet = cloud.config('glance').get('DEFAULT', 'image_size_cap').at !== null;
        const isShut = cloud.policy('glance').files.read.some((path) => cloud.files.get(path) === shut);
        expect(stdout.trim()).toBe(`size ${isSet ? 'set' : 'default'}, member ${isShut ? 'may not' : 'may'}`);
      } finally {
        rmSync(etc, { recursive: true });
        jest.restoreAllMocks();
      }
    });
  });

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
