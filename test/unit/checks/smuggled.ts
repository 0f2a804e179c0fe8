// A region with every control on, and what diff says of hand-made changes to it: the ground of the tests on smuggled loosenings.
import { type ComparedRegion, diffFleets, type FleetDiff } from '../../../src/checks/diff/fleet';
import { splitRegions } from '../../../src/cli/compared-side';
import { renderLoaded } from '../../../src/cli/regions';
import { parseIntent } from '../../../src/intent/load';

/** Two sides compared as the command does it: 0 no difference, 2 a difference, 3 something is looser. */
export interface Told {
  readonly exit: 0 | 2 | 3;
  /** Directions told, sorted. */
  readonly directions: readonly string[];
  /** Each change in one line, looser first. */
  readonly lines: readonly string[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** Compares two sides. */
export function tell(before: readonly ComparedRegion[], after: readonly ComparedRegion[]): Told {
  const { changes, attacksOpened, attacksClosed }: FleetDiff = diffFleets(before, after);
  const directions = [...new Set(changes.map(({ direction }) => direction))].sort();
  const isLooser = attacksOpened.length > 0 || directions.includes('looser');
  return {
    exit: isLooser ? 3 : changes.length === 0 ? 0 : 2,
    directions,
    lines: changes.map((one) =>
      [one.direction, one.file, one.subject, one.before, '->', one.after, one.because, ...one.attacks].join(' '),
    ),
    opened: attacksOpened,
    closed: attacksClosed,
  };
}

/** Every control on. */
export const strictIntent = {
  release: '2025.1',
  packages: { glance: '30.2.0', nova: '31.2.0', cinder: '26.2.0' },
  imageImport: { allowedHosts: ['images.example.org'] },
  unifiedLimits: { region: 'RegionOne', endpointId: '3c0f2a1d9b7e4c5f8a6d0e1b2c3d4e5f' },
  stagingBounds: { device: '/dev/vg0/staging', limitFsize: 200000 },
  cinderConversion: { imageConversionDisable: true },
  importEgress: {
    resolvers: ['192.0.2.53'],
    mirrors: ['203.0.113.10'],
    services: [{ name: 'database', to: '10.0.0.10', ports: [3306] }],
  },
  imagePolicy: { rules: { glance: { delete_image: 'role:admin' } } },
  imageCreateRateLimit: {
    proxies: ['nginx', 'haproxy', 'repose'],
    otherWrites: {},
    haproxy: { bind: ['*:9292'], servers: ['10.0.1.11:9292'] },
  },
  novaSignatures: { defaultTrustedCertificateIds: ['3f2a6a52-5a0e-4a52-9a0b-0d3f5ad5c9b1'], imagesType: 'qcow2' },
  cinderSignatures: {},
  signatureProperties: { signers: ['admin'] },
  signatureKeyManager: { barbicanEndpoint: 'https://barbican.example.org' },
};

/** The regions of an intent. */
export function renderIntent(text: string): ComparedRegion[] {
  const { synthesis } = renderLoaded(parseIntent(text, 'glacis.json', 'json'));
  return splitRegions(synthesis.manifest, synthesis.files);
}

/** The region. */
export const [strict] = renderIntent(JSON.stringify(strictIntent)) as [ComparedRegion];

/** A file, and what is written there: a text that is put in the place of another one, or (first absent) the end of a file. */
export type Edit = readonly [file: string, found: RegExp | string | null, written: string];

/** The region after some edits. @throws Error when an edit finds nothing */
export function edit(edits: readonly Edit[], region: ComparedRegion = strict): ComparedRegion {
  const files = new Map(region.files);
  for (const [file, found, written] of edits) {
    const text = files.get(file) ?? '';
    const next = found === null ? text + written : text.replace(found, written);
    if (next === text) throw new Error(`nothing to change in ${file}`);
    files.set(file, next);
  }
  return { ...region, files };
}

/** Looser one way and named, and not looser on the way back. */
export function expectLooser(before: readonly ComparedRegion[], after: readonly ComparedRegion[], named: RegExp): void {
  const there = tell(before, after);
  expect([there.exit, there.directions.includes('tighter')]).toEqual([3, false]);
  expect(there.lines.filter((line) => line.startsWith('looser')).join('\n')).toMatch(named);
  const back = tell(after, before);
  expect([back.exit, back.directions]).toEqual([2, expect.arrayContaining(['tighter'])]);
}
