// Files that the user of Glance cannot read, against the code of three releases as that user: what it does, the audit says.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listGaps } from '../../src/checks/cloud/closed-files';
import { openDirectory } from '../../src/cli/open-directory';
import type { Launcher } from '../../src/openstack/types';
import { listen } from '../unit/cli/listen';
import { bed, hasUserlands } from './userlands';

const script = readFileSync(join(__dirname, 'service-access.py'), 'utf8');
const beds = [
  ['bookworm', 'zed', 'eventlet'],
  ['bookworm', 'zed', 'uwsgi'],
  ['trixie', '2025.1', 'eventlet'],
  ['trixie', '2025.1', 'uwsgi'],
  ['sid', '2026.2', 'uwsgi'],
] as const;

/** Made in a directory that holds a main file, a drop-in with a size and a rule that keeps members from deleting. */
const cases = [
  'true',
  'chmod 600 glance.conf.d/90-x.conf',
  'chown 0:4 glance.conf.d/90-x.conf; chmod 600 glance.conf.d/90-x.conf',
  'chown 64062:0 glance.conf.d/90-x.conf; chmod 044 glance.conf.d/90-x.conf',
  'chmod 700 glance.conf.d',
  'chmod 711 glance.conf.d',
  'chmod 744 glance.conf.d',
  'chmod 600 glance-api.conf',
  'chmod 600 glance-image-import.conf',
  'chmod 600 policy.yaml',
  'chmod 600 policy.d/90-x.yaml',
  'chmod 700 policy.d',
  'chmod 711 policy.d',
  'chmod 744 policy.d',
  'ln -s nowhere policy.d/95.yaml',
  'ln -s 95.yaml policy.d/95.yaml',
  'rm policy.yaml; ln -s nowhere policy.yaml',
  'rm policy.yaml; ln -s policy.yaml policy.yaml',
  'rm -r policy.d; ln -s policy.d policy.d',
  'mkdir policy.d/95.yaml',
  'ln -s nowhere glance.conf.d/95.conf',
  'mkdir glance.conf.d/95.conf',
  'rm -r glance.conf.d; ln -s nowhere glance.conf.d',
  'rm -r glance.conf.d; ln -s glance.conf.d glance.conf.d',
  'rm glance-api.conf; ln -s nowhere glance-api.conf',
  'rm glance-api.conf; ln -s glance-api.conf glance-api.conf',
  'rm glance-image-import.conf; ln -s nowhere glance-image-import.conf',
];

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-access-'));
  execFileSync('chmod', ['755', root]);
  cases.forEach((change, index) => {
    const etc = join(root, `${index}`);
    mkdirSync(join(etc, 'glance/glance.conf.d'), { recursive: true });
    mkdirSync(join(etc, 'glance/policy.d'));
    const files = {
      passwd: 'glance:x:64062:64062::/:/bin/sh\n',
      'glance/glance-api.conf': '[paste_deploy]\nflavor = keystone\n',
      'glance/glance-api-paste.ini': '[DEFAULT]\n',
      'glance/glance-image-import.conf': '[DEFAULT]\n',
      'glance/glance.conf.d/90-x.conf': '[DEFAULT]\nimage_size_cap = 4242\n',
      'glance/policy.yaml': '"delete_image": "@"\n',
      'glance/policy.d/90-x.yaml': '"delete_image": "role:admin"\n',
    };
    for (const [path, text] of Object.entries(files)) writeFileSync(join(etc, path), text);
    // Something is the service's own: the owners of this tree say something.
    if (hasUserlands)
      execFileSync('sh', ['-c', `chown 0:64062 glance-api-paste.ini; ${change}`], { cwd: join(etc, 'glance') });
  });
  listen();
});
afterAll(() => {
  jest.restoreAllMocks();
  rmSync(root, { recursive: true });
});

/** In the words of the script. */
function judgeHere(etc: string, release: 'zed' | '2025.1' | '2026.2', launcher: Launcher): string {
  const cloud = openDirectory(etc, { release, packages: {}, launcher, glanceUid: 64062 }, true);
  const gaps = listGaps(cloud, 'glance');
  if (gaps.some(({ isFatal }) => isFatal)) return 'does not start';
  if (gaps.some(({ because }) => because.endsWith('ends in an error'))) return 'starts and answers with errors';
  expect(gaps).toEqual([]);
  const { allowed } = cloud.authorize('glance', 'delete_image', 'member');
  const isSet = cloud.config('glance').get('DEFAULT', 'image_size_cap').at !== null;
  return `size ${isSet ? 'set' : 'default'}, member ${allowed ? 'may' : 'may not'}`;
}

// Jest refuses an empty table; without userlands the last test says so.
if (hasUserlands)
  test.each(beds)(
    'Glance of %s (%s) under %s',
    (suite, release, launcher) => {
      const enter =
        'mount -t proc none "$1/proc"; mount -t tmpfs none "$1/mnt"; mkdir "$1/mnt/c"; mount --bind "$2" "$1/mnt/c"; exec chroot "$1" /usr/bin/python3 -c "$3"';
      const args = ['--mount', '--propagation', 'private', 'sh', '-c', enter, '_', `${bed}/${suite}`, root, script];
      const input = JSON.stringify([launcher, cases.map((_, index) => `/mnt/c/${index}/glance`)]);
      const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', input });
      const answers = stdout
        .trim()
        .split('\n')
        .map((line) => (line === '' ? stderr : JSON.parse(line)));
      const here = cases.map((_, index) => judgeHere(join(root, `${index}`), release, launcher));
      expect(cases.map((change, index) => `${change}: ${here[index]}`)).toEqual(
        cases.map((change, index) => `${change}: ${answers[index]}`),
      );
      expect(new Set(answers).size).toBeGreaterThan(3);
    },
    120_000,
  );

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
