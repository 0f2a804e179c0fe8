// The schema says everything the types say, in words, and its compiled form is what it compiles to.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { hardenRegion } from '../../../src/constructs/harden-region';
import { intentSchema } from '../../../src/intent/schema';
import { initialIntent } from '../../../src/intent/template';
import { releaseNames } from '../../../src/openstack/releases';
import { loadTarget, targetNames } from '../../../src/targets';
import { settleText } from './settled';

const root = join(__dirname, '..', '..', '..');
type Node = { readonly [key: string]: unknown };
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema node that judges a value, with the path of its keys. */
function listNodes(node: Node, path: string): [string, Node][] {
  const inner = Object.entries({ ...(node.properties as Node), ...(node.definitions as Node) }).filter(
    (entry): entry is [string, Node] => isNode(entry[1]),
  );
  const rest: [string, unknown][] = [
    ['*', node.items],
    ['*', node.additionalProperties],
  ];
  const nested = [...inner, ...rest.filter((entry): entry is [string, Node] => isNode(entry[1]))];
  return [[path, node], ...nested.flatMap(([key, value]) => listNodes(value, `${path}/${key}`))];
}

const nodes = listNodes(intentSchema, '').filter(
  ([path, node]) => !path.startsWith('/completeRegion') && node.$ref === undefined,
);

it('describes every node', () => {
  expect(nodes.length).toBeGreaterThan(60);
  expect(nodes.filter(([, node]) => typeof node.description !== 'string').map(([path]) => path)).toEqual([]);
});

it('closes every section', () => {
  const open = nodes.filter(
    ([, node]) => [node.type].flat().includes('object') && node.additionalProperties === undefined,
  );
  expect(open.map(([path]) => path)).toEqual([]);
});

it('gives a default to every key, but to those that are listed here as having none', () => {
  const without = nodes.filter(([path, node]) => !('default' in node) && !path.includes('*'));
  expect(without.map(([path]) => path).sort()).toEqual([
    '',
    '/cinderConversion',
    '/cinderSignatures',
    '/databasePurge',
    '/growthAlerts',
    '/imageConversion',
    '/imageConversion/injectMetadata',
    '/imageConversion/outputFormat',
    '/imageCreateRateLimit/haproxy/peers',
    '/imageCreateRateLimit/otherWrites',
    '/imageCreateRateLimit/projectHeader',
    '/imageQuotas/userStorageQuota',
    '/importEgress',
    '/importEgress/mirrors',
    '/importEgress/resolvers',
    '/nodePart',
    '/nodes',
    '/novaSignatures',
    '/novaSignatures/defaultTrustedCertificateIds',
    '/novaSignatures/imagesType',
    '/packages/cinder',
    '/packages/glance',
    '/packages/nova',
    '/regionPart',
    '/regionPart/nodes',
    '/regionPart/release',
    '/regions',
    '/release',
    '/serviceExposure/flavor',
    '/signatureKeyManager',
    '/signatureKeyManager/authEndpoint',
    '/signatureKeyManager/barbicanEndpoint',
    '/signatureKeyManager/barbicanEndpointType',
    '/signatureKeyManager/certificates',
    '/signatureProperties',
    '/signedImports',
    '/signedImports/unit',
    '/stagingBounds',
    '/stagingBounds/device',
    '/unifiedLimits',
    '/unifiedLimits/endpointId',
    '/unifiedLimits/region',
  ]);
});

it('accepts each of its own defaults', () => {
  const withDefault = nodes.filter(([, node]) => 'default' in node);
  expect(withDefault.length).toBeGreaterThan(25);
  for (const [path, node] of withDefault) {
    const isValid = new Ajv({ strict: false }).validate(
      { ...node, definitions: intentSchema.definitions },
      node.default,
    );
    expect([path, isValid]).toEqual([path, true]);
  }
});

it('has the keys of the types, no more and no fewer', () => {
  const files = ['types.ts', 'types-capacity.ts', 'types-edge.ts', 'types-signatures.ts'];
  const source = files.map((file) => readFileSync(join(root, 'src/intent', file), 'utf8')).join('');
  const typed = new Set([...source.matchAll(/readonly (\w+)\??:/g)].map((match) => match[1]));
  const settledOnly = ['name', 'intent', 'placeOf', 'regions'];
  const listed = new Set(nodes.map(([path]) => path.split('/').at(-1) ?? ''));
  for (const key of typed) if (!settledOnly.includes(key ?? '')) expect([...listed]).toContain(key);
  const definitions = Object.keys(intentSchema.definitions as Node);
  const extra = [...listed].filter((key) => !typed.has(key) && !['', '*'].includes(key) && !definitions.includes(key));
  expect(extra).toEqual([]);
});

it('is compiled as committed (npx tsx scripts/validator.mjs)', () => {
  expect(() =>
    execFileSync(process.execPath, ['--import', 'tsx', 'scripts/validator.mjs', '--check'], {
      cwd: root,
      stdio: 'pipe',
    }),
  ).not.toThrow();
});

it('compiles to code that needs no library', () => {
  const text = readFileSync(join(root, 'src/intent/validator.generated.cjs'), 'utf8');
  expect(text).not.toMatch(/require\(/);
});

it.each(releaseNames)(
  'the first intent of %s is good as it is, and each target with a proxy carries its limit',
  (release) => {
    expect(settleText(initialIntent(release, loadTarget('etc')))).toMatchObject([{ name: null, intent: { release } }]);
    for (const target of targetNames) {
      const [region] = settleText(initialIntent(release, loadTarget(target)));
      const documents = hardenRegion(undefined, region as NonNullable<typeof region>).collect();
      const lost = loadTarget(target).residuals(documents);
      const controls = lost.map(({ control }) => control).filter((control) => /launcher|rate-limit/.test(control));
      const isWithoutProxy = loadTarget(target).limitedBy === 'none';
      expect({ target, controls }).toEqual({ target, controls: isWithoutProxy ? ['image-create-rate-limit'] : [] });
      expect(region?.intent.targets ?? ['etc']).toEqual([target]);
    }
  },
);
