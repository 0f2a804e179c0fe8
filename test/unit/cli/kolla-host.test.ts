// /etc/kolla of a host: each program is judged by the files that its own container gets.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openEdge } from '../../../src/checks/cloud/edge';
import { judge } from '../../../src/checks/judge';
import { listRegions, readSide } from '../../../src/cli/compared-side';
import { openDirectory } from '../../../src/cli/open-directory';
import { IntentProblems } from '../../../src/problems';
import { listen } from './listen';

let root: string;
let told: ReturnType<typeof listen>['told'];
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'glacis-kolla-'));
  told = listen().told;
});
afterEach(() => {
  rmSync(root, { recursive: true });
  jest.restoreAllMocks();
});

const write = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
/** A container that gets the named files below /etc/SERVICE. */
const contain = (
  name: string,
  command: string,
  files: Readonly<Record<string, string>>,
  copied = Object.keys(files),
) => {
  const [service = ''] = name.split('-');
  const listed = copied.map((file) => ({
    source: `/var/lib/kolla/config_files/${file}`,
    dest: `/etc/${service}/${file}`,
  }));
  write(`${name}/config.json`, JSON.stringify({ command, config_files: listed }));
  for (const [file, text] of Object.entries(files)) write(`${name}/${file}`, text);
};
const versions = { release: '2025.1', packages: {}, launcher: undefined, glanceUid: 64062 } as const;
const verdictOf = (id: string) =>
  judge(openDirectory(root, versions)).attacks.find((one) => one.attack.id === id)?.answer.verdict;
const signed = '[glance]\nverify_glance_signatures = true\n';

test('the command of its container says what serves Glance, and its files are those of glance', () => {
  contain('glance-api', 'glance-api', { 'glance-api.conf': '[DEFAULT]\nimage_tag_quota = 7\n' });
  const cloud = openDirectory(root, versions);
  expect(cloud.versions.launcher).toBe('eventlet');
  expect(cloud.config('glance').get('DEFAULT', 'image_tag_quota')).toMatchObject({
    value: 7,
    at: { file: 'glance/glance-api.conf', line: 2 },
  });
});

test.each([
  ['uwsgi /etc/glance/glance-api-uwsgi.ini', 'uwsgi'],
  ['/usr/sbin/apache2 -DFOREGROUND', 'mod_wsgi'],
])('%s: %s', (command, launcher) => {
  contain('glance-api', command, { 'glance-api.conf': '[DEFAULT]\n' });
  expect(openDirectory(root, versions).versions.launcher).toBe(launcher);
});

test('another launcher is judged when it is asked for, and that is said', () => {
  contain('glance-api', 'glance-api', { 'glance-api.conf': '[DEFAULT]\n' });
  expect(openDirectory(root, { ...versions, launcher: 'uwsgi' }).versions.launcher).toBe('uwsgi');
  expect(told.mock.calls.join('')).toContain('glance-api/config.json starts glance-api under eventlet');
});

test('a policy that lies on the host and is not copied into the container is no policy', () => {
  const files = { 'glance-api.conf': '[paste_deploy]\nflavor = keystone\n', 'policy.yaml': 'publicize_image: "@"\n' };
  contain('glance-api', 'glance-api', files);
  expect(verdictOf('sharing-public-by-member')).toBe('open');
  contain('glance-api', 'glance-api', files, ['glance-api.conf']);
  expect(verdictOf('sharing-public-by-member')).toBe('stopped');
});

test('what nova-api verifies says nothing of nova-compute, which downloads', () => {
  contain('nova-api', 'nova-api', { 'nova.conf': signed });
  contain('nova-compute', 'nova-compute', { 'nova.conf': '[glance]\n' });
  expect(verdictOf('sig-unsigned-boot')).toBe('open');
  contain('nova-compute', 'nova-compute', { 'nova.conf': signed });
  expect(verdictOf('sig-unsigned-boot')).toBe('stopped');
});

