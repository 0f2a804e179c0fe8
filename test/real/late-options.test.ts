// Options that the real Glance of three releases cannot read: it starts with those that the audit calls late, and what needs them ends in an error.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCloud } from '../unit/checks/clouds';
import { bed, hasUserlands } from './userlands';

const script = readFileSync(join(__dirname, 'late-options.py'), 'utf8');

const all = ['list', 'create', 'member', 'upload', 'import'];
/** What still works; null: Glance does not start. A conversion or a plugin fails in the task that an import begins. */
const options: readonly (readonly [section: string, option: string, works: readonly string[] | null])[] = [
  ['DEFAULT', 'image_size_cap', ['list', 'create', 'member', 'import']],
  ['DEFAULT', 'image_member_quota', ['list', 'create', 'upload', 'import']],
  ['DEFAULT', 'user_storage_quota', ['list', 'create', 'member', 'import']],
  ['image_import_opts', 'image_import_plugins', all],
  ['task', 'task_time_to_live', ['list', 'create', 'member', 'upload']],
  ['DEFAULT', 'image_tag_quota', ['list']],
  ['DEFAULT', 'enabled_backends', null],
];

/** The options of the bed, moved to where this Glance may write. */
function prepare(etc: string, suite: string): void {
  mkdirSync(join(etc, 'glance.conf.d'), { recursive: true });
  for (const name of ['staging', 'tasks', 'lock', 'images']) mkdirSync(join(etc, 'lib', name), { recursive: true });
  for (const name of ['glance-api-paste.ini', 'schema-image.json', 'glance-image-import.conf']) {
    cpSync(`${bed}/${suite}/etc/glance/${name}`, join(etc, name));
  }
  const paste = readFileSync(join(etc, 'glance-api-paste.ini'), 'utf8');
  writeFileSync(join(etc, 'glance-api-paste.ini'), paste.replace(/^([^[#\n]*=.*) authtoken\b/gm, '$1'));
  const own = readFileSync(join(__dirname, 'bed/bed.conf'), 'utf8').replace(
    /\/var\/l(?:ib|og)\/glance/g,
    '/etc/glance/lib',
  );
  const store = '[glance_store]\nfilesystem_store_datadir = /etc/glance/lib/images\n';
  writeFileSync(join(etc, 'glance.conf.d/10-bed.conf'), `${own}\n${store}`);
  writeFileSync(join(etc, 'glance-api.conf'), '[paste_deploy]\nflavor = keystone\n');
  execFileSync('chown', ['-R', '64062:64062', etc]);
}

const enter = `ip link set lo up
mount --bind "$2" "$1/etc/glance"; mount -t proc none "$1/proc"; mount -t tmpfs none "$1/tmp"; mount --rbind /dev "$1/dev"
exec chroot "$1" /usr/bin/env -i PATH=/usr/bin:/bin LC_ALL=C.UTF-8 HOME=/etc/glance/lib \\
  setpriv --reuid 64062 --regid 64062 --clear-groups sh -c 'glance-manage db_sync >/dev/null 2>&1; exec python3 -W ignore -c "$1"' _ "$3"`;

const beds = [
  ['bookworm', 'eventlet'],
  ['trixie', 'uwsgi'],
  ['sid', 'uwsgi'],
] as const;

// Jest refuses an empty table; without userlands the last test says so.
if (hasUserlands)
  test.each(beds)(
    'Glance of %s under %s',
    (suite, launcher) => {
      const etc = mkdtempSync(join(tmpdir(), 'glacis-late-'));
      try {
        prepare(etc, suite);
        const args = [
          '--mount',
          '--net',
          '--propagation',
          'private',
          'sh',
          '-c',
          enter,
          '_',
          `${bed}/${suite}`,
          etc,
          script,
        ];
        const input = JSON.stringify([launcher, options.map(([section, option]) => [section, option])]);
        const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8', input });
        const answers = stdout
          .trim()
          .split('\n')
          .map((line) => (line === '' ? stderr : JSON.parse(line)));
        expect(answers).toEqual(options.map(([, , works]) => works));
      } finally {
        rmSync(etc, { recursive: true });
      }
    },
    120_000,
  );

test.each(options)('[%s] %s is judged so', (section, option, works) => {
  const cloud = openCloud({ 'glance/glance-api.conf': `[${section}]\n${option} = [no such!\n` });
  expect(cloud.lateFaults.length === 0).toBe(works === null || !works.includes('create'));
  expect(cloud.outage === null).toBe(cloud.lateFaults.length > 0);
});

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
