// What the public interface is called with: a right value of every type that docs/api.md names, and values that are wrong everywhere.
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Construct, RootConstruct } from 'constructs';
import * as door from '../../src';

/** One callable thing behind the door. */
export interface PublicCall {
  readonly name: string;
  readonly isClass: boolean;
  readonly parameters: readonly { readonly name: string; readonly type: string }[];
}

const api = readFileSync(resolve(__dirname, '../../docs/api.md'), 'utf8').split('\n## glacis/')[0] as string;

/** Every class and function that docs/api.md lists, with its parameters. */
export function listPublicCalls(): readonly PublicCall[] {
  const found = [...api.matchAll(/^export declare (class|function) (\w+)(.*(?:\n .*)*)/gm)];
  return found.map(([, kind, name = '', text = '']) => {
    const [, props] = /^ extends Control<(\w+)>/.exec(text) ?? [];
    const own =
      kind === 'class'
        ? /^ constructor\((.*)\);$/m.exec(text)?.[1]
        : /^\((.*)\): [^)]*(?:\) => \w+)?;$/.exec(text)?.[1];
    const list = props === undefined ? own : `scope: Construct, id: string, props: ${props}`;
    if (list === undefined) throw new Error(`${name}: its parameters cannot be read from docs/api.md`);
    return { name, isClass: kind === 'class', parameters: splitParameters(list) };
  });
}

/** At commas outside of brackets. */
function splitParameters(list: string): PublicCall['parameters'] {
  const parts = list.split(/, (?=\w+\??: )/);
  return parts.map((part) => {
    const [, name = '', type = ''] = /^(\w+)\??: (.*)$/.exec(part) ?? [];
    return { name, type };
  });
}

/** The keys of an interface at its top, as docs/api.md has them; undefined for what is none. */
export function listKeys(type: string): readonly string[] | undefined {
  const [, body] = new RegExp(`^export interface ${type} (?:extends .*)?\\{\n((?: .*\n)*)\\}`, 'm').exec(api) ?? [];
  return body === undefined ? undefined : [...body.matchAll(/^ readonly (\w+)\??:/gm)].map(([, key = '']) => key);
}

const certificate = readFileSync(resolve(__dirname, '../data/certificates/root.pem'), 'utf8');

const imageImport = {
  enabledImportMethods: ['glance-direct', 'web-download'],
  allowedHosts: ['images.example.org'],
  allowedSchemes: ['https'],
  allowedPorts: [443],
};
const risk = { risk: 'ssrf-allowlisted-name-inside', where: 'glance', reason: 'known', until: '2030-01-01' };

