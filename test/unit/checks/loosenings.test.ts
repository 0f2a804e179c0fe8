// Changes that loosen, one at a time: a comparison calls each of them looser, and none of them so on the way back.
import { Cloud } from '../../../src/checks/cloud/cloud';
import { diffClouds } from '../../../src/checks/diff/clouds';
import { type ComparedRegion, diffFleets } from '../../../src/checks/diff/fleet';
import { judge } from '../../../src/checks/judge';
import { splitRegions } from '../../../src/cli/compared-side';
import { renderLoaded } from '../../../src/cli/regions';
import { parseIntent } from '../../../src/intent/load';
import { strictIntent } from './smuggled';

type Json = { [key: string]: unknown };

const strict: Json = strictIntent;

/** The intent with another value at a path; undefined takes the key away. */
function change(path: string, value: unknown): Json {
  const intent = structuredClone(strict);
  const keys = path.split('.');
  const last = keys.pop() as string;
  let place = intent;
  for (const key of keys) {
    place[key] ??= {};
    place = place[key] as Json;
  }
  if (value === undefined) delete place[last];
  else place[last] = value;
  return intent;
}

function render(intent: Json): ComparedRegion[] {
  const { synthesis } = renderLoaded(parseIntent(JSON.stringify(intent), 'glacis.json', 'json'));
  return splitRegions(synthesis.manifest, synthesis.files);
}

function judgeTree({ files, versions }: Pick<ComparedRegion, 'files' | 'versions'>) {
  const cloud = new Cloud(files, versions);
  return { cloud, judgement: judge(cloud) };
}

const [region] = render(strict) as [ComparedRegion];
const before = judgeTree(region);

/** Directions of all changes, there and back, each once. */
function compare(changed: Pick<ComparedRegion, 'files' | 'versions'>): { there: Set<string>; back: Set<string> } {
  const after = judgeTree(changed);
  const list = (one: typeof after, other: typeof after) =>
    diffClouds(one.cloud, other.cloud, { before: one.judgement, after: other.judgement });
  const [there, back] = [list(before, after), list(after, before)];
  expect(back.attacksOpened).toEqual(there.attacksClosed);
  const directions = ({ changes }: typeof there) => new Set(changes.map(({ direction }) => direction));
  return { there: directions(there), back: directions(back) };
}

function expectLooser(changed: Pick<ComparedRegion, 'files' | 'versions'>): void {
  const { there, back } = compare(changed);
  expect([there.has('looser'), there.has('tighter')]).toEqual([true, false]);
  expect(back.has('looser')).toBe(false);
}

test.each([
  ['imageImport.enabledImportMethods', ['glance-direct', 'web-download', 'copy-image']],
  ['imageImport.allowedHosts', ['images.example.org', 'other.example.org']],
  ['imageImport.allowedSchemes', ['https', 'http']],
  ['imageImport.allowedPorts', [443, 8443]],
  ['imageFormats.diskFormats', ['qcow2', 'raw', 'iso']],
  ['imageFormats.containerFormats', ['bare', 'ova']],
  ['imageFormats.requireImageFormatMatch', false],
  ['imageFormats.gptSafetyChecksNonfatal', ['mbr']],
  ['imageFormats.imageSizeCap', 150000000000],
  ['imageQuotas.imageTagQuota', 128],
  ['unifiedLimits.imageCountTotal', 1000],
  ['unifiedLimits.imageStageTotal', 1048576],
  ['stagingBounds', undefined],
  ['stagingBounds.device', undefined],
  ['stagingBounds.memoryMax', 819200],
  ['stagingBounds.cpuQuota', 4000],
  ['stagingBounds.tasksMax', 100000],
  ['stagingBounds.limitFsize', 1048576],
  ['cinderConversion.imageConversionCpuLimit', 3600],
  ['cinderConversion.imageConversionDisable', false],
  ['imagePolicy.tasksApiAccess', 'default'],
  ['imagePolicy.rules.glance', {}],
  ['imagePolicy.rules.glance.delete_image', 'role:admin or role:member'],
  ['imageLocations.showMultipleLocations', true],
  ['serviceExposure.debug', true],
  ['importEgress', undefined],
  ['importEgress.mirrors', ['203.0.113.10', '198.51.100.0/24']],
  ['importEgress.services', [{ name: 'database', to: '10.0.0.10', ports: [3306, 33060] }]],
  [
    'importEgress.services',
    [
      { name: 'database', to: '10.0.0.10', ports: [3306] },
      { name: 'log', to: '10.0.0.10', ports: [514], protocol: 'udp' },
    ],
  ],
  ['imageCreateRateLimit', false],
  ['imageCreateRateLimit.requestsPerMinute', 7],
  ['imageCreateRateLimit.burst', 50],
  ['imageCreateRateLimit.otherWrites', { requestsPerMinute: 61 }],
  ['imageCreateRateLimit.otherWrites', { burst: 900 }],
  ['novaSignatures.trustedCerts', 'admin'],
  ['novaSignatures.imagesType', undefined],
  ['novaSignatures.attachVolume', 'default'],
  ['cinderSignatures.reimage', 'default'],
  ['signatureProperties', undefined],
  ['signatureProperties.signers', ['admin', 'member']],
  ['signatureKeyManager.barbicanEndpoint', 'http://barbican.example.org'],
  ['packages.glance', '30.0.0'],
  ['packages.glance', undefined],
])('%s: %j', (path, value) => {
  expectLooser((render(change(path, value)) as [ComparedRegion])[0]);
});

const bounds = 'systemd/system/glance-api.service.d/80-glacis-bounds.conf';

