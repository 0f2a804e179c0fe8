// A second round of configurations that look hardened and are not: packet filters that are not in force, policies asked the wrong question.
import type { AttackId } from '../../../src/checks';
import { openEgressGuard } from '../../../src/checks/cloud/egress';
import { judge } from '../../../src/checks/judge';
import { dropIn, type Files, levels, openCloud, verdictOf } from './clouds';

/** An attack that only an allowlist, a closed method or a packet filter stops, on every patch level. */
const attack: AttackId = 'ssrf-azure-wire-server';

describe('a packet filter that does not hold', () => {
  const rules = 'nftables.d/50-glance.nft';
  const compose = (body: string, tableLine = '') =>
    `table inet guard {\n${tableLine}\n  chain out {\n    type filter hook output priority 0; policy accept;\n${body}\n  }\n}\n`;
  const own = 'meta skuid != 64062 accept\nreject';
  const service =
    '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/sbin/nft -f /etc/nftables.d/50-glance.nft\n';
  const withUnit = (unit: string, more: Files = {}): Files => ({
    [rules]: compose(own),
    'systemd/system/guard.service': unit,
    'systemd/system/glance-api.service.d/50-guard.conf': '[Unit]\nRequires=guard.service\nAfter=guard.service\n',
    ...more,
  });
  const withConf = (body: string, tableLine = ''): Files => ({ 'nftables.conf': compose(body, tableLine) });

  test('the guard that all others are made from holds', () => {
    expect(verdictOf(openCloud(withUnit(service)), attack)).toBe('stopped');
    expect(verdictOf(openCloud(withConf(own)), attack)).toBe('stopped');
    expect(verdictOf(openCloud(withConf(own, 'comment "glance"')), attack)).toBe('stopped');
  });

  test.each([
    ['a dormant table', withConf(own, 'flags dormant;')],
    ['a table that goes away with the process that loaded it', withConf(own, 'flags owner;')],
    ['a condition that may skip the unit', withUnit(`[Unit]\nConditionPathExists=/run/no\n${service}`)],
    ['a command that may skip the others', withUnit(`${service}ExecCondition=/usr/bin/test -e /run/no\n`)],
    ['a failure that counts as success', withUnit(`${service}SuccessExitStatus=1\n`)],
    ['a guard in a network of its own', withUnit(`${service}PrivateNetwork=yes\n`)],
    ['a guard that reads another /etc', withUnit(`${service}RootDirectory=/srv\n`)],
    [
      'glance-api in another network',
      withUnit(service, {
        'systemd/system/glance-api.service.d/60.conf': '[Service]\nNetworkNamespacePath=/run/netns/api\n',
      }),
    ],
    ['a second command that flushes', withUnit(`${service}ExecStart=/usr/sbin/nft flush ruleset\n`)],
    ['a command after the start', withUnit(`${service}ExecStartPost=/usr/sbin/nft flush ruleset\n`)],
    ['a script after the start', withUnit(`${service}ExecStartPost=/usr/local/sbin/set-up-packet-rules\n`)],
    [
      'a unit that stops as soon as it has started',
      withUnit(`${service.replace('RemainAfterExit=yes\n', '')}ExecStop=/usr/sbin/nft flush ruleset\n`),
    ],
    ['a type that does not wait for the command', withUnit(service.replace('Type=oneshot\n', ''))],
    ['a failure that does not count', withUnit(service.replace('=/usr/sbin/nft', '=-/usr/sbin/nft'))],
    [
      'a command of glance-api itself',
      withUnit(service, {
        'systemd/system/glance-api.service.d/60.conf': '[Service]\nExecStartPre=+/usr/sbin/nft flush ruleset\n',
      }),
    ],
    [
      'glance-api as another user',
      withUnit(service, { 'systemd/system/glance-api.service.d/60.conf': '[Service]\nUser=root\n' }),
    ],
    [
      'a user without a known number',
      withUnit(service, { 'systemd/system/glance-api.service.d/60.conf': '[Service]\nDynamicUser=yes\n' }),
    ],
    ['nftables.conf flushes, in no order', withUnit(service, { 'nftables.conf': 'flush ruleset\n' })],
  ])('%s', (_, files) => {
    expect(verdictOf(openCloud(files), attack)).toBe('open');
  });

  test('under mod_wsgi the web server must wait for the guard, not a unit that runs nothing', () => {
    const drop = 'systemd/system/glance-api.service.d/50-guard.conf';
    const files = withUnit(service);
    const moved = { ...files, 'systemd/system/apache2.service.d/50-guard.conf': files[drop] as string };
    expect(verdictOf(openCloud(files, { launcher: 'mod_wsgi' }), attack)).toBe('open');
    expect(verdictOf(openCloud(moved, { launcher: 'mod_wsgi' }), attack)).toBe('stopped');
    const asUser = (user: string) =>
      openCloud(
        { ...moved, 'apache2/sites-enabled/glance.conf': `WSGIDaemonProcess glance \\\n  processes=2 user=${user}\n` },
        { launcher: 'mod_wsgi' },
      );
    expect(verdictOf(asUser('www-data'), attack)).toBe('open');
    expect(verdictOf(asUser('glance'), attack)).toBe('stopped');
  });

  test('ordered after nftables.service the guard outlives the flush', () => {
    const files = withUnit(`[Unit]\nAfter=nftables.service\n${service}`, { 'nftables.conf': 'flush ruleset\n' });
    expect(verdictOf(openCloud(files), attack)).toBe('stopped');
  });

  test('the unspecified address arrives at loopback', () => {
    const body = 'meta skuid != 64062 accept\nip daddr 127.0.0.0/8 accept\nip6 daddr ::1 accept\nreject';
    expect(verdictOf(openCloud(withConf(body)), 'ssrf-zero-address')).toBe('open');
    expect(verdictOf(openCloud(withConf(own)), 'ssrf-zero-address')).toBe('stopped');
  });

  test("an open loopback interface opens the host's own addresses, not a service elsewhere", () => {
    const cloud = openCloud(withConf('meta skuid != 64062 accept\noifname "lo" accept\nreject'));
    expect(verdictOf(cloud, 'ssrf-implicit-port')).toBe('open');
    expect(verdictOf(cloud, attack)).toBe('stopped');
    // A name may lead to an address of the host.
    const open = openEgressGuard(
      new Map(Object.entries(withConf('meta skuid != 64062 accept\noif lo accept\nreject'))),
      64062,
    );
    expect(open.judge({ address: null, port: 80, protocol: 'tcp' }).isStopped).toBe(false);
    const shut = openEgressGuard(new Map(Object.entries(withConf(own))), 64062);
    expect(shut.judge({ address: null, port: 80, protocol: 'tcp' }).isStopped).toBe(true);
  });
});