/** Props of every control, with every key they may have that goes with the others. */
const props: Readonly<Record<string, object>> = {
  CinderConversionProps: {
    imageConversionCpuLimit: 20,
    imageConversionAddressSpaceLimit: 1,
    imageConversionDisable: true,
  },
  DatabasePurgeProps: { ageInDays: 30, maxRows: 100, every: 'daily' },
  GrowthAlertsProps: { maxRows: 100_000, maxRowsPerHour: 500, maxImagesPerProject: 100 },
  ImageConversionProps: { outputFormat: 'raw', injectMetadata: { note: 'a text' }, ignoreUserRoles: ['admin'] },
  ImageCreateRateLimitProps: {
    requestsPerMinute: 6,
    burst: 3,
    proxies: ['nginx', 'haproxy'],
    otherWrites: { requestsPerMinute: 60, burst: 20 },
    trustedProxies: ['192.0.2.0/24'],
    key: 'project',
    projectHeader: 'X-Project-Id',
    haproxy: { frontend: 'own', bind: ['*:9292'], servers: ['192.0.2.7:9292'], stickCounter: 1, peers: 'mypeers' },
  },
  ImageFormatsProps: {
    diskFormats: ['qcow2', 'vmdk'],
    containerFormats: ['bare'],
    requireImageFormatMatch: true,
    gptSafetyChecksNonfatal: ['mbr'],
    vmdkAllowedTypes: ['streamOptimized'],
    imageSizeCap: 2 ** 30,
  },
  ImageLocationsProps: { showImageDirectUrl: false, showMultipleLocations: false, writeLocations: 'admin' },
  ImagePolicyProps: {
    tasksApiAccess: 'nobody',
    addImageLocation: 'services',
    communitizeImage: 'admin',
    imageOrigin: 'tenants',
    audience: 'tenants',
    uploadImage: 'members',
    metadefs: 'admin',
    addImage: 'default',
    rules: { glance: { delete_image: 'role:admin' }, nova: {}, cinder: {} },
  },
  ImageQuotasProps: {
    imagePropertyQuota: 10,
    imageTagQuota: 10,
    imageMemberQuota: 10,
    imageLocationQuota: 10,
    userStorageQuota: '500GB',
  },
  ImageSharingProps: { members: 'owners', publicizeImage: 'admin' },
  ImageSignatureRequiredProps: {
    furtherPlugins: ['inject_image_metadata'],
    directUpload: 'nobody',
    python: '/usr/bin/python3',
    unit: 'glance-api.service',
  },
  ImportEgressGuardProps: {
    glanceUid: 64062,
    resolvers: ['192.0.2.53'],
    mirrors: ['198.51.100.0/24'],
    mirrorPorts: [443],
    services: [{ name: 'keystone', to: '192.0.2.5', ports: [5000], protocol: 'tcp' }],
  },
  ImportFilterProps: imageImport,
  ServiceExposureProps: { flavor: 'keystone', debug: false },
  SignatureEnforcingCinderProps: {
    createFromImage: 'admin',
    reimage: 'admin',
    setImageMetadata: 'admin',
    emptyDirectUrlSchemes: true,
  },
  SignatureEnforcingNovaProps: {
    defaultTrustedCertificateIds: ['b8a6c5a6-6d0c-4a0b-9f32-7b0b6e3ac6d2'],
    verifyGlanceSignatures: true,
    enableCertificateValidation: true,
    trustedCerts: 'nobody',
    attachVolume: 'nobody',
    shelvedOffloadTime: -1,
    imagesType: 'qcow2',
    enableRbdDownload: false,
  },
  SignatureKeyManagerProps: {
    backend: 'barbican',
    barbicanEndpoint: 'https://barbican.example.org',
    authEndpoint: 'https://keystone.example.org/v3',
    barbicanEndpointType: 'internal',
    services: ['glance', 'nova', 'cinder'],
    certificates: { root: { pem: certificate } },
    readers: ['4a0b9f327b0b6e3ac6d2b8a6c5a66d0c'],
  },
  SignaturePropertyProtectionProps: { signers: ['signer'], blockDeviceMapping: 'signers' },
  StagingBoundsProps: {
    device: '/dev/vg/staging',
    filesystem: 'xfs',
    directory: '/var/lib/glance/staging',
    memoryMax: 4096,
    cpuQuota: 200,
    ioWeight: 50,
    tasksMax: 200,
    limitFsize: 200_000,
  },
  UnifiedLimitsProps: {
    region: 'RegionOne',
    endpointId: '4a0b9f327b0b6e3ac6d2b8a6c5a66d0c',
    imageCountTotal: 10,
    imageCountUploading: 2,
    imageSizeTotal: 1000,
    imageStageTotal: 1000,
  },
  HardenedGlanceProps: {
    imageImport,
    imageFormats: { diskFormats: ['raw'] },
    imageQuotas: { imageTagQuota: 5 },
    imageLocations: { writeLocations: 'admin' },
    imageSharing: { members: 'owners' },
    serviceExposure: { debug: false },
    imageConversion: { outputFormat: 'raw' },
    importEgress: { resolvers: ['192.0.2.53'], mirrors: ['198.51.100.0/24'] },
  },
  HardeningStackProps: { release: '2025.1', packages: { glance: '30.2.0' }, launcher: 'uwsgi', acceptedRisks: [risk] },
};

const texts: Readonly<Record<string, string>> = {
  id: 'name',
  path: resolve(__dirname, '../../examples/public-region/glacis.yaml'),
  text: 'release: "2025.1"\n',
  file: 'glacis.yaml',
  origin: 'portal',
  directory: resolve(__dirname, '../../snapshots/public-region/etc'),
  url: 'https://images.example.org/a.qcow2',
  today: '2026-11-22',
};

const stack = (scope?: Construct): door.HardeningStack => {
  const made = new door.HardeningStack(scope, 'region', { release: '2025.1' });
  new door.HardenedGlance(made, 'glance');
  return made;
};
const versions = { release: '2025.1', packages: { glance: '30.2.0' }, launcher: 'uwsgi', glanceUid: 64062 } as const;
const cloud = door.openFiles(new Map([['glance/glance-api.conf', '[DEFAULT]\ndebug = true\n']]), versions);
const judgement = door.judge(cloud);
const intent: door.RegionIntent = { release: '2025.1', imageQuotas: { imageTagQuota: 5 }, launcher: 'uwsgi' };