test.each([
  ['a policy file is gone', 'glance/policy.d/90-glacis.yaml', null, ''],
  ['an option is gone', 'glance/glance.conf.d/90-glacis.conf', /^allowed_hosts = .*$/m, ''],
  [
    'staging moves',
    'glance/glance.conf.d/90-glacis.conf',
    /^node_staging_uri = .*$/m,
    'node_staging_uri = file:///srv',
  ],
  ['a proxy is gone', 'nginx/conf.d/90-glacis-image-create.conf', null, ''],
  ['IPv6 has a bucket per address', 'nginx/conf.d/90-glacis-image-create.conf', /^.*ipv6_net.*$/m, ''],
  ['a mode is loosened', 'glacis-permissions.sh', /0640 (?='glance\/policy)/, '0644 '],
  [
    'a limit is raised',
    'keystone/glacis-registered-limits.sh',
    /image_count_uploading 10/,
    'image_count_uploading 100',
  ],
  ['a limit cannot be told', 'keystone/glacis-registered-limits.sh', /set -eu/, 'exit 0'],
  ['the mount is not waited for', bounds, /^RequiresMountsFor=.*$/m, ''],
  ['a bound that systemd ignores', bounds, /^CPUQuota=.*$/m, 'CPUQuota=0%'],
  ['another that it ignores', bounds, /^TasksMax=.*$/m, 'TasksMax=1K'],
  ['a third', bounds, /^MemoryMax=.*$/m, 'MemoryMax=0'],
  ['a bound is no size', bounds, /^MemoryMax=.*$/m, 'MemoryMax=infinity'],
  ['the guard is not required', 'systemd/system/glance-api.service.d/90-glacis.conf', /^Requires=.*$/m, ''],
])('by hand: %s', (_, path, found, written) => {
  const text = region.files.get(path);
  const files = new Map(region.files);
  if (found === null) files.delete(path);
  else files.set(path, String(text).replace(found, written));
  expect(files.get(path)).not.toBe(text);
  expectLooser({ ...region, files });
});

test('another tool is compared by what it brings to the hosts; a target beside others counts too', () => {
  const plain = render(strict);
  const intent = (targets: readonly string[]) => render({ ...strict, targets });
  const moved = diffFleets(plain, intent(['kolla-ansible']));
  expect(moved.changes).toContainEqual(
    expect.objectContaining({ subject: 'target', before: 'etc', after: 'kolla-ansible', direction: 'neutral' }),
  );
  expect(moved.changes).toContainEqual(
    expect.objectContaining({ file: 'nftables.d/glacis-import-egress.nft', direction: 'looser', after: null }),
  );
  expect(moved.attacksOpened).toContain('ssrf-allowlisted-name-inside');
  const both = intent(['etc', 'kolla-ansible']);
  const added = diffFleets(plain, both);
  expect(added.attacksOpened).toEqual(moved.attacksOpened);
  expect(added.regions.map(({ name }) => name)).toEqual(['kolla-ansible']);
  expect(diffFleets(both, plain).changes).toEqual([
    expect.objectContaining({ subject: 'target', before: 'kolla-ansible', after: null, direction: 'looser' }),
  ]);
  expect(diffFleets(both, both).changes).toEqual([]);
});

test('what prevents nothing is told all the same', () => {
  const [alerts] = render({ ...strict, growthAlerts: {} }) as [ComparedRegion];
  const { changes } = diffFleets([alerts], [region]);
  expect(changes.map(({ file, direction }) => `${direction} ${file}`)).toEqual([
    'neutral prometheus/glacis-glance-growth.rules.yml',
    'neutral sql-exporter/glacis-glance-growth.collector.yml',
  ]);
});

test('a mode that is no longer set is told', () => {
  const script = 'glacis-permissions.sh';
  const files = new Map(region.files);
  files.set(script, String(files.get(script)).replace(/^set_owner nova 0640 .*\n/m, ''));
  const { changes } = diffFleets([region], [{ ...region, files }]);
  expect(changes).toEqual([expect.objectContaining({ file: script, after: null })]);
});

test.each([
  ['OS_KEYSTONE_AUTHTOKEN__INSECURE=true', 'keystone_authtoken/insecure'],
  ['OS_DEFAULT__DEBUG=true', 'DEFAULT/debug'],
])('an option that only the environment sets: %s', (variable, subject) => {
  const unit = 'systemd/system/glance-api.service.d/99-more.conf';
  const files = new Map([...region.files, [unit, `[Service]\nEnvironment=${variable}\n`]]);
  const { changes } = diffFleets(
    [region],
    [{ ...region, versions: { ...region.versions, launcher: 'eventlet' }, files }],
  );
  expect(changes).toContainEqual(expect.objectContaining({ subject, file: unit, direction: 'looser' }));
});

test('a quota that is new opens no way around itself', () => {
  const [without] = render({ release: '2025.1' }) as [ComparedRegion];
  const [bounded] = render({ release: '2025.1', imageQuotas: { userStorageQuota: '1TB' } }) as [ComparedRegion];
  const { changes, attacksOpened } = diffFleets([without], [bounded]);
  expect(attacksOpened).toEqual([]);
  expect(changes.map(({ direction }) => direction)).toEqual(['tighter']);
  expect(diffFleets([bounded], [without])).toMatchObject({ attacksClosed: [], changes: [{ direction: 'looser' }] });
});

test('a first file of Nova opens nothing', () => {
  const [without] = render({ release: '2025.1' }) as [ComparedRegion];
  const keyManager = { signatureKeyManager: { barbicanEndpoint: 'https://barbican.example.org' } };
  const [told] = render({ release: '2025.1', ...keyManager }) as [ComparedRegion];
  expect(diffFleets([without], [told]).attacksOpened).toEqual([]);
  expect(diffFleets([told], [without]).attacksClosed).toEqual([]);
});
