// Secrets of the judged files reach no report, in no format, whichever check quotes the line they stand on.
import { renderReport, reportFormats } from '../../../src/report/formats';
import { maskFiles, redactJudgement } from '../../../src/report/redact-judgement';
import { maskLines } from '../../../src/report/secret-lines';
import { judgeFiles } from './sample';

const isCatalogued = (_: string, name: string) => name === 'rbd_uuid';

test.each([
  ['password = hunter2', 'password = ***'],
  ['Password: hunter2', 'Password: ***'],
  ['transport_url = rabbit://u:hunter2@mq', 'transport_url = ***'],
  ['connection=mysql://glance:hunter2@db/glance', 'connection=***'],
  ['#admin_token = hunter2', '#admin_token = ***'],
  ['swift_store_key = hunter2', 'swift_store_key = ***'],
  ['rbd_uuid = hunter2', 'rbd_uuid = ***'],
  ['auth_url = https://u:hunter2@keystone/v3', 'auth_url = https://***@keystone/v3'],
])('an option file: %s', (line, shown) => {
  expect(maskLines(line, isCatalogued).lines).toEqual([shown]);
});

test.each([
  ['service_token_roles_required = true'],
  ['allowed_hosts = [images.example.org]'],
  ['# the password of the service user is written by another tool'],
  ['enabled_import_methods = [glance-direct]'],
  ['password ='],
])('nothing secret: %s', (line) => {
  expect(maskLines(line, isCatalogued).lines).toEqual([line]);
});

test.each([
  ['Environment="OS_PASSWORD=hunter2"', 'hunter2'],
  ['user admin insecure-password hunter2', 'hunter2'],
  ['stats auth admin:hunter2', 'hunter2'],
  ['proxy_set_header Authorization "Basic hunter2";', 'hunter2'],
  ['proxy_set_header X-Auth-Token hunter2;', 'hunter2'],
])('a file of another program: %s', (line, secret) => {
  expect(maskLines(line).lines.join('\n')).not.toContain(secret);
  expect(maskLines(line).lines.join('\n')).toContain('***');
});

test.each([
  ['openstack user set --password hunter2 glance', 'openstack user set --password *** glance'],
  ['openstack --os-password=hunter2 token issue', 'openstack --os-password=*** token issue'],
  ['OS_PASSWORD=hunter2', 'OS_PASSWORD=***'],
  ["curl --proxy-user-secret 'hunter2 x'", 'curl --proxy-user-secret ***'],
])('a shell script: %s', (line, shown) => {
  expect(maskLines(line, undefined, true).lines).toEqual([shown]);
});

test('commands about secrets name none, so that words such as certificate stay in sentences', () => {
  const script =
    'openstack secret store --name root --secret-type certificate\nopenstack secret list --column "Secret href"';
  const place = 'key-manager/glacis-store-certificates.sh';
  expect(maskFiles(judgeFiles({ [place]: script })).get(place)).toEqual({
    lines: script.split('\n'),
    secrets: new Map(),
  });
});

test('variables are no secrets, and limits stay readable', () => {
  const lines = [
    'limit_req_zone $http_x_auth_token zone=glacis:10m rate=1r/s;',
    'proxy_set_header X-Auth-Token $http_x_auth_token;',
    'http-request track-sc0 req.hdr(X-Auth-Token) table creates',
  ];
  expect(maskLines(lines.join('\n')).lines).toEqual(lines);
});

test('continued values, PEM blocks and endless lines', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nhunter2\n-----END PRIVATE KEY-----\nafter = 1';
  expect(maskLines(pem).lines).toEqual(['***', '***', '***', 'after = 1']);
  expect(maskLines('[DEFAULT]\npassword = a\n  hunter2\nx = 1', isCatalogued).lines).toEqual([
    '[DEFAULT]',
    'password = ***',
    '    ***',
    'x = 1',
  ]);
  const endless = maskLines(`allowed_hosts = [${'a-'.repeat(400_000)}]\n${' '.repeat(400_000)}x`).lines;
  expect(endless.map((line) => line.length)).toEqual([401, 401]);
});

const secret = 'correct-horse-battery-staple';
const files = {
  'glance/glance-api.conf': [
    '[DEFAULT]',
    `transport_url = rabbit://glance:${secret}@mq:5672/`,
    `admin_password ${secret}`,
    'enabled_import_methods = [web-download]',
    '[import_filtering_opts]',
    `connection = ${secret}`,
    `password = ${secret}`,
    'disallowed_ports = [22]',
    'allowed_ports = [443]',
    '[keystone_authtoken]',
    'password = short',
    '',
  ].join('\n'),
  'haproxy/haproxy.cfg': `userlist x\n  user admin insecure-password ${secret}\n`,
};

test.each(reportFormats)('%s tells none', (format) => {
  const intact = {
    ...files,
    'glance/glance-api.conf': files['glance/glance-api.conf'].replace(/admin_password .*\n/, ''),
  };
  for (const tree of [files, intact]) {
    const judgement = judgeFiles(tree);
    const text = renderReport(format, [{ name: null, judgement }], { today: '2026-11-21' });
    expect(text.length).toBeGreaterThan(500);
    expect([text.includes('correct-horse'), text.includes('= short')]).toEqual([false, false]);
  }
});

test('the files of a judgement are shown with masks, found through the catalogue', () => {
  const shown = maskFiles(
    judgeFiles({ 'nova/nova.conf': '[libvirt]\nrbd_user = cinder\n[vmware]\nhost_password = x\n' }),
  );
  expect(shown.get('nova/nova.conf')?.lines).toEqual([
    '[libvirt]',
    'rbd_user = cinder',
    '[vmware]',
    'host_password = ***',
  ]);
});

test('sentences and fixes of any check are cleaned, wherever they quote a secret', () => {
  const judgement = judgeFiles({ 'glance/glance-api.conf': `[DEFAULT]\ntransport_url = ${secret}\npassword = abcd\n` });
  const [first] = judgement.attacks;
  if (!first) throw new Error('no attack');
  const place = 'glance/glance-api.conf:3';
  const because = (text: string) => {
    const answer = { verdict: 'not-applicable' as const, because: text };
    return redactJudgement({ ...judgement, attacks: [{ ...first, answer }] }).attacks[0]?.answer.because;
  };
  expect(because(`saw ${secret} there`)).toBe('saw *** there');
  expect(because(`${place}: cannot read "abc…`)).toBe(`${place}: cannot read "abc…`);
  expect(because(`${place}: cannot read "abcd"`)).toBe(`${place}: the line holds a secret and is not repeated`);
  expect(because(`${place}0: abcd is a word`)).toBe(`${place}0: abcd is a word`);
  const fixes = [
    { file: 'f', section: 's', option: 'admin_password', value: 'x' },
    { file: 'f', section: 's', option: 'o', value: `a ${secret}` },
  ];
  const answer = { verdict: 'open' as const, because: 'x', fixes };
  const redacted = redactJudgement({ ...judgement, attacks: [{ ...first, answer }] }).attacks[0]?.answer;
  expect(redacted?.verdict === 'open' && redacted.fixes).toMatchObject([{ value: '***' }, { value: 'a ***' }]);
});
