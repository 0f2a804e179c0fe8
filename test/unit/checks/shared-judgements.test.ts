// What regions share saves work and changes nothing: every tree is judged as if it were the only one, whatever was judged before it.
import { renderRegions } from '../../../src/cli/regions';
import { parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';
import type { Files } from './clouds';

const intent = `release: "2025.1"
packages: { glance: "2:30.0.0-3+deb13u2" }
novaSignatures: { defaultTrustedCertificateIds: [0a1b2c3d-0000-4000-8000-000000000001] }
cinderSignatures: {}
importEgress: { resolvers: [192.0.2.53], mirrors: [203.0.113.10], services: [{ name: db, to: 10.0.0.10, ports: [3306] }] }
imageCreateRateLimit: { proxies: [nginx, haproxy], haproxy: { bind: ["*:9292"], servers: ["10.0.1.11:9292"] } }
regions:
  r0: { imageImport: { allowedHosts: [a.example.org] } }
  r1: { imageImport: { allowedHosts: [b.example.org] } }
`;
const [first, second] = [...renderRegions(settleRegions(parseIntent(intent, 'glacis.yaml', 'yaml')))].map(
  ({ layout }): Files => Object.fromEntries(layout.trees.flatMap(({ files }) => [...files])),
) as [Files, Files];

const pathOf = (part: string): string => Object.keys(first).find((path) => path.includes(part)) as string;
/** The first region with one file changed. */
const change = (part: string, edit: (text: string) => string): Files => {
  const path = pathOf(part);
  const text = edit(first[path] ?? '');
  expect(text).not.toBe(first[path]);
  return { ...first, [path]: text };
};

const trees: Readonly<Record<string, Files>> = {
  first,
  second,
  'a line more before the limit of nginx': change('nginx/', (text) => text.replace('\n', '\n\n')),
  'a limit of nginx that names one spelling': change('nginx/', (text) =>
    text.replace(/"~\^POST:[^"]*"/, '"POST:/v2/images"'),
  ),
  'an HAProxy that counts and does not refuse': change('haproxy/', (text) => text.replace(/^.*deny.*$/m, '')),
  'a guard that refuses nothing': change('.nft', (text) => text.replace(/^.*(?:reject|drop).*$/gm, '')),
  'a guard that is not required': change('glance-api.service.d', (text) => text.replace(/^Requires=.*$/m, '')),
  'a policy with a rule less': change('glance/policy.d', (text) => text.replace(/^"[a-z_]+":.*$/m, '')),
  'another file of Nova': { ...first, 'nova/nova.conf.d/99.conf': '[glance]\nverify_glance_signatures = false\n' },
};

/** The JSON of a judgement, by checks that are loaded anew or that have judged before. */
function judgeFresh(files: Files): unknown {
  let found: unknown;
  jest.isolateModules(() => {
    found = judgeWith(
      require('./clouds'),
      require('../../../src/checks/judge'),
      require('../../../src/report/json'),
      files,
    );
  });
  return found;
}

function judgeWith(
  { openCloud }: typeof import('./clouds'),
  { judge }: typeof import('../../../src/checks/judge'),
  { judgementToJson }: typeof import('../../../src/report/json'),
  files: Files,
): unknown {
  return judgementToJson(judge(openCloud(files)));
}

test('each tree after each other is told what it would be told alone', () => {
  const alone = Object.values(trees).map(judgeFresh);
  expect(new Set(alone.map((told) => JSON.stringify(told))).size).toBeGreaterThan(6);
  const warm = (files: Files) =>
    judgeWith(require('./clouds'), require('../../../src/checks/judge'), require('../../../src/report/json'), files);
  const all = Object.values(trees);
  expect(all.map(warm)).toEqual(alone);
  expect([...all].reverse().map(warm).reverse()).toEqual(alone);
}, 120_000);

test('regions that differ in a host share proxies, guard, policies and the files of Nova and Cinder', () => {
  const { openCloud } = require('./clouds') as typeof import('./clouds');
  const { openEdge } = require('../../../src/checks/cloud/edge') as typeof import('../../../src/checks/cloud/edge');
  const [one, other] = [openCloud(first), openCloud(second)];
  expect(openEdge(one)).toBe(openEdge(other));
  expect(one.egress).toBe(other.egress);
  for (const service of ['glance', 'nova', 'cinder'] as const) expect(one.policy(service)).toBe(other.policy(service));
  for (const service of ['nova', 'cinder'] as const) expect(one.config(service)).toBe(other.config(service));
  expect(one.config('glance')).not.toBe(other.config('glance'));
});
