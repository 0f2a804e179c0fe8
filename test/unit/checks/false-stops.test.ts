// Configurations that look hardened and are not: none of them may be thanked for a stopped attack.
import { type AttackId, attackIds } from '../../../src/checks';
import { readNamedTree } from '../../checks/cases';
import { defencesOf, dropIn, type Files, levels, listFindings, listVerdict, openCloud, verdictOf } from './clouds';

/** An attack that only an allowlist, a closed method or a packet filter stops, on every patch level. */
const attack: AttackId = 'ssrf-azure-wire-server';
const file = 'glance/glance.conf.d/50-import.conf';
const isOpen = (files: Files, versions = {}) => verdictOf(openCloud(files, versions), attack) === 'open';

describe('lines that only look like a filter', () => {
  test.each([
    ['an empty allowlist', '[import_filtering_opts]\nallowed_hosts = []\n'],
    ['a blank inside the section name', '[ import_filtering_opts ]\nallowed_hosts = [images.example.org]\n'],
    ['a section that is misspelt', '[import_filter_opts]\nallowed_hosts = [images.example.org]\n'],
    ['the section DEFAULT', '[DEFAULT]\nallowed_hosts = [images.example.org]\n'],
    ['a capital letter in the key', '[import_filtering_opts]\nAllowed_Hosts = [images.example.org]\n'],
    ['a dash in the key', '[import_filtering_opts]\nallowed-hosts = [images.example.org]\n'],
    ['a singular key', '[import_filtering_opts]\nallowed_host = [images.example.org]\n'],
    ['a line that is a comment', '[import_filtering_opts]\n#allowed_hosts = [images.example.org]\n'],
    [
      'the list overridden below',
      '[import_filtering_opts]\nallowed_hosts = [images.example.org]\nallowed_hosts = []\n',
    ],
    [
      'the section opened again',
      '[import_filtering_opts]\nallowed_hosts = [images.example.org]\n[import_filtering_opts]\nallowed_hosts = []\n',
    ],
    [
      'a continued value',
      '[DEFAULT]\ndebug = false\n[import_filtering_opts]\nallowed_ports = [80,443]\n[x]\n  allowed_hosts = [images.example.org]\n',
    ],
    ['a method list under a name that does not exist', '[DEFAULT]\nenable_import_methods = [glance-direct]\n'],
    ['the method list in a section of its own', '[image_import_opts]\nenabled_import_methods = [glance-direct]\n'],
    [
      'a method list with another spelling of the method',
      '[DEFAULT]\nenabled_import_methods = [glance-direct,web-download]\n',
    ],
    [
      'every deny list there is',
      '[import_filtering_opts]\ndisallowed_schemes = [http]\ndisallowed_ports = [80]\ndisallowed_hosts = [168.63.129.17]\n',
    ],
  ])('%s', (_, text) => {
    const cloud = openCloud({ [file]: text });
    // Either nothing stops the attack, or Glance does not start and a finding says so.
    if (cloud.startFault('glance') === null) expect(verdictOf(cloud, attack)).toBe('open');
    else expect(listFindings(cloud, ['file-does-not-load', 'wrong-value-type'])).not.toEqual([]);
  });

  test.each([
    ['text behind the value', '[import_filtering_opts]\nallowed_hosts = [images.example.org]  # mirror\n'],
    ['text behind the bracket', '[import_filtering_opts] # mirror\nallowed_hosts = [images.example.org]\n'],
    ['a byte order mark', '\ufeff[import_filtering_opts]\nallowed_hosts = [images.example.org]\n'],
    ['a quoted host', "[import_filtering_opts]\nallowed_hosts = ['images.example.org']\n"],
    ['no brackets', '[import_filtering_opts]\nallowed_hosts = images.example.org\n'],
    ['a wildcard', '[import_filtering_opts]\nallowed_hosts = [*.example.org]\n'],
    ['an address range', '[import_filtering_opts]\ndisallowed_hosts = [169.254.0.0/16]\n'],
    ['a bracket without end', '[import_filtering_opts]\nallowed_hosts = [images.example.org\n'],
    ['a reference to nothing', '[import_filtering_opts]\nallowed_hosts = [$mirror]\n'],
    ['an old name with a value of the wrong type', '[DEFAULT]\nimage_size_cap = 128 GiB\n'],
    ['a plugin list without brackets', '[image_import_opts]\nimage_import_plugins = no_op\n'],
  ])('Glance does not start, which is said and is no merit: %s', (_, text) => {
    const cloud = openCloud({ [file]: text });
    expect(cloud.startFault('glance')).not.toBeNull();
    expect(listFindings(cloud, ['file-does-not-load', 'wrong-value-type']).length).toBeGreaterThan(0);
  });

  test('a broken file that nobody reads breaks nothing and protects nobody', () => {
    expect(
      isOpen({ 'glance/glance-api.conf.d/50.conf': '[import_filtering_opts] x\nallowed_hosts = [a.example]\n' }),
    ).toBe(true);
  });
});

