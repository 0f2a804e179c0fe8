// How programs are started, as the tree tells it: init scripts, their defaults, units that hand on options; and what comes from outside.

import { findScriptLauncher, listEnvironmentFiles } from '../../../src/checks/cloud/start-facts';
import { judgeAttack } from '../../../src/checks/judge';
import { type Files, openCloud, verdictOf } from './clouds';

const shared = '# from openstack-pkg-tools\n\tDAEMON_ARGS="--config-file=${CONFIG_FILE} ${DAEMON_ARGS}"\n';
const script = (project: string, name: string, more = '') =>
  `#!/bin/sh\nPROJECT_NAME=${project}\nNAME=\${PROJECT_NAME}-${name}\n${more}\n${shared}`;
const glanceScript = script('glance', 'api', 'CONFIG_FILE=/etc/${PROJECT_NAME}/glance-api.conf');

const main = '[paste_deploy]\nflavor = keystone\n[DEFAULT]\nshow_multiple_locations = True\n';
const dropIn = '[DEFAULT]\nshow_multiple_locations = False\n';
const glance: Files = { 'glance/glance-api.conf': main, 'glance/glance.conf.d/90-x.conf': dropIn };

const locations = (files: Files) => verdictOf(openCloud(files, { launcher: 'eventlet' }), 'locations-direct-url');
const answerOf = (files: Files) =>
  judgeAttack(openCloud({ ...glance, ...files }, { launcher: 'eventlet' }), 'locations-direct-url');

test('the main file that a script names beats the drop-ins', () => {
  expect(locations(glance)).toBe('stopped');
  expect(locations({ ...glance, 'init.d/glance-api': glanceScript })).toBe('open');
  const own = { 'default/glance-api': 'DAEMON_ARGS="$DAEMON_ARGS --config-dir=/etc/glance/glance.conf.d"\n' };
  expect(locations({ ...glance, 'init.d/glance-api': glanceScript, ...own })).toBe('stopped');
});

test('a unit that starts the program itself leaves the script alone, one that runs the script does not', () => {
  const unit = (command: string): Files => ({
    'init.d/glance-api': glanceScript,
    'systemd/system/glance-api.service': `[Service]\nExecStart=${command}\n`,
  });
  expect(locations({ ...glance, ...unit('/usr/bin/glance-api') })).toBe('stopped');
  expect(locations({ ...glance, ...unit('/etc/init.d/glance-api systemd-start') })).toBe('open');
});

test('variables of a command line are put in', () => {
  const unit = (option: string): Files => ({
    'systemd/system/glance-api.service': `[Service]\nEnvironment="OPTIONS=--config-file /etc/glance/glance-api.conf" F=/etc/glance/glance-api.conf\nExecStart=/usr/bin/glance-api ${option}\n`,
  });
  expect(locations({ ...glance, ...unit('$NOTHING') })).toBe('stopped');
  expect(locations({ ...glance, ...unit('$OPTIONS') })).toBe('open');
  expect(locations({ ...glance, ...unit('--config-file=${F}') })).toBe('open');
});

test('nova-compute of Debian: nova.conf, then nova-compute.conf when it is there', () => {
  const head =
    'if [ -f \'/etc/nova/nova-compute.conf\' ] ; then\n\tDAEMON_ARGS="--config-file=/etc/nova/nova-compute.conf"\nfi';
  const files: Files = {
    'nova/nova.conf': '[glance]\nverify_glance_signatures = False\n',
    'nova/nova.conf.d/90-x.conf': '[glance]\nverify_glance_signatures = True\n',
    'init.d/nova-compute': script('nova', 'compute', head),
  };
  const verify = (more: Files) =>
    openCloud({ ...files, ...more })
      .programConfig('nova', 'nova-compute')
      .get('glance', 'verify_glance_signatures');
  expect(verify({})).toMatchObject({ value: false, at: { file: 'nova/nova.conf' } });
  const own = { 'nova/nova-compute.conf': '[glance]\nverify_glance_signatures = True\n' };
  expect(verify(own)).toMatchObject({ value: true, at: { file: 'nova/nova-compute.conf' } });
});

test('an exported option of a script counts', () => {
  const own = { 'default/glance-api': 'export OS_DEFAULT__SHOW_MULTIPLE_LOCATIONS=False\n' };
  expect(locations({ ...glance, 'init.d/glance-api': glanceScript, ...own })).toBe('stopped');
  const silent = { 'default/glance-api': 'OS_DEFAULT__SHOW_MULTIPLE_LOCATIONS=False\n' };
  expect(locations({ ...glance, 'init.d/glance-api': glanceScript, ...silent })).toBe('open');
});

test.each<[string, Files]>([
  ['a line that nobody follows', { 'init.d/glance-api': glanceScript, 'default/glance-api': '. /opt/args\n' }],
  ['a script of another kind', { 'init.d/glance-api': '#!/sbin/openrc-run\ncommand=/usr/bin/glance-api\n' }],
  ['a shell', { 'systemd/system/glance-api.service': '[Service]\nExecStart=/bin/sh -c "exec glance-api $X"\n' }],
  ['a file out of /etc', { 'systemd/system/glance-api.service.d/1.conf': '[Service]\nEnvironmentFile=-/opt/x\n' }],
  [
    'another source',
    {
      'glance/x.conf.d/a': '',
      'glance/glance.conf.d/99.conf': '[DEFAULT]\nconfig_source = far\n[far]\ndriver = remote_file\n',
    },
  ],
])('no verdict beside %s', (_, files) => {
  const answer = answerOf(files);
  expect(answer.verdict).toBe('not-applicable');
  expect(answer.because).toMatch(/^nothing is known of glance for sure beside /);
});

