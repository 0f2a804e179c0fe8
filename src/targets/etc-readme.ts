// The README of the /etc target: where the files go, how they get there, what to restart, what stays open.
import { STORE_SCRIPT } from '../documents/certificates/store-script';
import { matchGlob } from '../documents/glob';
import type { HardeningDocuments, Residual } from '../documents/hardening';
import { ListMemory } from '../documents/list-memory';
import { PERMISSIONS_SCRIPT } from '../documents/permissions/script';
import type { ReleaseName } from '../openstack/types';
import { storeWords } from './operator-scripts';

/**
 * What to do after copying, in this order, by the file that asks for it, or its directory. Glance comes after all that it needs: it
 * refuses everything until the limits are there, does not start without its plugin, and cannot write into a new filesystem, which
 * belongs to root.
 */
const actions: readonly (readonly [file: string, action: string])[] = [
  [
    'keystone/',
    '`sh keystone/glacis-registered-limits.sh` with the credentials of a system administrator, once, before glance-api is restarted',
  ],
  ['key-manager/', storeWords(`key-manager/${STORE_SCRIPT}`)],
  [
    'glance/glacis-check-import-plugins.py',
    '`pip install` the package in `plugin/` of Glacis, as its README says, into the Python that glance-api runs in: its unit does not start without',
  ],
  ['systemd/system/*.service.d/*', '`systemctl daemon-reload`: the units count from then on'],
  [
    'systemd/system/*.mount',
    '`systemctl enable --now` the `.mount` unit, once its device is formatted, then `chown glance:glance` the directory it is mounted on: a new filesystem belongs to root, and glance-api could not write there',
  ],
  ['nftables.d/', '`systemctl restart glacis-import-egress.service`'],
  [
    '*/*.conf.d/*',
    'what runs with `--config-file` lets that file beat the drop-ins: `ps -eo args | grep -e --config-file` shows it, and the init scripts of Debian and Ubuntu do so wherever uWSGI does not serve. There put `DAEMON_ARGS="$DAEMON_ARGS --config-dir=/etc/glance/glance.conf.d"` into `/etc/default/glance-api`, and the same for each program of Nova and Cinder, before it is restarted',
  ],
  ['glance/', 'restart every glance-api (uWSGI, Apache or `glance-api`), one node at a time'],
  ['nova/', 'restart nova-api and every nova-compute'],
  ['cinder/', 'restart cinder-api and every cinder-volume'],
  ['nginx/', '`nginx -t && systemctl reload nginx`; counters survive a reload'],
  [
    'haproxy/conf.d/',
    'add `-f /etc/haproxy/conf.d` to the options of haproxy, `haproxy -c` with all files, then reload; a reload starts the counters anew',
  ],
  [
    'haproxy/glacis-image-create.lines',
    'put the lines of `haproxy/glacis-image-create.lines` into the frontend of glance, or into its backend, behind `mode http` and before any `http-request allow` or `redirect`; the tables have to be there first. Then `glacis audit` the files of the host: nothing is credited for lines that no frontend holds',
  ],
  ['prometheus/', 'name `glacis-glance-growth.rules.yml` under `rule_files` of Prometheus and reload it'],
  [
    'sql-exporter/',
    'name the collector of `glacis-glance-growth.collector.yml` for the database of Glance and restart sql_exporter',
  ],
  ['repose/', 'put `rate-limiting.cfg.xml` among the configuration of Repose, which reads it anew by itself'],
  [
    'systemd/system/glacis-glance-purge.timer',
    '`systemctl daemon-reload && systemctl enable --now glacis-glance-purge.timer` on one host',
  ],
];

/** By comparing: a start writes one such page, and V8 would compile a pattern for each action. */
const asksFor = (file: string, wanting: string): boolean =>
  wanting.endsWith('/') ? file.startsWith(wanting) : matchGlob(wanting, file);

/** Markdown, the same for the same documents: it says nothing that only one region has. */
export function etcReadme({ release, residuals }: HardeningDocuments, files: readonly string[]): string {
  return readmes.recall([release, residuals, ...files], () => composeReadme(release, residuals, [...files].sort()));
}

const readmes = new ListMemory<string | readonly Residual[], string>();

function composeReadme(release: ReleaseName, residuals: readonly Residual[], files: readonly string[]): string {
  const wanted = actions
    .filter(([wanting]) => files.some((file) => asksFor(file, wanting)))
    .map(([, action]) => action);
  return `${[
    `# Hardening for OpenStack ${release}`,
    '',
    'Files laid out like `/etc`. On every host that runs one of the services, as root; units and nftables only where glance-api runs:',
    '',
    '    for dir in glance nova cinder nginx haproxy; do [ -d $dir ] && [ -d /etc/$dir ] && cp -rT --no-preserve=all $dir /etc/$dir; done',
    '    for dir in nftables.d systemd; do [ -d $dir ] && cp -rT --no-preserve=all $dir /etc/$dir; done',
    `    sh ${PERMISSIONS_SCRIPT}`,
    '',
    'Then:',
    '',
    ...wanted.map((action) => `* ${action}`),
    '',
    '## Files',
    '',
    ...files.map((file) => `* \`${file}\``),
    '',
    '## What these files cannot enforce',
    '',
    ...(residuals.length > 0
      ? residuals.map((r) => `* ${r.control}: ${r.because}`)
      : ['Nothing known beyond what `glacis verify` lists as open.']),
    '',
    'A later file still wins: look into `glance-api.conf.d/` and `uwsgi.conf.d/`, or run `glacis audit /etc` on the host.',
  ].join('\n')}\n`;
}