describe('policy that refuses the one caller who was asked about', () => {
  const withRules = (text: string, more: Files = {}): Files => ({ 'glance/policy.yaml': text, ...more });

  test.each([
    [
      'a visibility that an attacker need not choose',
      withRules(`"add_image": "role:admin or 'shared':%(visibility)s"\n`),
    ],
    ['a state that an image has before its bytes', withRules(`"modify_image": "role:admin or 'queued':%(status)s"\n`)],
    ['every role but the one that is refused', withRules('"add_image": "role:admin or not role:member"\n')],
    ['readers', withRules('"modify_image": "role:admin or (role:reader and not role:member)"\n')],
    // A snapshot by Nova leaves a queued image in the project, and the member imports into that.
    ['services that create images for members', withRules('"add_image": "role:admin or service_roles:service"\n')],
  ])('%s', (_, files) => {
    expect(verdictOf(openCloud(files), attack)).toBe('open');
  });

  test.each([
    ['nobody but administrators creates images', withRules('"add_image": "role:admin"\n')],
    [
      'services create, and members change nothing',
      withRules(
        '"add_image": "role:admin or service_roles:service"\n"modify_image": "role:admin or service_roles:service"\n',
      ),
    ],
    ['no visibility helps', withRules(`"add_image": "role:admin or 'secret':%(visibility)s"\n`)],
    ['the rule refers to itself: 500 for everybody', withRules('"add_image": "rule:add_image"\n')],
  ])('and is thanked when %s', (_, files) => {
    expect(verdictOf(openCloud(files), attack)).toBe('stopped');
  });
});