test('files that the command names are those of the container', () => {
  contain('cinder-api', 'cinder-api', { 'cinder.conf': '[DEFAULT]\n' });
  contain('cinder-volume', 'cinder-volume --config-file /etc/cinder/other.conf', {
    'cinder.conf': '[DEFAULT]\nverify_glance_signatures = enabled\n',
    'other.conf': '[DEFAULT]\nverify_glance_signatures = disabled\n',
  });
  const config = openDirectory(root, versions).programConfig('cinder', 'cinder-volume');
  expect(config.get('DEFAULT', 'verify_glance_signatures')).toMatchObject({
    value: 'disabled',
    at: { file: 'cinder-volume/other.conf' },
  });
});

test('a line that does nothing is told of every container', () => {
  contain('nova-api', 'nova-api', { 'nova.conf': '[glance]\n' });
  contain('nova-compute', 'nova-compute', { 'nova.conf': '[glance]\nverify_glance_signature = true\n' });
  const { findings } = judge(openDirectory(root, versions));
  expect(findings.map(({ finding }) => finding.at.file)).toContain('nova-compute/nova.conf');
});

test('a program without a container on this host is judged by the files of another, and that is said', () => {
  contain('nova-api', 'nova-api', { 'nova.conf': signed });
  expect(verdictOf('sig-unsigned-boot')).toBe('stopped');
  expect(told.mock.calls.join('')).toContain('nova-compute has no container here: judged by the files of nova-api');
});

test('a second container of a program is named, because it is not judged', () => {
  contain('nova-compute', 'nova-compute', { 'nova.conf': signed });
  contain('nova-compute-ironic', 'nova-compute', { 'nova.conf': '[DEFAULT]\ncompute_driver = ironic.IronicDriver\n' });
  openDirectory(root, versions);
  expect(told.mock.calls.join('')).toContain('nova-compute-ironic is not judged: it runs another nova-compute');
});

test('services.d of HAProxy is what conf.d is under /etc', () => {
  contain('nova-api', 'nova-api', { 'nova.conf': '' });
  contain('haproxy', 'run', { 'haproxy.cfg': '', 'services.d/glance-api.cfg': 'frontend f\n    bind :9292\n' }, [
    'haproxy.cfg',
    'services.d',
  ]);
  expect(openEdge(openDirectory(root, versions)).haproxy?.files).toEqual([
    'haproxy/haproxy.cfg',
    'haproxy/conf.d/glance-api.cfg',
  ]);
});

test.each([
  ['no config.json', () => write('glance-api/glance-api.conf', '[DEFAULT]\n')],
  [
    'config.yaml, which new kolla takes before config.json',
    () => {
      contain('glance-api', 'glance-api', { 'glance-api.conf': '[DEFAULT]\n' });
      write('glance-api/config.yaml', 'command: glance-api\n');
    },
  ],
  [
    'a file that cannot be read',
    () => {
      contain('glance-api', 'glance-api', {});
      mkdirSync(join(root, 'glance-api/glance-api.conf'));
    },
  ],
])('%s: nothing is judged', (_, prepare) => {
  prepare();
  expect(() => openDirectory(root, versions)).toThrow(IntentProblems);
  expect(() => readSide(root, 'before')).toThrow(IntentProblems);
});

test('a comparison takes programs and launcher from the containers too', () => {
  contain('glance-api', 'glance-api', { 'glance-api.conf': '[DEFAULT]\n' });
  contain('nova-api', 'nova-api', { 'nova.conf': signed });
  contain('nova-compute', 'nova-compute', { 'nova.conf': '' });
  const [region] = listRegions(root, readSide(root, 'before'), { ...versions, launcher: 'uwsgi' });
  expect(region?.versions).toMatchObject({
    launcher: 'eventlet',
    containers: { 'nova-compute': { home: 'nova-compute' } },
  });
  expect([...(region?.files.keys() ?? [])]).toContain('nova-compute/nova.conf');
});
