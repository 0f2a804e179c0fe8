// Locations, sharing, conversion and exposure: what each writes, per release, and what it leaves to people.
import { hardenRegion } from '../../../src/constructs/harden-region';
import type { HardeningDocuments } from '../../../src/documents/hardening';
import { settleIntent } from '../../../src/intent/settle';
import type { RegionIntent } from '../../../src/intent/types';
import { releaseNames } from '../../../src/openstack/releases';

const collect = (intent: RegionIntent): HardeningDocuments =>
  hardenRegion(undefined, settleIntent(intent, 'test')).collect();
const settingOf = ({ settings }: HardeningDocuments, name: string) =>
  settings.find(({ section, option }) => `${section}/${option}` === name)?.value;
const checkOf = ({ overrides }: HardeningDocuments, rule: string) => overrides.find((o) => o.rule === rule)?.check;

test.each(releaseNames)('%s alone hides locations, keeps anonymous callers and the debug log out', (release) => {
  const documents = collect({ release });
  expect(settingOf(documents, 'DEFAULT/show_image_direct_url')).toBe(false);
  expect(settingOf(documents, 'DEFAULT/show_multiple_locations')).toBe(false);
  expect(settingOf(documents, 'DEFAULT/allow_anonymous_access')).toBe(false);
  expect(settingOf(documents, 'DEFAULT/debug')).toBe(false);
  expect(checkOf(documents, 'set_image_location')).toBe('rule:context_is_admin');
  expect(checkOf(documents, 'delete_image_location')).toBe('rule:context_is_admin');
  expect(checkOf(documents, 'publicize_image')).toBe('rule:context_is_admin');
  // Where the option is gone the line would do nothing, without a word in the log.
  expect(settingOf(documents, 'DEFAULT/enable_v1_api')).toBe(release === 'queens' ? false : undefined);
  expect(settingOf(documents, 'paste_deploy/flavor')).toBeUndefined();
});

test('shown locations are said to be a matter of the network', () => {
  const documents = collect({ release: '2025.1', imageLocations: { showImageDirectUrl: true } });
  expect(settingOf(documents, 'DEFAULT/show_image_direct_url')).toBe(true);
  expect(documents.residuals.map(({ control }) => control)).toContain('image-locations');
  expect(collect({ release: '2025.1' }).residuals.map(({ control }) => control)).not.toContain('image-locations');
});

test('members by word: administrators, nobody, or as OpenStack has it', () => {
  const check = (members?: 'owners' | 'admin' | 'nobody') =>
    checkOf(collect({ release: '2025.1', imageSharing: members ? { members } : {} }), 'add_member');
  expect([check(), check('owners'), check('admin'), check('nobody')]).toEqual([
    undefined,
    undefined,
    'rule:context_is_admin',
    '!',
  ]);
});

test('conversion sets its plugin, closes the way around it, and never unpacks', () => {
  const documents = collect({
    release: '2025.1',
    imageConversion: { outputFormat: 'raw', injectMetadata: { vetted: 'yes' } },
  });
  expect(settingOf(documents, 'image_import_opts/image_import_plugins')).toEqual([
    'inject_image_metadata',
    'image_conversion',
  ]);
  expect(settingOf(documents, 'image_conversion/output_format')).toBe('raw');
  expect(settingOf(documents, 'inject_metadata_properties/inject')).toEqual({ vetted: 'yes' });
  expect(settingOf(documents, 'inject_metadata_properties/ignore_user_roles')).toEqual([]);
  expect(checkOf(documents, 'upload_image')).toContain('service_roles:service');
});

test('metadata alone leaves uploads open, and members may keep them by word', () => {
  const marked = collect({ release: '2025.1', imageConversion: { injectMetadata: { vetted: 'yes' } } });
  expect(checkOf(marked, 'upload_image')).toBeUndefined();
  const open = collect({
    release: '2025.1',
    imageConversion: { outputFormat: 'raw' },
    imagePolicy: { uploadImage: 'members' },
  });
  expect(checkOf(open, 'upload_image')).toBeUndefined();
});

test.each([
  ['conversion before rocky', { release: 'queens', imageConversion: { outputFormat: 'raw' } }, /not-in-release/],
  ['conversion of nothing', { release: '2025.1', imageConversion: {} }, /missing-key/],
  [
    'conversion beside signed imports',
    { release: '2025.1', imageConversion: { outputFormat: 'raw' }, signedImports: {} },
    /contradiction|conflict/,
  ],
] as const)('%s is a problem', (_, intent, told) => {
  expect(() => collect(intent as RegionIntent)).toThrow(told);
});

test('the pipeline is written when it is named', () => {
  const documents = collect({ release: '2025.1', serviceExposure: { flavor: 'keystone+caching', debug: true } });
  expect(settingOf(documents, 'paste_deploy/flavor')).toBe('keystone+caching');
  expect(settingOf(documents, 'DEFAULT/debug')).toBe(true);
});