describe('the http store under another name', () => {
  test.each([
    ['enabled_backends = web:http'],
    ['enabled_backends = fs:file, elsewhere:glance.store.http.Store'],
    ['[glance_store]\nstores = file,http'],
    ['[glance_store]\nstores = glance.store.filesystem.Store,glance.store.http.Store'],
  ])('%s', (line) => {
    const files = {
      'glance/glance-api.conf': `[DEFAULT]\nshow_multiple_locations = true\n${line}\n[paste_deploy]\nflavor = keystone\n`,
      'glance/policy.yaml': '"add_image_location": "role:member"\n',
    };
    expect(verdictOf(openCloud(files), 'ssrf-location-api')).toBe('open');
    expect(verdictOf(openCloud(files), 'locations-patch')).toBe('open');
  });
});

describe('files that the unit of glance-api names, or does not', () => {
  const filter = '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n';
  const command = (words: string): Files => ({
    'systemd/system/glance-api.service': `[Service]\nExecStart=/usr/bin/glance-api ${words}\n`,
  });

  test('a command line that names another file: the default one is not read', () => {
    const files = { 'glance/glance-api.conf': filter, 'glance/lab.conf': '[DEFAULT]\n' };
    const named = { ...files, ...command('--config-file /etc/glance/lab.conf') };
    expect(verdictOf(openCloud(files, { launcher: 'eventlet' }), attack)).toBe('stopped');
    expect(verdictOf(openCloud(named, { launcher: 'eventlet' }), attack)).toBe('open');
    // The WSGI application never sees that command line.
    expect(verdictOf(openCloud(named), attack)).toBe('stopped');
  });

  test('a command line that names glance-image-import.conf, which eventlet reads in no other way', () => {
    const files = {
      'glance/glance-api.conf': '[paste_deploy]\nflavor = keystone\n',
      'glance/glance-image-import.conf': filter,
    };
    const words = '--config-file=/etc/glance/glance-api.conf --config-file=/etc/glance/glance-image-import.conf';
    expect(verdictOf(openCloud(files, { launcher: 'eventlet' }), attack)).toBe('open');
    expect(verdictOf(openCloud({ ...files, ...command(words) }, { launcher: 'eventlet' }), attack)).toBe('stopped');
  });

  test('an environment that leads the WSGI application elsewhere', () => {
    const set = (directory: string): Files => ({
      'glance/glance-api.conf': filter,
      'systemd/system/glance-api.service.d/10.conf': `[Service]\nEnvironment="OS_GLANCE_CONFIG_DIR=${directory}" LANG=C\n`,
    });
    expect(verdictOf(openCloud(set('/etc/glance')), attack)).toBe('stopped');
    expect(verdictOf(openCloud(set('/srv/glance')), attack)).toBe('open');
  });
});

