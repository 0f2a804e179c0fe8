// `glacis audit` of a tree of four files beside oslo-config-validator, which takes one file a process. Both must name the misspelt option.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Path to text; the namespaces are those of the projects' own generator files. */
const files = {
  'glance/glance-api.conf': `[DEFAULT]
enabled_import_methods = [glance-direct,web-download]
image_property_quota = 64
[database]
connection = mysql+pymysql://glance:x@db/glance
[glance_store]
stores = file
[paste_deploy]
flavor = keystone
[keystone_authtoken]
www_authenticate_uri = http://controller:5000
auth_type = password
`,
  'glance/glance.conf.d/90-import.conf': `[import_filtering_opts]
allowed_hosts = [images.example.org]
allowed_schemes = [https]
allowed_ports = [443]
[DEFAULT]
MISSPELT = [web-download]
`,
  'nova/nova.conf': `[DEFAULT]
my_ip = 10.0.0.5
[glance]
verify_glance_signatures = true
enable_certificate_validation = true
default_trusted_certificate_ids = a
`,
  'cinder/cinder.conf': `[DEFAULT]
enabled_backends = lvm
verify_glance_signatures = enabled
[lvm]
volume_group = cinder
volume_driver = cinder.volume.drivers.lvm.LVMVolumeDriver
`,
};
const misspelt = 'enable_import_methods';
const namespaces = {
  glance:
    'castellan.config glance glance.api glance.store os_brick glance.multi_store oslo.concurrency oslo.messaging oslo.db oslo.policy ' +
    'keystonemiddleware.auth_token oslo.limit oslo.log oslo.middleware.cors oslo.middleware.healthcheck ' +
    'oslo.middleware.http_proxy_to_wsgi oslo.reports',
  nova:
    'nova.conf oslo.limit oslo.log oslo.messaging oslo.policy oslo.privsep oslo.service.periodic_task oslo.service.service ' +
    'oslo.middleware oslo.concurrency oslo.reports keystonemiddleware.auth_token osprofiler',
  cinder:
    'castellan.config cinder keystonemiddleware.auth_token osprofiler oslo.config oslo.concurrency oslo.db oslo.log oslo.messaging ' +
    'oslo.middleware oslo.policy oslo.privsep oslo.reports oslo.service.periodic_task oslo.service.service oslo.service.sslutils ' +
    'oslo.service.wsgi oslo.versionedobjects os_brick',
};

/** The contenders for `compareCommands`; one that does not name the mistake, or names it where there is none, is left out with a word. */
export function listAuditContenders(work, glacis) {
  const spoiled = writeTree(join(work, 'audit-spoiled'), misspelt);
  const sound = writeTree(join(work, 'audit-sound'), 'enabled_import_methods');
  const glacisOf = (tree) => [process.execPath, glacis, 'audit', tree, '--release', 'zed'];
  const candidates = [
    { name: 'oslo-config-validator, four processes', commandFor: validateAll, exitCodes: [0, 1] },
    { name: 'glacis audit, one process', commandFor: glacisOf, exitCodes: [0, 2] },
  ];
  return candidates.flatMap(({ name, commandFor, exitCodes }) => {
    const isRight = namesMistake(commandFor(spoiled)) && !namesMistake(commandFor(sound));
    if (isRight) return [{ name, command: commandFor(spoiled), exitCodes }];
    console.log(`left out: ${name} does not tell the misspelt option from the right one here (or is absent)`);
    return [];
  });
}

function writeTree(directory, option) {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text.replace('MISSPELT', option));
  }
  return directory;
}

function validateAll(directory) {
  const runs = Object.keys(files).map((path) => {
    const names = namespaces[path.split('/')[0]].split(' ').flatMap((name) => ['--namespace', name]);
    return ['oslo-config-validator', ...names, '--input-file', join(directory, path)].join(' ');
  });
  return ['bash', '-c', `${runs.join('; ')}; true`];
}

function namesMistake([program, ...args]) {
  const { stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  return new RegExp(`${misspelt}\\b`).test(`${stdout}${stderr}`);
}
