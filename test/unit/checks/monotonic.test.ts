// More hardening never opens an attack: what was stopped stays stopped when something strict is added.
import fc from 'fast-check';
import { type AttackId, attackIds } from '../../../src/checks';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import { readNamedTree } from '../../checks/cases';
import { type Files, openCloud, verdictOf } from './clouds';

const subset = (items: readonly string[]) => fc.subarray([...items]).map((list) => `[${list.join(',')}]`);
const startingWith = (first: string, others: readonly string[]) =>
  fc.oneof(
    fc.constant('[]'),
    fc.subarray([...others]).map((list) => `[${[first, ...list].join(',')}]`),
  );
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

/** Option lines as somebody might have them. */
const options = fc.record({
  // Each list is empty or holds what the strict one holds: else replacing it would not be hardening.
  allowed_schemes: maybe(startingWith('https', ['http', 'ftp'])),
  disallowed_schemes: maybe(subset(['http', 'file'])),
  allowed_hosts: maybe(startingWith('images.example.org', ['cloud-images.ubuntu.com', 'cloud.debian.org'])),
  disallowed_hosts: maybe(
    subset(['169.254.169.254', 'localhost', '127.0.0.1', '::1', 'Vault.Example.Org', '10.0.0.5']),
  ),
  allowed_ports: maybe(startingWith('443', ['80', '8443'])),
  disallowed_ports: maybe(subset(['22', '80'])),
});
const methods = maybe(subset(['glance-direct', 'web-download', 'copy-image', 'glance-download']));
const policy = fc.subarray(['"add_image_location": "rule:service_api"', '"tasks_api_access": "!"', '"default": "!"']);

type Versions = Pick<CloudVersions, 'release' | 'packages' | 'launcher'>;
const versions: fc.Arbitrary<Versions> = fc
  .record({
    code: fc.constantFrom(
      { release: 'zed', packages: { glance: '25.1.0' } } as const,
      { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u2' } } as const,
      { release: '2025.1', packages: { glance: '30.0.0' } } as const,
      { release: '2025.1', packages: { glance: '30.2.0' } } as const,
      { release: '2026.2', packages: { glance: '33.0.0' } } as const,
    ),
    launcher: fc.constantFrom('uwsgi', 'mod_wsgi', 'eventlet'),
  })
  .map(({ code, launcher }) => ({ ...code, launcher }));

interface Drawn {
  readonly files: Files;
  readonly versions: Versions;
}

const drawn: fc.Arbitrary<Drawn> = fc
  .record({ options, methods, policy, versions })
  .map(({ options: lines, methods: enabled, policy: rules, versions: where }) => ({
    versions: where,
    files: {
      'glance/glance-api.conf': [
        '[DEFAULT]',
        'enabled_backends = local:file, web:http',
        ...(enabled === undefined ? [] : [`enabled_import_methods = ${enabled}`]),
        '[import_filtering_opts]',
        ...Object.entries(lines).flatMap(([name, value]) => (value === undefined ? [] : [`${name} = ${value}`])),
        '',
      ].join('\n'),
      'glance/policy.yaml': `# rules\n${rules.map((rule) => `${rule}\n`).join('')}`,
    },
  }));

/** Attacks that were stopped, or had no ground, and are open after the change. */
function listOpened(before: Drawn, files: Files, where: Versions = before.versions): AttackId[] {
  const weak = openCloud(before.files, before.versions);
  const strong = openCloud({ ...before.files, ...files }, where);
  return attackIds.filter((id) => verdictOf(weak, id) !== 'open' && verdictOf(strong, id) === 'open');
}

const strict = 'glance/glance.conf.d/90.conf';
const check = (property: (cloud: Drawn) => void) => fc.assert(fc.property(drawn, property), { numRuns: 25 });

test('a closed import method', () => {
  check((cloud) => {
    const opened = listOpened(cloud, { [strict]: '[DEFAULT]\nenabled_import_methods = [glance-direct]\n' });
    // Where glance-direct was off, staging begins with it.
    expect(opened.filter((id) => id !== 'dos-staging-fill')).toEqual([]);
  });
});

test('all three allowlists', () => {
  const text =
    '[import_filtering_opts]\nallowed_schemes = [https]\nallowed_hosts = [images.example.org]\nallowed_ports = [443]\n';
  check((cloud) => {
    // The one price of an allowlist: its hosts are exempt from the address check of patched code.
    expect(listOpened(cloud, { [strict]: text }).filter((id) => id !== 'ssrf-allowlisted-name-inside')).toEqual([]);
  });
});

test('closed policy rules', () => {
  const text = '"add_image_location": "!"\n"tasks_api_access": "!"\n"modify_image": "role:admin"\n';
  check((cloud) => {
    expect(listOpened(cloud, { 'glance/policy.d/90.yaml': text })).toEqual([]);
  });
});

test('an egress guard', () => {
  const packets = [...readNamedTree('egress-guard')].filter(([file]) => !file.startsWith('glance/'));
  // Whatever runs Glance waits for the guard: under mod_wsgi that is the web server.
  const forWebServer = packets.map(([file, text]) => [file.replace('glance-api.service.d', 'apache2.service.d'), text]);
  const guard: Files = Object.fromEntries([...packets, ...forWebServer]);
  check((cloud) => {
    expect(listOpened(cloud, guard)).toEqual([]);
    const open = attackIds.filter(
      (id) => verdictOf(openCloud({ ...cloud.files, ...guard }, cloud.versions), id) === 'open',
    );
    expect(open.filter((id) => id.startsWith('ssrf-') && !beyondPackets.includes(id))).toEqual([]);
  });
});

/** What the guard of the tree is not asked about, or cannot be: each with its reason. */
const beyondPackets: readonly AttackId[] = [
  // An exception in the validator: no socket at all.
  'ssrf-port-out-of-range',
  // A local file: no socket either.
  'ssrf-scheme-file',
  // Endpoints of the catalogue and hosts of a list, whose addresses nobody told: the guard may admit them.
  'ssrf-glance-download',
  'ssrf-glance-download-token',
  'ssrf-redirect-to-other-port',
  // Judged by its first hop; the egress tests hold it to the second.
  'ssrf-location-api-redirect',
];

const upgrades: readonly (readonly [
  string,
  Pick<Versions, 'release' | 'packages'>,
  Pick<Versions, 'release' | 'packages'>,
])[] = [
  [
    'zed, u2',
    { release: 'zed', packages: { glance: '25.1.0' } },
    { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u2' } },
  ],
  [
    'zed, u4',
    { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u2' } },
    { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u4' } },
  ],
  [
    'zed, u5',
    { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u4' } },
    { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u5' } },
  ],
  [
    '2025.1, 30.2.0',
    { release: '2025.1', packages: { glance: '30.0.0' } },
    { release: '2025.1', packages: { glance: '30.2.0' } },
  ],
  [
    'a version that is named at last',
    { release: '2025.1', packages: {} },
    { release: '2025.1', packages: { glance: '30.2.0' } },
  ],
];

/** Pinning takes the authority's real host where urllib stumbled over the user name (read in the patched source). */
const openedByPinning: readonly AttackId[] = ['ssrf-userinfo'];

test.each(upgrades)('a later package: %s', (_, older, newer) => {
  check(({ files, versions: { launcher } }) => {
    const opened = listOpened({ files, versions: { ...older, launcher } }, {}, { ...newer, launcher });
    expect(opened.filter((id) => !openedByPinning.includes(id))).toEqual([]);
  });
});