const values: Readonly<Record<string, (name: string) => unknown>> = {
  Construct: () => new door.HardeningStack(undefined, 'stack', { release: '2025.1' }),
  'Construct | undefined': () => new RootConstruct(),
  HardeningStack: () => stack(),
  'HardeningStack | readonly HardeningStack[]': () => [stack()],
  string: (name) => texts[name],
  Cloud: () => cloud,
  Judgement: () => judgement,
  LoadedIntent: () => door.parseIntent('release: "2025.1"\n', 'glacis.yaml', 'yaml'),
  RegionIntent: () => intent,
  SettledRegion: () => ({ ...door.settleIntent(intent, 'portal') }),
  FileTree: () => new Map([['glance/glance-api.conf', '']]),
  RunningVersions: () => versions,
  IntentFormat: () => 'yaml',
  ReadBeside: () => () => null,
  ReportFormat: () => 'json',
  'readonly ReportedRegion[]': () => [
    { name: 'a', judgement, directory: 'etc', residuals: [{ control: 'c', because: 'b' }] },
  ],
  ReportProps: () => ({ today: '2026-11-22', hasColor: false, hasReferences: true }),
  SynthesizeOptions: () => ({ out: 'out', targets: ['etc'] }),
  TargetName: () => 'etc',
  'readonly AcceptedRisk[]': () => [{ ...risk, risk: 'debug-logging', where: 'DEFAULT/debug' }],
  'readonly Problem[]': () => [
    { code: 'usage', place: { file: 'x', line: 1, column: 1, pointer: '' }, got: 'g', wanted: 'w', why: 'y', fix: 'f' },
  ],
  'Iterable<readonly [string, readonly string[]]>': () => [['images.example.org', ['192.0.2.1']]],
};

/** A right value of a parameter, made anew. @throws for a type that nobody has given an example of */
export function makeValue({ name, type }: PublicCall['parameters'][number]): unknown {
  const made = type in props ? props[type] : values[type]?.(name);
  if (made === undefined) throw new Error(`give ${type} (${name}) an example in test/properties/public-interface.ts`);
  return made;
}

class Instance {
  readonly release = '2025.1';
  get allowedHosts(): never {
    throw new Error('asked');
  }
}
const cycle: Record<string, unknown> = {};
cycle.self = cycle;
const thrower = new Proxy({}, { get: refuse, has: refuse, ownKeys: refuse, getPrototypeOf: refuse });
function refuse(): never {
  throw new TypeError('a trap');
}
const revoked = Proxy.revocable([], {});
revoked.revoke();

/** Right nowhere, whatever the parameter: each must be told. A name, and how it is made. */
export const wrongValues: readonly (readonly [name: string, value: unknown])[] = [
  ['a symbol', Symbol('evil')],
  ['a BigInt', 5n],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['a date', new Date(0)],
  ['a Map', new Map<unknown, unknown>([[5, Symbol('evil')]])],
  ['a Set', new Set(['evil'])],
  ['an instance', new Instance()],
  ['an object that inherits', Object.create({ release: '2025.1', userStorageQuota: '1\nevil = 1' })],
  ['a cycle', cycle],
  [
    'a getter that throws',
    {
      get release() {
        return refuse();
      },
    },
  ],
  ['a proxy that throws', thrower],
  ['a revoked proxy', revoked.proxy],
  ['a key __proto__', JSON.parse('{ "__proto__": { "release": "2025.1" } }')],
  ['a symbol as key', { [Symbol('evil')]: 1 }],
  ['a key nobody knows', { evilKey: 1 }],
  ['a text in a box', new String('evil')],
  ['a promise', Promise.resolve('2025.1')],
  ['a huge text', 'x'.repeat(9 * 2 ** 20)],
  ['a sparse list', new Array(2 ** 31)],
];

/** Perhaps right, perhaps not: told, or harmless in every file that is written. */
export const doubtfulValues: readonly unknown[] = [
  null,
  '',
  '5',
  'x\nevil = 1',
  'x]\r\n[evil]\nevil = 1',
  '{{ evil }} ${evil} %(evil)s `evil`',
  'a\ud800b',
  '\u202eevil',
  '\u0000',
  -0,
  0,
  5,
  -1,
  1.5,
  true,
  false,
  [],
  {},
  Object.freeze(['a']),
  [['a'], null],
  [undefined],
  () => ({ evil: 1 }),
];
