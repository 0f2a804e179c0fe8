// Settling: defaults merge into regions, places follow the values, and settings that break each other are told.
import { parseIntent } from '../../../src/intent/load';
import { settleIntent, settleRegions } from '../../../src/intent/settle';
import { listProblems, outlineProblems, settleText } from './settled';

const fleet = `launcher: mod_wsgi
imageImport:
  allowedHosts: [a.example, b.example]
  allowedPorts: [443]
importEgress:
  mirrors: [192.0.2.1]
regions:
  RegionOne:
    release: 2025.1
    importEgress: {resolvers: [192.0.2.53]}
  north:
    release: zed
    launcher: uwsgi
    imageImport:
      allowedHosts: [c.example]
    imageCreateRateLimit: false
    importEgress:
      resolvers: ["2001:db8::53"]
`;

describe('a fleet', () => {
  it('merges objects key by key and replaces lists and single values', () => {
    expect(settleText(fleet).map(({ name, intent }) => ({ name, intent }))).toEqual([
      {
        name: 'RegionOne',
        intent: {
          launcher: 'mod_wsgi',
          imageImport: { allowedHosts: ['a.example', 'b.example'], allowedPorts: [443] },
          importEgress: { mirrors: ['192.0.2.1'], resolvers: ['192.0.2.53'] },
          release: '2025.1',
        },
      },
      {
        name: 'north',
        intent: {
          launcher: 'uwsgi',
          imageImport: { allowedHosts: ['c.example'], allowedPorts: [443] },
          importEgress: { mirrors: ['192.0.2.1'], resolvers: ['2001:db8::53'] },
          imageCreateRateLimit: false,
          release: 'zed',
        },
      },
    ]);
  });

  it('shares what a region does not change', () => {
    const [one] = settleText(fleet);
    const [same] = settleText(
      fleet.replace('  north:', '  south: {release: zed, importEgress: {resolvers: []}}\n  north:'),
    ).slice(1);
    expect(one?.intent.imageImport).toEqual(same?.intent.imageImport);
    const regions = settleText(
      'imageImport: {allowedHosts: [a.example]}\nregions: {a: {release: zed}, b: {release: zed}}\n',
    );
    expect(regions[0]?.intent.imageImport).toBe(regions[1]?.intent.imageImport);
  });

  it('finds each value where it was written', () => {
    const north = settleText(fleet)[1];
    const places = [
      ['/imageImport/allowedHosts/0', 15, '/regions/north/imageImport/allowedHosts/0'],
      ['/imageImport/allowedPorts/0', 4, '/imageImport/allowedPorts/0'],
      ['/importEgress/mirrors/0', 6, '/importEgress/mirrors/0'],
      ['/importEgress/resolvers', 18, '/regions/north/importEgress/resolvers'],
      ['/importEgress', 17, '/regions/north/importEgress'],
      ['/imageImport/allowedSchemes', 14, '/regions/north/imageImport/allowedSchemes'],
      ['', 11, '/regions/north'],
    ] as const;
    for (const [pointer, line, told] of places) expect(north?.placeOf(pointer)).toMatchObject({ line, pointer: told });
  });

  it('tells a mistake in the shared part once', () => {
    const text =
      'imageImport: {enabledImportMethods: [web-download], allowedPorts: [0]}\nregions: {a: {release: zed}, b: {release: zed}}\n';
    expect(outlineProblems(text)).toEqual([
      'intent.yaml:1:38 (/imageImport/enabledImportMethods/0): contradiction',
      'intent.yaml:1:68 (/imageImport/allowedPorts/0): bad-value',
    ]);
  });

  it('wants each region complete and well named', () => {
    expect(outlineProblems('regions:\n  a: {}\n  b_c: {release: zed}\n  A: {release: zed}\n  d:\n')).toEqual([
      'intent.yaml:2:3 (/regions/a): missing-key',
      'intent.yaml:3:3 (/regions/b_c): bad-value',
      'intent.yaml:4:3 (/regions/A): duplicate-key',
      'intent.yaml:5:3 (/regions/d): wrong-type',
    ]);
    expect(outlineProblems('release: zed\nregions: {}\n')).toEqual(['intent.yaml:2:1 (/regions): bad-value']);
  });

  it('does not nest', () => {
    expect(outlineProblems('regions: {a: {release: zed, regions: {}}}\n')).toEqual([
      'intent.yaml:1:29 (/regions/a/regions): unknown-key',
    ]);
  });
});

