// The real HAProxy: it accepts what is rendered without a warning, limits every creating spelling, and agrees with the emulator.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { composeHaproxyImageCreateLimit } from '../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../src/documents/haproxy/render';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { type LivePorts, withProxy } from './live-proxy';
import { findFreePort, hasProgram, leaveOut, sendRequest } from './nginx-origin';
import { expectAdmitted, expectEverySpellingLimited } from './proxied-requests';

const isThere = hasProgram('haproxy');
const directory = mkdtempSync(join(tmpdir(), 'glacis-haproxy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const file = join(directory, 'haproxy.cfg');
const load = (text: string) => loadHaproxy(new Map([['haproxy/haproxy.cfg', text]]));

type LimitProps = Omit<Parameters<typeof composeHaproxyImageCreateLimit>[0], 'bind' | 'servers'>;

function composeLimit({ port, origin }: LivePorts, props: LimitProps): string {
  const addresses = { bind: [`127.0.0.1:${port}`], servers: [`127.0.0.1:${origin}`] };
  return renderHaproxy(composeHaproxyImageCreateLimit({ ...props, ...addresses }));
}

function writeConfiguration(text: string) {
  writeFileSync(file, text);
  return { args: ['-db', '-f', file], configuration: load(text) };
}
/** What `haproxy -c` says: exit code and everything printed. */
function checkConfiguration(text: string): { status: number | null; printed: string } {
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

(isThere ? describe : leaveOut)('the real HAProxy', () => {
  test('accepts every composed file without a warning, alone and behind a usual haproxy.cfg', () => {
    const port = fc.integer({ min: 1, max: 65_535 });
    const address = fc.oneof(
      fc.ipV4(),
      fc.ipV6().map((text) => `[${text}]`),
    );
    const props = fc.record({
      requestsPerMinute: fc.integer({ min: 1, max: 60_000 }),
      burst: fc.integer({ min: 1, max: 700 }),
      bind: fc.array(
        fc.tuple(fc.oneof(address, fc.constant('*')), port).map(([a, b]) => `${a}:${b}`),
        { minLength: 1, maxLength: 3 },
      ),
      servers: fc.array(
        fc.tuple(address, port).map(([a, b]) => `${a}:${b}`),
        { minLength: 1, maxLength: 3 },
      ),
      trustedProxies: fc.array(fc.ipV4(), { maxLength: 3 }),
      header: fc.array(
        fc.string({ unit: 'grapheme' }).filter((text) => !/[\u0000-\u001f\u007f]/.test(text)),
        { maxLength: 2 },
      ),
    });
    const usual =
      'global\n  maxconn 100\ndefaults\n  mode tcp\n  timeout client 1s\n  timeout connect 1s\n  timeout server 1s\n';
    fc.assert(
      fc.property(props, fc.boolean(), (one, isBehind) => {
        const text = renderHaproxy(composeHaproxyImageCreateLimit(one));
        const { status, printed } = checkConfiguration((isBehind ? usual : '') + text);
        if (status !== 0 || /WARNING|ALERT/.test(printed)) throw new Error(printed);
      }),
      { numRuns: 25 },
    );
  }, 120_000);

  test('limits every spelling with 429 and Retry-After, in the number the emulator says', async () => {
    const configure = (ports: LivePorts) =>
      writeConfiguration(composeLimit(ports, { requestsPerMinute: 6, burst: 5, trustedProxies: ['10.0.0.5'] }));
    await withProxy('haproxy', configure, ({ port }, { configuration }) =>
      expectEverySpellingLimited(port, (request) => edgeVerdict(configuration, request)),
    );
  }, 60_000);

  test('a client that goes on hammering still gets its rate: refusals do not count', async () => {
    const configure = (ports: LivePorts) =>
      writeConfiguration(composeLimit(ports, { requestsPerMinute: 60, burst: 2 }));
    await withProxy('haproxy', configure, async ({ port, countPosts }) => {
      const until = performance.now() + 6500;
      while (performance.now() < until) {
        await sendRequest(port, { method: 'POST', rawPath: '/v2/images' });
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      // Two at once and one a second, less what the sliding window holds back; never more than the rate allows.
      expect(countPosts()).toBeGreaterThanOrEqual(4);
      expect(countPosts()).toBeLessThanOrEqual(2 + 7);
    });
  }, 60_000);

  test.each([
    ['without peers a reload empties the counters', undefined, [201, 201, 429, 201]],
    ['with peers a reload keeps the counters', 'glacis_site', [201, 201, 429, 429]],
  ])(
    '%s',
    async (_, peers, expected) => {
      const peerPort = await findFreePort();
      const site = `global\n  stats socket ${join(directory, 'reload.sock')} level admin expose-fd listeners\npeers glacis_site\n  peer one 127.0.0.1:${peerPort}\n`;
      const configure = (ports: LivePorts) => {
        const limit = composeLimit(ports, { requestsPerMinute: 1, burst: 2, peers });
        return { ...writeConfiguration(site + limit), args: ['-W', '-L', 'one', '-f', file] };
      };
      // A kept connection would go on with the old worker.
      const what = { method: 'POST', rawPath: '/v2/images', headers: { Connection: 'close' } };
      await withProxy('haproxy', configure, async ({ port, child: proxy }) => {
        const create = async () => (await sendRequest(port, what)).status;
        // A worker of 2.6 teaches its successor only once it has given up waiting to be taught itself, after ten seconds.
        if (peers !== undefined) await new Promise((resolve) => setTimeout(resolve, 11_000));
        const seen = [await create(), await create(), await create()];
        const workers = () => readFileSync(`/proc/${proxy.pid}/task/${proxy.pid}/children`, 'utf8').trim().split(' ');
        const [old] = workers();
        // The old worker hands its table over and ends; only then is the new one alone. A master that is still starting hears no signal.
        for (let attempt = 0; attempt < 1200 && workers().includes(old ?? ''); attempt++) {
          if (attempt % 400 === 0 && workers().length === 1) proxy.kill('SIGUSR2');
          await new Promise((resolve) => setTimeout(resolve, 25));
        }
        expect(workers()).not.toContain(old);
        expect([...seen, await create()]).toEqual(expected);
      });
    },
    60_000,
  );

  const acls = 'acl is_post method POST\nacl is_create path,url_dec -m reg ^/+(v2(\\.[0-9]+)?/+)?images/*$';
  const track = 'http-request track-sc0 src,ipmask(32,64) table create if is_post is_create';
  const deny =
    'http-request deny deny_status 429 hdr Retry-After 60 if is_post is_create { sc_http_req_rate(0,create) gt 5 }';
  const table = 'type ipv6 size 1k expire 60s store http_req_rate(60s)';
  test.each([
    ['the measured form', '/v2%2fimages', [acls, track, deny], table],
    ['no status', '/v2/images', [acls, track, deny.replace('deny_status 429 hdr Retry-After 60 ', '')], table],
    ['deny before track', '/v2/images', [acls, deny, track], table],
    ['path', '//v2/images', [acls.replace(/acl is_create .*/, 'acl is_create path /v2/images'), track, deny], table],
    [
      'path_beg',
      '/v2.9/images',
      [acls.replace(/acl is_create .*/, 'acl is_create path_beg /v2/images'), track, deny],
      table,
    ],
    [
      'path_beg, query',
      '/v2/images?x=1',
      [acls.replace(/acl is_create .*/, 'acl is_create path_beg /v2/images'), track, deny],
      table,
    ],
    [
      'key token',
      '/v2/images',
      [acls, track.replace('src,ipmask(32,64)', 'req.hdr(X-Auth-Token)'), deny],
      table.replace('ipv6', 'string'),
    ],
    [
      'key forwarded',
      '/v2/images',
      [acls, track.replace('src,ipmask(32,64)', 'hdr_ip(X-Forwarded-For,-1)'), deny],
      table,
    ],
    [
      'set-src for everybody',
      '/v2/images',
      ['http-request set-src hdr_ip(X-Forwarded-For,-1)', acls, track, deny],
      table,
    ],
    [
      'arrays',
      '/v2/images',
      [
        acls,
        track,
        deny.replace('sc_http_req_rate(0,create) gt 5', 'sc_gpc_rate(0,0,create) ge 3'),
        'http-request sc-inc-gpc(0,0) if is_post',
      ],
      table.replace('http_req_rate(60s)', 'gpc(1),gpc_rate(1,60s)'),
    ],
    [
      'a total',
      '/v2/images',
      [acls, track, deny.replace('sc_http_req_rate(0,create)', 'sc0_http_req_cnt(create)')],
      table.replace('http_req_rate(60s)', 'http_req_cnt'),
    ],
    [
      'looked up by source',
      '/v2/images',
      [acls, track, deny.replace('sc_http_req_rate(0,create)', 'src_http_req_rate(create)')],
      table,
    ],
    [
      'not stored',
      '/v2/images',
      [acls, track, deny.replace('sc_http_req_rate(0,create)', 'sc0_conn_rate(create)')],
      table,
    ],
    ['allowed before', '/v2/images', [acls, 'http-request allow if is_post', track, deny], table],
    [
      'by unless',
      '/v2/images',
      [acls, track, deny.replace('if is_post is_create', 'unless !is_post or !is_create or').replace('gt', 'le')],
      table,
    ],
    ['always refused', '/v2/images', [acls, 'http-request return status 405 if is_post'], table],
    [
      'by a variable',
      '/v2/images',
      ['http-request set-var(txn.p) path,url_dec,lower', acls.replace('path,url_dec', 'var(txn.p)'), track, deny],
      table,
    ],
  ] as [string, string, string[], string][])(
    'agrees with the emulator: %s',
    (_, rawPath, lines, stickTable) => {
      const composeText = ({ port, origin }: LivePorts) => `defaults
mode http
timeout client 5s
timeout connect 5s
timeout server 5s
frontend api
bind 127.0.0.1:${port}
${lines.join('\n')}
default_backend glance
backend glance
server a 127.0.0.1:${origin}
backend create
stick-table ${stickTable}
`;
      const configure = (ports: LivePorts) => {
        expect(checkConfiguration(composeText(ports)).status).toBe(0);
        return writeConfiguration(composeText(ports));
      };
      const creation = { method: 'POST', rawPath, headers: {}, clientAddress: '127.0.4.1' };
      return withProxy('haproxy', configure, ({ port, countPosts }, { configuration }) =>
        expectAdmitted(port, rawPath, edgeVerdict(configuration, creation), countPosts),
      );
    },
    60_000,
  );
});

if (!isThere)
  test('HAProxy was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