describe('nothing is open that no attacker can use', () => {
  test('an allowlist of addresses alone leaves no name to poison', () => {
    const verdict = (hosts: string) =>
      verdictOf(openCloud(dropIn(`allowed_hosts = ${hosts}`), levels.H), 'ssrf-allowlisted-name-inside');
    expect(verdict('[203.0.113.10]')).toBe('not-applicable');
    expect(verdict('[203.0.113.10,images.example.org]')).toBe('open');
  });

  test('a redirect to a port that the list admits reaches nothing new', () => {
    const lines = ['allowed_schemes = [https]', 'allowed_hosts = [images.example.org]', 'allowed_ports = [443,8443]'];
    expect(verdictOf(openCloud(dropIn(...lines), levels.E2), 'ssrf-redirect-to-other-port')).toBe('stopped');
    expect(verdictOf(openCloud(dropIn(...lines), levels.E0), 'ssrf-redirect-to-other-port')).toBe('open');
  });
});

describe('a fix is told for a file where it counts', () => {
  const fixFile = (files: Files, id: AttackId): string | undefined => {
    const judged = judge(openCloud(files)).attacks.find(({ attack: one }) => one.id === id);
    return judged?.answer.verdict === 'open' ? judged.answer.fixes[0]?.file : undefined;
  };
  const conf = '[DEFAULT]\nallow_anonymous_access = true\n[paste_deploy]\nflavor = keystone\n';

  test('a rule in the file that is read when policy.d is not', () => {
    const files = { 'glance/glance-api.conf': '[oslo_policy]\npolicy_dirs = rules.d\n', 'glance/policy.yaml': '{}\n' };
    expect(fixFile({ 'glance/policy.yaml': '{}\n' }, 'ssrf-legacy-tasks')).toBe('glance/policy.d/90-glacis.yaml');
    expect(fixFile(files, 'ssrf-legacy-tasks')).toBe('glance/policy.yaml');
  });

  test('an option in the file that a drop-in of Glacis would lose to', () => {
    const late = 'glance/uwsgi.conf.d/10.conf';
    const forAll = { 'glance/policy.d/10.yaml': '"get_images": ""\n' };
    expect(fixFile({ 'glance/glance-api.conf': conf, ...forAll }, 'config-anonymous-access')).toBe(
      'glance/glance.conf.d/90-glacis.conf',
    );
    expect(fixFile({ [late]: conf, ...forAll }, 'config-anonymous-access')).toBe(late);
  });
});

describe('options of Nova and Cinder count for the program that reads them', () => {
  const boot: AttackId = 'sig-altered-boot';
  const switches =
    '[glance]\nverify_glance_signatures = true\nenable_certificate_validation = true\ndefault_trusted_certificate_ids = a1b2\n';
  const base = { 'nova/nova.conf': '[DEFAULT]\ndebug = false\n', 'cinder/cinder.conf': '[DEFAULT]\ndebug = false\n' };
  const off = '[glance]\nverify_glance_signatures = false\nenable_certificate_validation = false\n';

  test.each([
    ['a drop-in of the scheduler', { 'nova/nova-scheduler.conf.d/50.conf': switches }],
    ['a drop-in of the API', { 'nova/uwsgi.conf.d/50.conf': switches }],
    ['nova-compute.conf says no', { 'nova/nova.conf': switches, 'nova/nova-compute.conf': off }],
  ])('not stopped by %s', (_, files) => {
    expect(verdictOf(openCloud({ ...base, ...files }), boot)).not.toBe('stopped');
  });

  test('stopped where every program is told', () => {
    expect(verdictOf(openCloud({ ...base, 'nova/nova.conf': switches }), boot)).toBe('stopped');
    expect(verdictOf(openCloud({ ...base, 'nova/nova.conf.d/90.conf': switches }), boot)).toBe('stopped');
  });

  test('cinder-volume verifies, whatever cinder-backup is told', () => {
    const files = {
      'nova/nova.conf': switches,
      'cinder/cinder.conf': '[DEFAULT]\nverify_glance_signatures = disabled\n',
      'cinder/cinder-backup.conf.d/1.conf': '[DEFAULT]\nverify_glance_signatures = enabled\n',
    };
    expect(verdictOf(openCloud(files), 'sig-partly-signed-volume')).toBe('open');
  });
});