test.each<[string, string, Files]>([
  ['no driver', 'config_source = far\n[far]\nuri = http://a/\n', {}],
  ['nothing', 'config_source =\n', {}],
  [
    'passwords alone',
    'config_source = far\n[far]\ndriver = castellan\nmapping_file = /etc/glance/map.conf\n',
    { 'glance/map.conf': '[database]\nconnection = 4711\n' },
  ],
])('a source with %s brings nothing', (_, lines, more) => {
  expect(answerOf({ 'glance/glance.conf.d/99.conf': `[DEFAULT]\n${lines}`, ...more }).verdict).toBe('stopped');
});

test('a source that maps what is judged is one', () => {
  const lines = '[DEFAULT]\nconfig_source = far\n[far]\ndriver = castellan\nmapping_file = /etc/glance/map.conf\n';
  const map = '[DEFAULT]\nshow_multiple_locations = 4711\n';
  expect(answerOf({ 'glance/glance.conf.d/99.conf': lines, 'glance/map.conf': map }).verdict).toBe('not-applicable');
});

test('exports of the web server count under mod_wsgi', () => {
  const ask = (text: string) => {
    const cloud = openCloud({ ...glance, 'apache2/envvars': text }, { launcher: 'mod_wsgi' });
    return judgeAttack(cloud, 'locations-direct-url').verdict;
  };
  expect(ask('unset HOME\nexport APACHE_RUN_USER=www-data\n')).toBe('stopped');
  expect(ask('export OS_DEFAULT__SHOW_MULTIPLE_LOCATIONS=True\n')).toBe('open');
  expect(ask('export OS_DEFAULT__SHOW_MULTIPLE_LOCATIONS=$(cat /x)\n')).toBe('not-applicable');
});

test('a variable for the web server of RHEL, which only an old unit hands on, leaves no verdict', () => {
  const ask = (text: string) =>
    judgeAttack(openCloud({ ...glance, 'sysconfig/httpd': text }, { launcher: 'mod_wsgi' }), 'locations-direct-url')
      .verdict;
  expect([ask('LANG=C\n'), ask('LANG=C\nOS_DEFAULT__SHOW_MULTIPLE_LOCATIONS=True\n')]).toEqual([
    'stopped',
    'not-applicable',
  ]);
});

test('arguments that uWSGI hands to Cinder are heard there', () => {
  const files = { 'cinder/cinder.conf': '', 'cinder/cinder-api-uwsgi.ini': '[uwsgi]\npyargv = --config-file /opt/c\n' };
  expect(openCloud(files).listUnclearStarts('cinder')).toEqual([{ file: 'cinder/cinder-api-uwsgi.ini', line: 2 }]);
});

test('the script says what serves Glance', () => {
  const uwsgi = 'UWSGI_PORT=9292\nUWSGI_INI_PATH=/etc/glance/u.ini\nUWSGI_INI_APP=/usr/bin/x\n';
  const find = (files: Files) => findScriptLauncher(new Map(Object.entries(files)));
  expect(find({})).toBeNull();
  expect(find({ 'init.d/glance-api': glanceScript })).toBe('eventlet');
  expect(find({ 'init.d/glance-api': script('glance', 'api', uwsgi) })).toBe('uwsgi');
  expect(find({ 'init.d/glance-api': glanceScript, 'default/glance-api': 'eval "$DAEMON"\n' })).toBeNull();
  const unit = { 'systemd/system/glance-api.service': '[Service]\nExecStart=/usr/bin/uwsgi\n' };
  expect(find({ 'init.d/glance-api': glanceScript, ...unit })).toBeNull();
});

test('files that units name for their environment', () => {
  const unit = '[Service]\nEnvironmentFile=-/etc/sysconfig/a\nEnvironmentFile=/opt/b\nEnvironmentFile=/etc/c/*\n';
  expect([...listEnvironmentFiles(new Map([['systemd/system/x.service', unit]]))]).toEqual(['sysconfig/a']);
});

test('a file that the unit of one program names belongs to its service, behind the others', () => {
  const files = {
    'nova/nova.conf': '[DEFAULT]\ndebug = True\n',
    'nova/loose/extra.conf': '[DEFAULT]\ndebug = False\n',
  };
  const command = '/usr/bin/nova-compute --config-file /etc/nova/nova.conf --config-file /etc/nova/loose/extra.conf';
  const unit = { 'systemd/system/nova-compute.service': `[Service]\nExecStart=${command}\n` };
  const named = openCloud({ ...files, ...unit }).filesRead('nova');
  expect(named.read).toEqual(['nova/nova.conf', 'nova/loose/extra.conf']);
  expect(named.unread.map(({ file }) => file)).not.toContain('nova/loose/extra.conf');
  expect(openCloud(files).filesRead('nova').read).toEqual(['nova/nova.conf']);
});