describe('policy that does not close what it seems to close', () => {
  const withPolicy = (text: string, more: Files = {}): Files => ({ 'glance/policy.yaml': text, ...more });

  test.each([
    ['a rule name with an s', withPolicy('"add_images": "!"\n')],
    ['a rule of another service', withPolicy('"image:add_image": "!"\n')],
    ['a rule for import, which no release has', withPolicy('"import_image": "!"\n')],
    ['a reference to nothing, which falls to `default`', withPolicy('"add_image": "rule:image_creators"\n')],
    ['an empty check', withPolicy('"add_image": ""\n')],
    [
      'policy_file that names no file',
      withPolicy('"add_image": "!"\n', { 'glance/glance-api.conf': '[oslo_policy]\npolicy_file = policies.yaml\n' }),
    ],
    [
      'policy_dirs without policy.d',
      {
        'glance/policy.d/50.yaml': '"add_image": "!"\n',
        'glance/glance-api.conf': '[oslo_policy]\npolicy_dirs = rules.d\n',
      },
    ],
    [
      'a later file that opens again',
      withPolicy('"add_image": "!"\n', { 'glance/policy.d/99.yaml': '"add_image": "@"\n' }),
    ],
    ['a directory in policy.d', { 'glance/policy.d/sub/50.yaml': '"add_image": "!"\n' }],
    ['a hidden file in policy.d', { 'glance/policy.d/.50.yaml': '"add_image": "!"\n' }],
    ['the policy of nova', { 'nova/policy.yaml': '"add_image": "!"\n' }],
    ['upload_image, which importing never asks', withPolicy('"upload_image": "!"\n')],
    ['copy_image, which is another method', withPolicy('"copy_image": "!"\n')],
    ['policy.json beside a policy.yaml', withPolicy('# none\n', { 'glance/policy.json': '{"add_image": "!"}\n' })],
    ['a comment', withPolicy('#"add_image": "!"\n')],
  ])('%s', (_, files) => {
    expect(isOpen(files)).toBe(true);
  });

  test('policy.json counts where the library still falls back to it, and no longer in 2026.2', () => {
    const files = { 'glance/policy.json': '{"add_image": "!"}\n' };
    expect(isOpen(files, levels.E2)).toBe(false);
    expect(isOpen(files, levels.H)).toBe(true);
  });

  test('where headers are believed everybody is an administrator, and a rule for administrators refuses nobody', () => {
    const files = { ...Object.fromEntries(readNamedTree('closed-policy')) };
    const conf = (files['glance/glance-api.conf'] as string).replace('flavor = keystone', 'flavor = trusted-auth');
    expect(conf).not.toContain('flavor = keystone');
    const cloud = openCloud({ ...files, 'glance/glance-api.conf': conf });
    expect(defencesOf(cloud, attack).filter((text) => text.startsWith('policy '))).toEqual([]);
  });
});

describe('https alone is no host filter', () => {
  const onlyHttps = dropIn('allowed_schemes = [https]');

  // Internal services speak TLS too: https://127.0.0.2/ passes allowed_schemes = [https] and reaches port 443.
  test.each(['ssrf-loopback-alias', 'ssrf-zero-address', 'ssrf-implicit-port', 'ssrf-glance-download'] as const)(
    '%s',
    (id) => {
      const methods = {
        'glance/glance-api.conf': '[DEFAULT]\nenabled_import_methods = [web-download,glance-download]\n',
      };
      expect(verdictOf(openCloud({ ...methods, ...onlyHttps }), id)).toBe('open');
    },
  );

  test.each(['ssrf-kubernetes-api-name', 'ssrf-short-internal-name'] as const)('nor is http alone: %s', (id) => {
    expect(verdictOf(openCloud(dropIn('allowed_schemes = [http]')), id)).toBe('open');
  });
});

describe('a deny list that happens to name what an attack was written with', () => {
  test('a redirect needs some host of the attacker, not one that a list names', () => {
    const cloud = openCloud(dropIn('disallowed_hosts = [images.example.org]'), levels.E0);
    expect(verdictOf(cloud, 'ssrf-redirect-to-metadata')).toBe('open');
  });

  test('an allowlist whose first entry is an IPv6 address, which a URL writes in brackets', () => {
    const cloud = openCloud(dropIn('allowed_hosts = [2001:db8::10,images.example.org]'), levels.E0);
    expect(verdictOf(cloud, 'ssrf-redirect-to-metadata')).toBe('open');
  });

  test('nor the one scheme that a list refuses', () => {
    const cloud = openCloud(dropIn('allowed_schemes = []', 'disallowed_schemes = [https]'), levels.E0);
    expect(verdictOf(cloud, 'ssrf-redirect-to-metadata')).toBe('open');
  });
});

describe('the file scheme', () => {
  // Glance opens what stands behind the last file:// itself; the host before it is all that the filter compares.
  test.each(Object.entries(levels))(
    'on %s: from 2026.1 on the file becomes the image, before the import fails',
    (name, level) => {
      const expected = name === 'H' ? 'open' : 'stopped';
      expect(verdictOf(openCloud(dropIn('allowed_schemes = []'), level), 'ssrf-scheme-file')).toBe(expected);
    },
  );

  test('an allowlist of hosts does not close it, an allowlist of schemes does', () => {
    const hosts = dropIn('allowed_schemes = [https,file]', 'allowed_hosts = [images.example.org]');
    expect(verdictOf(openCloud(hosts, levels.H), 'ssrf-scheme-file')).toBe('open');
    expect(verdictOf(openCloud(dropIn('allowed_schemes = [https]'), levels.H), 'ssrf-scheme-file')).toBe('stopped');
  });
});

test('a region without any file is stopped by code and Python alone, never by a file', () => {
  for (const level of Object.values(levels)) {
    const cloud = openCloud({}, level);
    const named = attackIds.flatMap((id) => defencesOf(cloud, id).filter((text) => /:\d+$/.test(text)));
    expect(named).toEqual([]);
    expect(listVerdict(cloud, 'open').length).toBeGreaterThan(5);
  }
});
