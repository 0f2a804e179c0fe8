// Keys by project and token: they only add a bucket, count from trusted proxies alone, and never leave a request without one.
import { composeHaproxyImageCreateLimit } from '../../../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../../../src/documents/nginx/compose';
import { loadNginx } from '../../../../src/documents/nginx/load';
import { renderNginx } from '../../../../src/documents/nginx/render';
import { judgeImageCreateLimit } from '../../../../src/emulators/edge/judge';
import { edgeVerdict } from '../../../../src/emulators/edge/verdict';

const trusted = '10.0.0.5';
const outside = '198.51.100.7';
const numbers = { requestsPerMinute: 6, burst: 5, trustedProxies: [trusted, '2001:db8:ffff::/48'] };
const proxy = { bind: ['*:9292'], servers: ['10.0.0.9:9292'] };
type Key = 'address' | 'project' | 'token';
const products = {
  nginx: (key: Key) => {
    const { file, ...document } = composeNginxImageCreateLimit({ ...numbers, key });
    return loadNginx(new Map([[file, renderNginx(document)]]));
  },
  HAProxy: (key: Key) => {
    const { file, ...document } = composeHaproxyImageCreateLimit({ ...numbers, ...proxy, key });
    return loadHaproxy(new Map([[file, renderHaproxy(document)]]));
  },
};
const callerHeaders = { address: 'X-Other', project: 'X-Project-Id', token: 'X-Auth-Token' } as const;

describe.each(Object.entries(products))('%s', (_, load) => {
  const judge = (
    key: Key,
    clientAddress: string,
    headers: Record<string, string>,
    fixedHeaders: string[] | 'all' = [],
  ) => edgeVerdict(load(key), { method: 'POST', rawPath: '/v2/images', headers, clientAddress, fixedHeaders });

  test.each(['address', 'project', 'token'] as const)(
    'key %s: every spelling is limited, without a weakness',
    (key) => {
      expect(judgeImageCreateLimit(load(key), { collapses: true })).toMatchObject({
        evading: [],
        weaknesses: [],
        worst: { limited: true, requestsPerMinute: 6, burst: 5, status: 429, retryAfter: '10' },
      });
    },
  );

  test.each(['project', 'token'] as const)(
    'key %s: from outside a forged, changed or missing header changes nothing',
    (key) => {
      const bare = judge(key, outside, {});
      const forged = judge(key, outside, { [callerHeaders[key]]: 'f00', 'X-Forwarded-For': 'x:' });
      expect(bare).toMatchObject({ limited: true, burst: 5 });
      expect(forged).toEqual(bare);
    },
  );

  test('key project: one project with many addresses behind the trusted proxy shares one bucket', () => {
    const headers = { 'X-Project-Id': 'a'.repeat(32), 'X-Forwarded-For': outside };
    expect(judge('project', trusted, headers, ['x-project-id'])).toMatchObject({ limited: true, burst: 5 });
    expect(judge('address', trusted, headers, ['x-project-id'])).toMatchObject({ limited: false });
    expect(judge('project', '2001:db8:ffff::1', headers, ['x-project-id'])).toMatchObject({ limited: true, burst: 5 });
    // The trusted IPv4 proxy on a dual-stack socket.
    expect(judge('project', '::ffff:10.0.0.5', headers, ['x-project-id'])).toMatchObject({ limited: true, burst: 5 });
  });

  test('key token: many tokens from one address share the bucket of the address', () => {
    const headers = { 'X-Auth-Token': 'gAAAAAB', 'X-Forwarded-For': outside };
    expect(judge('token', trusted, headers, ['x-forwarded-for'])).toMatchObject({ limited: true, burst: 5 });
    expect(judge('token', trusted, {}, ['x-forwarded-for'])).toMatchObject({ limited: true, burst: 5 });
    expect(judge('token', trusted, headers, ['x-auth-token'])).toMatchObject({ limited: true, burst: 5 });
    expect(judge('token', trusted, headers)).toMatchObject({ limited: false });
  });

  test('a trusted proxy that says nothing: its address counts; the project alone where it names no client', () => {
    for (const key of ['address', 'project', 'token'] as const)
      expect(judge(key, trusted, {}, 'all')).toMatchObject({ limited: true, burst: 5 });
    const alone = judge('project', trusted, { 'X-Project-Id': 'p1' }, 'all');
    const another = judge('project', trusted, { 'X-Project-Id': 'p2' }, 'all');
    expect(alone).toMatchObject({ limited: true, burst: 5 });
    expect(another).toMatchObject({ limited: true, burst: 5 });
    expect(alone.limited === true && another.limited === true && alone.bucket !== another.bucket).toBe(true);
  });
});

test('the limit breaks when the trust is dropped from the file: the judge reads bytes, not wishes', () => {
  const document = composeHaproxyImageCreateLimit({ ...numbers, ...proxy, key: 'project' });
  const careless = renderHaproxy(document).replace(/ (?:if|unless) glacis_trusted_proxy/g, (word) =>
    word.includes('unless') ? ' unless TRUE' : ' if TRUE',
  );
  const verdict = edgeVerdict(loadHaproxy(new Map([[document.file, careless]])), {
    method: 'POST',
    rawPath: '/v2/images',
    headers: {},
    clientAddress: outside,
  });
  expect(verdict.limited).toBe(false);
});

test('a key that nobody can be believed about, and a header that none looks at, are problems', () => {
  const compose = (more: object) => () => composeNginxImageCreateLimit({ ...numbers, ...more });
  expect(compose({ key: 'project', trustedProxies: [] })).toThrow(/without trustedProxies/);
  expect(compose({ key: 'token', trustedProxies: [] })).toThrow(/without trustedProxies/);
  expect(compose({ projectHeader: 'X-Project-Id' })).toThrow(/projectHeader with key address/);
  expect(compose({ key: 'project', projectHeader: 'X_Project' })).toThrow(/letters, digits and dashes/);
  expect(() => composeHaproxyImageCreateLimit({ ...numbers, ...proxy, key: 'token', stickCounter: 2 })).toThrow(
    /0 to 1/,
  );
});

test('a thousand trusted proxies still fit the lines of HAProxy', () => {
  const trustedProxies = Array.from({ length: 1000 }, (_, i) => `10.${i >> 8}.${i & 255}.7`);
  const document = composeHaproxyImageCreateLimit({ ...numbers, ...proxy, trustedProxies, key: 'project' });
  expect(loadHaproxy(new Map([[document.file, renderHaproxy(document)]])).faults).toEqual([]);
});
