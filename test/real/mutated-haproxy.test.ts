// The real HAProxy on files that were changed at random: see mutated-edges.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import type { LivePorts } from './live-proxy';
import { tryMutated } from './mutated-edges';
import { hasProgram, leaveOut } from './nginx-origin';

const isThere = hasProgram('haproxy');
const directory = mkdtempSync(join(tmpdir(), 'glacis-mutated-haproxy-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const many = '{ sc_http_req_rate(0) gt 3 }';
const table = 'stick-table type ip size 100k expire 1h store http_req_rate(1h),gpc0,gpc0_rate(1h)';
const frontend = (...rules: readonly string[]) => [
  ...['defaults', 'mode http', 'timeout client 5s', 'timeout connect 5s', 'timeout server 5s', 'timeout tarpit 10ms'],
  ...['frontend glance', 'bind 127.0.0.1:19396', table, ...rules, 'default_backend images'],
  ...['backend images', 'server a 127.0.0.1:19397', 'backend other', 'server b 127.0.0.1:1'],
];
const bases = [
  frontend('http-request track-sc0 src', `http-request deny if METH_POST ${many}`),
  frontend('http-request track-sc0 src', `http-request deny deny_status 429 if ${many}`),
  frontend(
    'acl busy sc0_http_req_rate gt 3',
    'tcp-request inspect-delay 100ms',
    'tcp-request content track-sc0 src',
    'http-request tarpit if busy',
  ),
  frontend('http-request track-sc1 src', 'http-request deny if { sc1_gpc0_rate ge 3 }', 'http-request sc-inc-gpc0(1)'),
];

const sample = fc.constantFrom(
  'req.hdr(x-skip)',
  'hdr(host)',
  'url_param(skip)',
  'query',
  'url',
  'path',
  'src',
  'method',
  'var(txn.k)',
  'hdr_ip(x-forwarded-for)',
  'cook(skip)',
  'sc0_http_req_rate',
  'pathq',
  'path,url_dec',
);
const against = fc.constantFrom(
  '1',
  'sesame',
  'fast.example',
  '-m found',
  '-m sub s',
  '-m beg /v2',
  '10.0.0.0/8',
  'POST',
  '-i GLANCE',
  'gt 2',
  '-m reg ^/v2',
  '-m len 6',
);
const term = fc.oneof(
  fc.tuple(fc.constantFrom('', '!'), sample, against).map(([not, of, to]) => `${not}{ ${of} ${to} }`),
  fc.constantFrom('METH_POST', '!METH_POST', 'a1', 'TRUE', 'HTTP', many),
);
const condition = fc
  .tuple(fc.constantFrom('if', 'if', 'unless'), term, fc.constantFrom('', ' or ', ' '), term)
  .map(([how, one, joint, two]) => `${how} ${one}${joint === '' ? '' : joint + two}`);
const action = fc.oneof(
  fc.constantFrom(
    'allow',
    'deny',
    'return status 404',
    'redirect location /x',
    'track-sc0 hdr(x-skip)',
    'track-sc0 src',
    'sc-inc-gpc0(0)',
    'denny',
  ),
  fc.constantFrom(
    'set-path /v2/images',
    'replace-path ^/fast(/.*) \\\\1',
    'set-query x=1',
    'set-method POST',
    'normalize-uri path-merge-slashes',
    'set-uri /v2/images',
  ),
  fc.constantFrom(
    'set-header x-skip 1',
    'del-header x-skip',
    'set-header host %[req.hdr(x-skip)]',
    'add-header x-skip sesame',
    'set-log-level silent',
  ),
  sample.map((of) => `set-src ${of}`),
  sample.map((of) => `set-var(txn.k) ${of}`),
);
const line = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(action, fc.option(condition))
      .map(([what, when]) => `http-request ${what}${when === null ? '' : ` ${when}`}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('accept', 'reject', 'track-sc0 src'), condition)
      .map(([what, when]) => `tcp-request content ${what} ${when}`),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('images', 'other', 'nobody'), condition)
      .map(([name, when]) => `use_backend ${name} ${when}`),
  },
  { weight: 1, arbitrary: fc.tuple(sample, against).map(([of, to]) => `acl a1 ${of} ${to}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      'option forwardfor',
      'option htplog',

      'timeout clients 5s',
      'bind 127.0.0.1:19396 accept-proxy',
      'monitor-uri /v2/images',
      'server c 127.0.0.1:19397',
      'http-reqest deny',
    ),
  },
);

const mutated = fc
  .tuple(
    fc.constantFrom(...bases),
    fc.array(fc.tuple(fc.nat(40), fc.option(line, { freq: 10 })), { minLength: 1, maxLength: 3 }),
  )
  .map(([base, changes]) => {
    const lines = [...base];
    // Behind the head of the frontend: a file without one listens nowhere.
    for (const [at, text] of changes)
      lines.splice(8 + (at % (lines.length - 7)), text === null ? 1 : 0, ...(text === null ? [] : [text]));
    return `${lines.join('\n')}\n`;
  });

(isThere ? describe : leaveOut)('the real HAProxy', () => {
  test('lets nobody past a limit that is credited, whatever was changed around it', async () => {
    const write = (text: string, { port, origin }: LivePorts) => {
      const main = text.replaceAll('19396', String(port)).replaceAll('19397', String(origin));
      const file = join(directory, 'haproxy.cfg');
      writeFileSync(file, main);
      return { args: ['-db', '-f', file], configuration: loadHaproxy(new Map([['haproxy/haproxy.cfg', main]])) };
    };
    let credited = 0;
    for (const text of fc.sample(mutated, 80)) {
      const passed = await tryMutated({ name: 'haproxy', write }, text);
      if (passed !== null) credited++;
      expect({ text, passed: passed ?? [] }).toEqual({ text, passed: [] });
    }
    expect(credited).toBeGreaterThan(10);
  }, 180_000);
});

if (!isThere)
  test('HAProxy was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
