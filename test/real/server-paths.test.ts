// Paths that the real uWSGI of three releases takes a prefix off: those of which the audit says it.
import { spawnSync } from 'node:child_process';
import { readServerPaths } from '../../src/checks/cloud/server-paths';
import { openCloud } from '../unit/checks/clouds';
import { bed, hasUserlands, userlands } from './userlands';

const application = `def application(environment, start):
    start('200 OK', [])
    return [environment['PATH_INFO'].encode()]
`;
const serve = `
root=$1
ip link set lo up
mount -t proc none "$root/proc"
mount -t tmpfs none "$root/mnt"
printf %s "$2" >"$root/mnt/app.py"
printf %s "$3" >"$root/mnt/own.ini"
for program in uwsgi_python3 uwsgi; do [ -e "$root/usr/bin/$program" ] && break; done
chroot "$root" "/usr/bin/$program" --plugins python3 --http-socket 127.0.0.1:19777 --wsgi-file /mnt/app.py --ini /mnt/own.ini >"$root/mnt/log" 2>&1 &
server=$!
curl -sf --retry 50 --retry-connrefused --retry-delay 0 --retry-max-time 20 -o /dev/null http://127.0.0.1:19777/
curl -s http://127.0.0.1:19777/image/v2/images
kill -KILL $server
`;

const mount = 'mount = /image=/mnt/app.py';
if (hasUserlands)
  test.each(userlands)(
    'uWSGI of %s',
    (suite) => {
      for (const lines of ['', mount, `${mount}\nmanage-script-name = true`, `${mount}\nmanage-script-name = false`]) {
        const text = `[uwsgi]\n${lines}\n`;
        const args = ['--mount', '--net', '--propagation', 'private', 'sh', '-c', serve];
        const { stdout } = spawnSync('unshare', [...args, '_', `${bed}/${suite}`, application, text], {
          encoding: 'utf8',
        });
        const { prefixes } = readServerPaths(openCloud({ 'glance/glance-api-uwsgi.ini': text }));
        expect([lines, stdout]).toEqual([lines, prefixes.includes('/image') ? '/v2/images' : '/image/v2/images']);
      }
    },
    60_000,
  );

test('the userlands are there when they are required', () => {
  expect(hasUserlands || process.env.GLACIS_REQUIRE_REAL !== '1').toBe(true);
});
