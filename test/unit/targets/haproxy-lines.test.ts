// A limit for a frontend that is there already: which tools place its lines, that it stops what it should, and what none can carry.
import { decideImageCreateRateLimit } from '../../../src/constructs/image-create-rate-limit';
import type { ImageCreateRateLimitProps } from '../../../src/intent/types-edge';
import { IntentProblems } from '../../../src/problems';
import { loadTarget } from '../../../src/targets';
import { verdictOf } from '../checks/clouds';
import { documentsWith, openCloud } from './documents';

const placeOf = (pointer: string) => ({ file: 'glacis.yaml', pointer });
const decide = (props: ImageCreateRateLimitProps) => decideImageCreateRateLimit(props, placeOf);
const existing: ImageCreateRateLimitProps = {
  proxies: ['haproxy'],
  trustedProxies: ['10.0.0.5'],
  key: 'project',
  otherWrites: {},
  haproxy: { frontend: 'existing' },
};
const documents = documentsWith({ artifacts: decide(existing).artifacts ?? [], launcher: 'eventlet' });
const override = 'config/haproxy-config/glance-api.cfg';
const floods = [
  'dos-image-create-flood',
  'dos-create-delete-loop',
  'dos-tag-churn',
  'dos-limit-version-alias',
] as const;

test.each(['kolla-ansible', 'openstack-ansible'] as const)('%s places the lines: the floods are stopped', (name) => {
  const target = loadTarget(name);
  const files = target.layOut(documents);
  expect(target.residuals(documents)).toEqual([]);
  const arrived = target.toEtc(files);
  for (const id of floods)
    expect({ id, verdict: verdictOf(openCloud(arrived), id) }).toEqual({ id, verdict: 'stopped' });
  const text = [...arrived].find(([, one]) => one.includes('track-sc1'))?.[1] ?? '';
  expect(text).not.toContain('track-sc0 var');
  // Without the refusals nothing is left of it.
  const broken = new Map(
    [...arrived].map(([path, one]) => [path, one.replace(/^.*deny_status 429 content-type.*$/gm, '')]),
  );
  expect(verdictOf(openCloud(broken), 'dos-image-create-flood')).toBe('open');
});

test.each(['etc', 'kustomize'] as const)('%s has the lines beside the tables, and credits nothing for them', (name) => {
  const target = loadTarget(name);
  const arrived = target.toEtc(target.layOut(documents));
  expect(arrived.get('haproxy/glacis-image-create.lines')).toContain('http-request track-sc1');
  expect(arrived.get('haproxy/conf.d/90-glacis-image-create.cfg')).not.toContain('frontend');
  expect(verdictOf(openCloud(arrived), 'dos-image-create-flood')).toBe('open');
});

test('a whole frontend is what openstack-ansible cannot carry, and it says what it can', () => {
  const whole = documentsWith({ artifacts: decide({ proxies: ['haproxy'] }).artifacts ?? [] });
  expect(loadTarget('openstack-ansible').residuals(whole)[0]?.because).toContain('haproxy.frontend to existing');
});

test('a template that somebody changed is a problem, not a verdict; so are lines without their tables', () => {
  const target = loadTarget('kolla-ansible');
  const files = target.layOut(documents);
  const text = files.get(override) as string;
  const changed = text.replace('{% endfor %}', '{% endfor %}{{ other }}');
  expect(() => target.toEtc(new Map([...files, [override, changed]]))).toThrow(IntentProblems);
  const alone = new Map([...files].filter(([path]) => !path.includes('services.d')));
  expect(() => target.toEtc(alone)).toThrow(/unreadable/);
});

test('kolla-ansible with TLS backends has the lines too, and other lines there are a problem', () => {
  const target = loadTarget('kolla-ansible');
  const tlsOverride = 'config/haproxy-config/glance-tls-proxy.cfg';
  const files = target.layOut(documents);
  expect(files.get(tlsOverride)).toBe(files.get(override));
  const other = files.get(override)?.replace('deny_status 429', 'deny_status 430') as string;
  expect(() => target.toEtc(new Map([...files, [tlsOverride, other]]))).toThrow(IntentProblems);
  expect(target.layOut({ ...documents, release: '2026.1' }).has(tlsOverride)).toBe(false);
});

test('the counters are those the intent names, and sc0 stays free by default', () => {
  const lines = (haproxy: object) =>
    decide({ ...existing, haproxy: { frontend: 'existing', ...haproxy } }).artifacts?.[1]?.text ?? '';
  expect(lines({}).match(/track-sc\d/g)).toEqual(['track-sc1', 'track-sc2', 'track-sc1', 'track-sc2']);
  expect(lines({ stickCounter: 0 }).match(/track-sc\d/g)).toEqual(['track-sc0', 'track-sc1', 'track-sc0', 'track-sc1']);
});

test('a peers section of the site keeps the tables, and arrives with them at every target that carries the lines', () => {
  const decided = decide({ ...existing, haproxy: { frontend: 'existing', peers: 'site' } });
  expect(decided.residuals?.map(({ because }) => because).join()).not.toContain('reload');
  expect(
    decide({ ...existing })
      .residuals?.map(({ because }) => because)
      .join(),
  ).toContain('reload');
  for (const name of ['etc', 'kolla-ansible', 'openstack-ansible'] as const) {
    const target = loadTarget(name);
    const arrived = target.toEtc(target.layOut(documentsWith({ artifacts: decided.artifacts ?? [] })));
    expect([...arrived.values()].join('\n').match(/stick-table .* peers site$/gm)).toHaveLength(2);
  }
  expect(decide({ ...existing, haproxy: { frontend: 'existing', peers: 'a b' } }).problems).toMatchObject([
    { code: 'bad-value', place: { pointer: '/haproxy/peers' } },
  ]);
});

test('what cancels itself is a problem at its place', () => {
  const pointers = (props: ImageCreateRateLimitProps) =>
    decide(props).problems?.map(({ code, place }) => `${code} ${place.pointer}`);
  expect(pointers({ ...existing, haproxy: { frontend: 'existing', bind: ['*:9292'], servers: ['a:1'] } })).toEqual([
    'contradiction /haproxy/bind',
    'contradiction /haproxy/servers',
  ]);
  expect(pointers({ ...existing, trustedProxies: [] })).toEqual(['contradiction /key']);
  expect(pointers({ ...existing, haproxy: { frontend: 'existing', stickCounter: 2 } })).toEqual([
    'bad-value /haproxy/stickCounter',
  ]);
  expect(pointers({ ...existing, proxies: ['haproxy', 'repose'] })).toEqual(['contradiction /key']);
  expect(pointers({ proxies: ['repose'] })).toEqual([]);
});