describe('contradictions', () => {
  it.each([
    ['imageImport: {enabledImportMethods: [glance-direct, web-download]}', '/imageImport/enabledImportMethods/1'],
    ['imageImport: {enabledImportMethods: [web-download], allowedHosts: []}', '/imageImport/enabledImportMethods/0'],
    ['imageImport: {enabledImportMethods: [glance-direct], allowedHosts: [a.example]}', '/imageImport/allowedHosts'],
    ['imageFormats: {vmdkAllowedTypes: [streamOptimized]}', '/imageFormats/vmdkAllowedTypes'],
    ['imageFormats: {diskFormats: [vmdk], vmdkAllowedTypes: []}', '/imageFormats/vmdkAllowedTypes'],
    ['imageImport: {allowedHosts: [a.example]}\nimportEgress: {resolvers: [], mirrors: []}', '/importEgress/mirrors'],
    [
      'imageImport: {allowedHosts: [a.example], allowedPorts: [8443]}\nimportEgress: {resolvers: [], mirrors: [192.0.2.1]}',
      '/importEgress/mirrorPorts',
    ],
    [
      'importEgress: {resolvers: [], mirrors: [], services: [{name: a, to: 10.0.0.1, ports: [1]}, {name: a, to: 10.0.0.2, ports: [1]}]}',
      '/importEgress/services/1/name',
    ],
    ['imageCreateRateLimit: {haproxy: {bind: ["*:9292"]}}', '/imageCreateRateLimit/haproxy'],
    ['imageCreateRateLimit: {trustedProxies: ["::/0"]}', '/imageCreateRateLimit/trustedProxies/0'],
    [
      'novaSignatures: {defaultTrustedCertificateIds: [5f3b1c2e-8a4d-4c6f-9b7e-2d1a0c9e8f7b], verifyGlanceSignatures: false}',
      '/novaSignatures/verifyGlanceSignatures',
    ],
    [
      'acceptedRisks: [{risk: a, reason: b, until: 2027-01-01}, {risk: a, reason: c, until: 2028-02-29}]',
      '/acceptedRisks/1',
    ],
  ])('%s', (line, pointer) => {
    expect(listProblems(`release: zed\n${line}\n`)).toMatchObject([{ code: 'contradiction', place: { pointer } }]);
  });

  it('tells a rule that is set twice as a conflict', () => {
    const text =
      'release: zed\nimagePolicy: {tasksApiAccess: nobody, rules: {glance: {tasks_api_access: "role:admin"}}}\n';
    expect(listProblems(text)).toMatchObject([
      { code: 'conflict', place: { pointer: '/imagePolicy/rules/glance/tasks_api_access' } },
    ]);
    expect(listProblems(text.replace('nobody', 'default'))).toEqual([]);
  });

  it('finds nothing in an intent that uses everything', () => {
    const text = `release: 2025.1
packages: {glance: "2:30.0.0-3+deb13u2", nova: 31.0.1, cinder: "1:26.0.0-1.el9"}
launcher: uwsgi
targets: [etc]
imageImport: {enabledImportMethods: [glance-direct, web-download, copy-image], allowedHosts: [a.example, 8.8.8.8, "2001:4860:4860::8888"], allowedSchemes: [https], allowedPorts: [443, 8443]}
imageFormats: {diskFormats: [qcow2, vmdk], containerFormats: [bare], requireImageFormatMatch: true, vmdkAllowedTypes: [streamOptimized], imageSizeCap: 1}
imagePolicy: {tasksApiAccess: nobody, addImageLocation: services, communitizeImage: admin, rules: {glance: {"get_image": "role:reader and project_id:%(project_id)s"}, nova: {"os_compute_api:servers:create": "!"}}}
importEgress: {glanceUid: 42415, resolvers: [10.0.0.53], mirrors: [10.1.0.0/16, "fd00:1::/64"], mirrorPorts: [443], services: [{name: message queue, to: 127.0.0.1, ports: [5672], protocol: tcp}]}
imageCreateRateLimit: {requestsPerMinute: 1, burst: 0, proxies: [nginx, haproxy], trustedProxies: [10.0.0.0/8], haproxy: {bind: ["*:9292", ":::9292"], servers: ["127.0.0.1:9293", "glance-1.internal:9293"]}}
novaSignatures: {defaultTrustedCertificateIds: [5f3b1c2e-8a4d-4c6f-9b7e-2d1a0c9e8f7b], verifyGlanceSignatures: true, enableCertificateValidation: true, trustedCerts: admin}
acceptedRisks: [{risk: ssrf-dns, where: import_filtering_opts/allowed_hosts, reason: "our own DNS (SEC-12)", until: 2028-02-29}]
`;
    expect(listProblems(text)).toEqual([]);
  });
});

describe('an intent in TypeScript', () => {
  it('is judged by the same rules, with the construct path as its place', () => {
    expect(settleIntent({ release: 'zed' }, 'App/stack').placeOf('/release')).toEqual({
      file: 'App/stack',
      pointer: '/release',
    });
    const bad = { release: 'zed', imageImport: { allowedHosts: ['A.example'] } } as const;
    expect(() => settleIntent(bad, 'App/stack')).toThrow('App/stack (/imageImport/allowedHosts/0): bad-host');
    const several = { release: 'zed', regions: { a: {} } } as const;
    expect(() => settleIntent(several, 'App/stack')).toThrow(/wrong-type/);
  });
});

it('sums up when there are too many problems to tell', () => {
  const text = JSON.stringify({
    release: 'zed',
    imageImport: { allowedHosts: Array.from({ length: 30_000 }, (_, n) => n) },
  });
  const problems = listProblems(text, 'json');
  expect(problems).toHaveLength(10_001);
  expect(problems.some((one) => one.code === 'too-large' && one.got.includes('problems more'))).toBe(true);
});

it('settles 10,000 regions, and still tells where each value stands', () => {
  const regions = Array.from(
    { length: 10_000 },
    (_, n) =>
      `  region-${n}:\n    release: "2025.1"\n    imageImport: {allowedHosts: [images-${n}.example.org, mirror.example.org]}\n    packages: {glance: 30.2.0}\n`,
  );
  const settled = settleRegions(parseIntent(`launcher: uwsgi\nregions:\n${regions.join('')}`, 'fleet.yaml', 'yaml'));
  expect(settled).toHaveLength(10_000);
  expect(settled[9_999]?.placeOf('/imageImport/allowedHosts/0')).toMatchObject({ line: 40_001, column: 34 });
});
