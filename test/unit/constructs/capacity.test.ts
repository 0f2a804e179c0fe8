// Quotas, unified limits, bounds, alerts and purge: what each writes in which release, and what it refuses or leaves open.
import { hardenRegion } from '../../../src/constructs/harden-region';
import { settleRegisteredLimits } from '../../../src/constructs/unified-limits';
import { parseRegisteredLimits } from '../../../src/documents/registered-limits/script';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { IntentProblems } from '../../../src/problems';

const collect = (intent: RegionIntent) => hardenRegion(undefined, settleIntent(intent, 'test')).collect();
const valuesOf = (intent: RegionIntent, section: string) =>
  Object.fromEntries(
    collect(intent)
      .settings.filter((setting) => setting.service === 'glance' && setting.section === section)
      .map(({ option, value }) => [option, value]),
  );
const problemsOf = (intent: RegionIntent) => {
  try {
    collect(intent);
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems.map(({ code, place }) => `${code} ${place.pointer}`);
    throw error;
  }
  return [];
};
const artifactOf = (intent: RegionIntent, name: string) =>
  collect(intent).artifacts.find((artifact) => artifact.name === name)?.text ?? '';

test('quotas stand in every region, and negatives are refused', () => {
  expect(valuesOf({ release: 'queens' }, 'DEFAULT')).toMatchObject({
    image_property_quota: 64,
    image_tag_quota: 32,
    image_member_quota: 64,
    image_location_quota: 10,
  });
  expect(valuesOf({ release: '2025.1', imageQuotas: { userStorageQuota: '5TB' } }, 'DEFAULT')).toMatchObject({
    user_storage_quota: '5TB',
  });
  expect(problemsOf({ release: '2025.1', imageQuotas: { imageTagQuota: -1 } })).toEqual([
    'bad-value /imageQuotas/imageTagQuota',
  ]);
  expect(problemsOf({ release: '2025.1', imageQuotas: { userStorageQuota: '0' } })).toEqual([
    'bad-value /imageQuotas/userStorageQuota',
  ]);
});

const endpointId = '0123456789abcdef0123456789abcdef';

test('unified limits come with all that they need', () => {
  const intent: RegionIntent = { release: '2026.1', unifiedLimits: { region: 'RegionOne', imageCountTotal: 9 } };
  expect(valuesOf(intent, 'DEFAULT')).toMatchObject({ use_keystone_limits: true });
  expect(valuesOf(intent, 'oslo_limit')).toEqual({
    endpoint_service_type: 'image',
    endpoint_region_name: 'RegionOne',
    system_scope: 'all',
  });
  const read = parseRegisteredLimits(artifactOf(intent, 'glacis-registered-limits.sh'), 'f');
  expect([...(read?.limits ?? [])].map(([name, { limit }]) => `${name} ${limit}`).sort()).toEqual([
    'image_count_total 9',
    'image_count_uploading 10',
    'image_size_total 1048576',
    'image_stage_total 262144',
  ]);
  expect(settleRegisteredLimits({ region: 'x' }).limits.image_count_total).toBe(100);
});

test('before 2026.1 the endpoint needs its id; where the catalogue knows no oslo.limit it is said; before xena there are none', () => {
  const region = 'R';
  for (const release of ['zed', '2025.1', '2025.2'] as const) {
    expect(problemsOf({ release, unifiedLimits: { region } })).toEqual(['missing-key /unifiedLimits']);
  }
  expect(valuesOf({ release: 'zed', unifiedLimits: { region, endpointId } }, 'oslo_limit')).toEqual({
    endpoint_id: endpointId,
    system_scope: 'all',
  });
  const xena = collect({ release: 'xena', unifiedLimits: { region, endpointId } });
  expect(xena.residuals.map(({ because }) => because).join(' ')).toContain(`endpoint_id = ${endpointId}`);
  expect(problemsOf({ release: 'wallaby', unifiedLimits: { region, endpointId } })).toEqual([
    'not-in-release /unifiedLimits',
  ]);
  expect(problemsOf({ release: '2025.1', unifiedLimits: {} as { region: string } })).toEqual([
    'missing-key /unifiedLimits',
  ]);
});

test('quotas that Keystone limits switch off, and files smaller than an image, contradict', () => {
  const unifiedLimits = { region: 'R' };
  expect(problemsOf({ release: '2025.1', unifiedLimits, imageQuotas: { userStorageQuota: '1GB' } })).toEqual([
    'contradiction /imageQuotas/userStorageQuota',
  ]);
  expect(problemsOf({ release: '2025.1', stagingBounds: { limitFsize: 1024 } })).toEqual([
    'contradiction /stagingBounds/limitFsize',
  ]);
  const imageFormats = { imageSizeCap: 2 ** 30 };
  expect(problemsOf({ release: '2025.1', stagingBounds: { limitFsize: 1024 }, imageFormats })).toEqual([]);
  expect(problemsOf({ release: '2025.1', stagingBounds: { directory: '/srv/x' } })).toEqual([
    'contradiction /stagingBounds',
  ]);
});

test('staging is mounted, named to Glance, and required by it', () => {
  const intent: RegionIntent = { release: '2025.1', stagingBounds: { device: '/dev/sdb1', directory: '/srv/a-b' } };
  expect(valuesOf(intent, 'DEFAULT')).toMatchObject({ node_staging_uri: 'file:///srv/a-b/' });
  expect(artifactOf(intent, 'srv-a\\x2db.mount')).toContain('What=/dev/sdb1\nWhere=/srv/a-b\nType=xfs\n');
  expect(artifactOf(intent, 'glance-api.service.d/80-glacis-bounds.conf')).toContain('RequiresMountsFor=/srv/a-b\n');
  const alone = artifactOf({ release: '2025.1', stagingBounds: {} }, 'glance-api.service.d/80-glacis-bounds.conf');
  expect(alone).toContain('MemoryMax=8192M\nCPUQuota=400%\n');
  expect(alone).not.toContain('RequiresMountsFor');
});

test('the purge is bounded in age and rows, and says what it leaves', () => {
  const intent: RegionIntent = { release: '2025.1', databasePurge: { ageInDays: 7, maxRows: 50, every: 'daily' } };
  expect(artifactOf(intent, 'glacis-glance-purge.service')).toContain('db purge --age_in_days 7 --max_rows 50\n');
  expect(artifactOf(intent, 'glacis-glance-purge.timer')).toContain('OnCalendar=daily\n');
  expect(
    collect(intent)
      .residuals.map(({ because }) => because)
      .join(' '),
  ).toContain('OSSN-0075');
});

test.each([
  ['services', 'role:admin or service_roles:service'],
  ['admin', 'role:admin'],
  ['default', undefined],
] as const)('addImage: %s', (addImage, check) => {
  const { overrides } = collect({ release: '2025.1', imagePolicy: { addImage } });
  expect(overrides.find(({ rule }) => rule === 'add_image')?.check).toBe(check);
});

test('each proxy that is named has its file, with both buckets', () => {
  const { artifacts } = collect({
    release: '2025.1',
    imageCreateRateLimit: { proxies: ['nginx', 'haproxy', 'repose'], otherWrites: {}, haproxy: { stickCounter: 1 } },
  });
  const texts = artifacts.map(({ program, text }) => [program, text] as const);
  expect(texts.find(([program]) => program === 'nginx')?.[1]).toContain('zone=glacis_image_write burst=29 nodelay');
  expect(texts.find(([program]) => program === 'haproxy')?.[1]).toContain('sc1_gpc1_rate(glacis_image_address)');
  expect(texts.find(([program]) => program === 'repose')?.[1]).toContain('value="60"');
});
