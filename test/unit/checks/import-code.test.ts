// What Glance's own code asks the import filter about, at each patch level: requests that go out before anything is asked.
import { defencesOf, type Files, levels, openCloud, verdictOf } from './clouds';

describe('glance-download fetches the metadata of an image before its bytes (run on six patch levels)', () => {
  const tree = (...filter: readonly string[]): Files => ({
    'glance/glance-api.conf':
      '[DEFAULT]\nenabled_import_methods = [glance-download]\n[paste_deploy]\nflavor = keystone\n',
    'glance/glance.conf.d/50-import.conf': `[import_filtering_opts]\n${filter.join('\n')}\n`,
  });
  const mirror = tree('allowed_hosts = [images.example.org]', 'allowed_schemes = [https]');
  const unreadable = tree('allowed_hosts = *.example.org');
  const { Z0, Z5, E0, E2, H } = levels;

  test.each([Z0, E0, E2])('no list is asked about the metadata: $packages.glance', (versions) => {
    for (const files of [mirror, unreadable]) {
      expect(verdictOf(openCloud(files, versions), 'ssrf-glance-download')).toBe('open');
    }
  });

  test.each([Z5, H])('with CVE-2026-71196 fixed they are: $packages.glance', (versions) => {
    expect(defencesOf(openCloud(mirror, versions), 'ssrf-glance-download')).toEqual([
      'import-filter glance/glance.conf.d/50-import.conf:2',
    ]);
    expect(verdictOf(openCloud(unreadable, versions), 'ssrf-glance-download')).toBe('stopped');
  });

  test('redirects of that request are followed as they are before OSSA-2026-004 is fixed', () => {
    const found = [Z0, E0, E2, Z5, H].map((versions) =>
      [mirror, unreadable].map((files) => verdictOf(openCloud(files, versions), 'ssrf-glance-download-token')),
    );
    const [open, stopped] = [
      ['open', 'open'],
      ['stopped', 'stopped'],
    ];
    expect(found).toEqual([open, open, stopped, stopped, stopped]);
  });
});

test('a filter that cannot be read makes the newest code refuse a port out of range, not stumble over it', () => {
  const files = { 'glance/glance-api.conf': '[import_filtering_opts]\nallowed_hosts = *.example.org\n' };
  const verdicts = [levels.E2, levels.Z5, levels.H].map((versions) =>
    verdictOf(openCloud(files, versions), 'ssrf-port-out-of-range'),
  );
  expect(verdicts).toEqual(['open', 'stopped', 'stopped']);
});

describe('copy-image copies what is stored, and brings in nothing (run on three releases)', () => {
  const tree = (methods: string): Files => ({
    'glance/glance-api.conf': `[DEFAULT]\nenabled_import_methods = ${methods}\n[paste_deploy]\nflavor = keystone\n[image_import_opts]\nimage_import_plugins = [image_decompression]\n`,
    'glance/policy.yaml': '"upload_image": "!"\n',
  });
  const ids = ['dos-zip-bomb', 'formats-label-without-inspector'] as const;

  test.each(['[]', '[copy-image]', '[copy-image,no-such-method]'])('%s closes what an import brings', (methods) => {
    const cloud = openCloud(tree(methods));
    for (const id of ids) expect(defencesOf(cloud, id)).toContain('import-methods glance/glance-api.conf:2');
  });

  test.each(['[glance-direct]', '[copy-image,web-download]', '[glance-download]'])('%s does not', (methods) => {
    const cloud = openCloud(tree(methods));
    expect(ids.map((id) => verdictOf(cloud, id))).toEqual(ids.map(() => 'open'));
  });
});

test('the newest code ends a download at image_size_cap, which must be one that a disk survives', () => {
  const verdicts = ['1099511627776', '1125899906842624', '9223372036854775807'].map((cap) =>
    verdictOf(
      openCloud({ 'glance/glance-api.conf': `[DEFAULT]\nimage_size_cap = ${cap}\n` }, levels.H),
      'dos-endless-download',
    ),
  );
  expect(verdicts).toEqual(['stopped', 'stopped', 'open']);
});

describe('image_location_quota keeps named locations out of images (run on three releases)', () => {
  const tree = (quota: number): Files => ({
    'glance/glance-api.conf': `[DEFAULT]\nshow_multiple_locations = true\nimage_location_quota = ${quota}\n[paste_deploy]\nflavor = keystone\n`,
  });

  test('so that none is swapped: the last location of an image cannot be removed, a second must be there first', () => {
    expect([-1, 0, 1, 2].map((quota) => verdictOf(openCloud(tree(quota), levels.Z5), 'locations-swap'))).toEqual([
      'open',
      'stopped',
      'stopped',
      'open',
    ]);
  });

  test('the store asks the address for the size of the image all the same', () => {
    for (const versions of [levels.Z0, levels.E2, levels.H]) {
      expect(verdictOf(openCloud(tree(0), versions), 'locations-patch')).toBe(
        verdictOf(openCloud(tree(10), versions), 'locations-patch'),
      );
    }
    expect(verdictOf(openCloud(tree(0)), 'locations-patch')).toBe('open');
  });

  test('an unsigned image is not stored by a location', () => {
    const signed = (quota: number): Files => ({
      ...tree(quota),
      'glance/glance.conf.d/50.conf':
        '[image_import_opts]\nimage_import_plugins = [glacis_signature_required]\n[DEFAULT]\nenabled_import_methods = []\n',
      'glance/policy.yaml': '"upload_image": "!"\n"tasks_api_access": "!"\n',
    });
    expect([0, 1].map((quota) => verdictOf(openCloud(signed(quota)), 'sig-unsigned-stored'))).toEqual([
      'stopped',
      'open',
    ]);
  });
});

test('the rule of the API of locations shows the place of the bytes without any option (run on two releases)', () => {
  const ask = (rule: string, versions: (typeof levels)[keyof typeof levels]) =>
    verdictOf(
      openCloud({ 'glance/policy.yaml': `"fetch_image_location": "${rule}"\n` }, versions),
      'locations-direct-url',
    );
  for (const rule of ['', 'rule:service_api or role:member', 'role:reader']) {
    expect([levels.Z5, levels.E2, levels.H].map((versions) => ask(rule, versions))).toEqual([
      'stopped',
      'open',
      'open',
    ]);
  }
  expect([levels.E2, levels.H].map((versions) => ask('rule:service_api', versions))).toEqual(['stopped', 'stopped']);
});

test('a conversion to qcow2 leaves host files alone while no type of VMDK is allowed that names one (run on 25.1.0)', () => {
  const verdicts = ['', 'streamOptimized,monolithicSparse', 'streamOptimized,monolithicFlat'].map((types) => {
    const lines = `[image_import_opts]\nimage_import_plugins = [image_conversion]\n[image_conversion]\noutput_format = qcow2\n[image_format]\nvmdk_allowed_types = ${types}\n`;
    const cloud = openCloud({ 'glance/glance-api.conf': lines }, { ...levels.Z0, launcher: 'eventlet' });
    return verdictOf(cloud, 'formats-conversion-host-file');
  });
  expect(verdicts).toEqual(['stopped', 'stopped', 'open']);
});
