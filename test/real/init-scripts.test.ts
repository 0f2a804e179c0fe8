// Debian's own init scripts run for real, with a program that prints what it was given: our reader says the same, or that it cannot say.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readInitScript } from '../../src/checks/cloud/init-script';
import { readUnit } from '../../src/documents/systemd/parse-unit';
import { bed, hasUserlands, userlands } from './userlands';

const script = (suite: string) => readFileSync(`${bed}/${suite}/etc/init.d/glance-api`, 'utf8');
/** The script of a suite with lines of ours before the part that all such scripts share. */
const withHead = (suite: string, lines: string) =>
  script(suite).replace(/^(#!.*\n# The content after)/m, `${lines}\n$1`);

const printer = `#!/bin/sh
exec python3 -c 'import json, os, sys; print(json.dumps([sys.argv[1:], {k: v for k, v in os.environ.items() if k[:3] == "OS_"}]))' "$@"
`;
/** Runs the script as the unit does, in the userland, with our files in place of its own. */
const inUserland = `
root=$1 here=$2
for name in glance-api uwsgi_python3 uwsgi_python311 uwsgi_python313 uwsgi_python314; do
  [ ! -e "$root/usr/bin/$name" ] || mount --bind "$here/printer" "$root/usr/bin/$name"
done
mount --bind "$here/etc/init.d" "$root/etc/init.d"
mount --bind "$here/etc/default" "$root/etc/default"
mount --bind "$here/etc/glance" "$root/etc/glance"
exec chroot "$root" /usr/bin/env -i PATH=/usr/bin:/bin OS_DEFAULT__INHERITED=unit /bin/sh /etc/init.d/glance-api systemd-start
`;

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-init-scripts-'));
  for (const name of ['init.d', 'default', 'glance']) mkdirSync(join(root, 'etc', name), { recursive: true });
  writeFileSync(join(root, 'printer'), printer);
  chmodSync(join(root, 'printer'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true }));

/** [head, default/openstack, default/glance-api, whether we follow it] */
const cases: readonly (readonly [string, string, string, boolean])[] = [
  ['', '', '', true],
  ['', 'USE_SYSLOG=no\n', '# nothing\nDAEMON_ARGS="$DAEMON_ARGS --config-dir=/etc/glance/x.d"\n', true],
  ['', 'DAEMON_ARGS="--config-dir /etc/glance/a"', "DAEMON_ARGS='--debug'", true],
  ['', '', 'CONFIG_FILE=/etc/glance/late.conf\n', true],
  ['CONFIG_FILE="/etc/$PROJECT_NAME/other.conf"', '', '', true],
  ['DAEMON_ARGS=--config-file=/etc/glance/one.conf', '', '', true],
  [
    'if [ -f \'/etc/glance/there.conf\' ] ; then\n\tDAEMON_ARGS="--config-file=/etc/glance/there.conf"\nfi',
    '',
    '',
    true,
  ],
  ['if [ -f \'/etc/glance/gone.conf\' ] ; then\n\tDAEMON_ARGS="--config-file=/etc/glance/gone.conf"\nfi', '', '', true],
  ['if [ -r /etc/glance/gone.conf ]; then\nDAEMON_ARGS=a\nelse\nDAEMON_ARGS=b\nfi', '', '', true],
  ['NO_OPENSTACK_CONFIG_FILE_DAEMON_ARG=yes', '', '', true],
  [
    'export OS_DEFAULT__ONE=1',
    'OS_DEFAULT__TWO=2\n',
    'export OS_DEFAULT__THREE="a b" OS_DEFAULT__FOUR=\'$x\' # why\n',
    true,
  ],
  ['', 'OS_DEFAULT__INHERITED=file\n', 'OS_DEFAULT__LATER=5\nexport OS_DEFAULT__LATER; umask 0022\n', false],
  ['', 'OS_DEFAULT__INHERITED=file\n', 'OS_DEFAULT__LATER=5\nexport OS_DEFAULT__LATER\nulimit -n 1024\n', true],
  ['', '', 'A=x\nexport OS_DEFAULT__A="${A}y\\"z" OS_DEFAULT__B=$A\\ b\n', true],
  ['', '', 'export OS_DEFAULT__A=1\\\n2\n', false],
  ['', '', 'set -a\nOS_DEFAULT__A=1\n', false],
  ['', '', '. /etc/default/openstack\nexport OS_DEFAULT__A=$(echo 1)\n', false],
  ['', '', 'OPTIONS=x\n[ -n "$OPTIONS" ] && DAEMON_ARGS="$DAEMON_ARGS --config-file=/etc/x"\n', false],
  ['', '', 'for x in 1 2; do\nDAEMON_ARGS="$DAEMON_ARGS --v$x"\ndone\n', false],
  ['', '', 'if true; then DAEMON_ARGS=--config-dir=/etc/glance; fi\n', false],
  ['', '', 'add() {\nDAEMON_ARGS="$DAEMON_ARGS --x"\n}\nadd\n', false],
  ['', '', 'if [ "$USER" = x ]; then\nDAEMON_ARGS=--config-dir=/etc/x\nfi\n', false],
  ['', '', 'DAEMON_ARGS="$DAEMON_ARGS ${MORE:---config-dir=/etc/x}"\n', false],
  ['', '', 'if [ -f /etc/glance/gone.conf ]; then\nset -a\nfi\n[ -z "$Z" ] && Z=1\n', true],
];

if (hasUserlands)
  describe.each(userlands)('the init script of %s', (suite) => {
    test.each(cases)('%j, then %j and %j', (head, openstack, own, isFollowed) => {
      const files = {
        'init.d/glance-api': head === '' ? script(suite) : withHead(suite, head),
        'default/openstack': openstack,
        'default/glance-api': own,
        'glance/there.conf': '',
      };
      for (const [path, text] of Object.entries(files)) writeFileSync(join(root, 'etc', path), text);
      const args = ['--mount', '--propagation', 'private', 'sh', '-c', inUserland, '_', `${bed}/${suite}`, root];
      const { stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
      const [words, environment] = JSON.parse(stdout || `"${stderr.replace(/\W/g, ' ')}"`);
      const unit = '[Service]\nEnvironment=OS_DEFAULT__INHERITED=unit\n';
      const tree = new Map(Object.entries({ ...files, 'systemd/system/glance-api.service.d/1.conf': unit }));
      const found = readInitScript(tree, 'glance-api', readUnit(tree, 'glance-api.service'));
      expect(found?.unclear === null).toBe(isFollowed);
      if (found === null || !isFollowed) return;
      const isUwsgi = suite === 'sid';
      expect(found.isUwsgi).toBe(isUwsgi);
      expect(Object.fromEntries(found.environment.map(({ name, value }) => [name, value]))).toEqual(environment);
      // What we leave out names no file and no directory of options.
      const isOurs = (word: string) => !/^--(?:log-file=|use-syslog|http-socket|ini)/.test(word);
      if (!isUwsgi) expect(words.filter(isOurs)).toEqual(found.words.filter(isOurs));
    });
  });

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
