// Every suite's own nginx and HAProxy: they accept each file that Glacis renders for them, and count as the judge says.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { composeHaproxyImageCreateLimit, composeHaproxyLimitParts } from '../../src/documents/haproxy/compose';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { renderHaproxy, renderHaproxyLines } from '../../src/documents/haproxy/render';
import { composeNginxImageCreateLimit } from '../../src/documents/nginx/compose';
import { loadNginx } from '../../src/documents/nginx/load';
import { renderNginx } from '../../src/documents/nginx/render';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { findFreePort, sendRequest, startOrigin, startProxy, stopProxy } from '../real/nginx-origin';
import { bedDirectory, type Suite } from './bed';
import { answerOnce } from './kept-answers';
import { chosenSuites, versionsOf } from './suites';

const trusted = '127.0.7.1';
const burst = 5;
const sent = 12;
const keys = ['address', 'project', 'token'] as const;
const variants = keys.flatMap((key) =>
  [undefined, { requestsPerMinute: 60, burst: 30 }].map((otherWrites) => ({
    ...{ requestsPerMinute: 6, burst, trustedProxies: [trusted, '10.0.0.0/24', '2001:db8:ffff::/48'] },
    ...{ key, otherWrites },
  })),
);
type Limit = (typeof variants)[number];
const nameOf = ({ key, otherWrites }: Limit): string => `key ${key}${otherWrites ? ', other writes' : ''}`;

/** Programs with their files around one limit, and how they are checked and started inside the userland. */
const programs = {
  nginx: (limit: Limit, port: number, origin: number, place: string) => ({
    file: 'nginx.conf',
    text: `daemon off; user root; pid ${place}/pid; error_log stderr crit; events { worker_connections 64; }
http { access_log off;
${renderNginx(composeNginxImageCreateLimit(limit))}
server { listen 127.0.0.1:${port}; location / { proxy_pass http://127.0.0.1:${origin}; } } }
`,
    check: ['nginx', '-t', '-p', place, '-e', 'stderr', '-c'],
    start: ['nginx', '-p', place, '-e', 'stderr', '-c'],
    load: (text: string) => loadNginx(new Map([['nginx/nginx.conf', text]])),
  }),
  'HAProxy, own frontend': (limit: Limit, port: number, origin: number) => ({
    file: 'haproxy.cfg',
    text: renderHaproxy(
      composeHaproxyImageCreateLimit({ ...limit, bind: [`127.0.0.1:${port}`], servers: [`127.0.0.1:${origin}`] }),
    ),
    check: ['haproxy', '-c', '-f'],
    start: ['haproxy', '-db', '-f'],
    load: (text: string) => loadHaproxy(new Map([['haproxy/haproxy.cfg', text]])),
  }),
  'HAProxy, lines beside sc0': (limit: Limit, port: number, origin: number) => ({
    file: 'haproxy.cfg',
    text: `defaults
    mode http
    timeout client 5s
    timeout connect 5s
    timeout server 5s
frontend site
    bind 127.0.0.1:${port}
    default_backend glance
backend glance
    stick-table type ipv6 size 1k expire 10s store http_err_rate(10s)
    http-request track-sc0 src
    http-request deny deny_status 429 if { sc_http_err_rate(0) gt 20 }
${renderHaproxyLines(composeHaproxyLimitParts(limit).lines)}    server a 127.0.0.1:${origin}
${renderHaproxy(composeHaproxyLimitParts(limit).tables)}`,
    check: ['haproxy', '-c', '-f'],
    start: ['haproxy', '-db', '-f'],
    load: (text: string) => loadHaproxy(new Map([['haproxy/haproxy.cfg', text]])),
  }),
};

describe.each(chosenSuites())('%s', (suite) => {
  test.each(Object.keys(programs) as (keyof typeof programs)[])(
    '%s',
    (program) =>
      answerOnce({
        kind: 'edge-files',
        name: `${suite}-${program.replace(/\W+/g, '-')}`,
        facts: [versionsOf(suite)],
        ask: async () => {
          for (const limit of variants) await floodOne(suite, program, limit);
          return { answers: variants.length * floods.length * sent };
        },
      }),
    120_000,
  );
});

const creation = { method: 'POST', rawPath: '//v2.9/images' };
const floods = [
  { from: '127.0.5.1', fixed: [] },
  { from: trusted, fixed: ['x-project-id'] },
  { from: trusted, fixed: ['x-auth-token'] },
  { from: trusted, fixed: ['x-forwarded-for'] },
] as const;

/** Has the suite's program check and serve the file of a limit, and sends every flood through it. */
async function floodOne(suite: Suite, program: keyof typeof programs, limit: Limit): Promise<void> {
  const userland = join(bedDirectory, suite);
  const work = mkdtempSync(join(userland, 'tmp/glacis-edge-'));
  const place = work.slice(userland.length);
  const origin = await startOrigin();
  try {
    const port = await findFreePort();
    const { file, text, check, start, load } = programs[program](limit, port, origin.port, place);
    writeFileSync(join(work, file), text);
    const checked = spawnSync('chroot', [userland, ...check, `${place}/${file}`], { encoding: 'utf8' });
    const printed = checked.stdout + checked.stderr;
    const limited = nameOf(limit);
    expect({ limited, status: checked.status, complaint: /warn|alert|emerg/i.test(printed) ? printed : '' }).toEqual({
      ...{ limited, status: 0, complaint: '' },
    });
    const proxy = await startProxy('chroot', [userland, ...start, `${place}/${file}`], port);
    try {
      const configuration = load(text);
      for (const n of floods.keys()) await floodFrom(n, limit, port, configuration, origin.countPosts);
    } finally {
      await stopProxy(proxy);
    }
  } finally {
    origin.server.close();
    rmSync(work, { recursive: true, force: true });
  }
}

async function floodFrom(
  n: number,
  limit: Limit,
  port: number,
  configuration: Parameters<typeof edgeVerdict>[0],
  countPosts: () => number,
): Promise<void> {
  const { from, fixed } = floods[n] as { readonly from: string; readonly fixed: readonly string[] };
  const headersOf = (i: number) => ({
    'X-Project-Id': `p${n}${fixed.includes('x-project-id') ? '' : `.${i}`}`,
    'X-Auth-Token': `t${n}${fixed.includes('x-auth-token') ? '' : `.${i}`}`,
    'X-Forwarded-For': `198.18.${n}.${fixed.includes('x-forwarded-for') ? 1 : i + 1}`,
  });
  const before = countPosts();
  for (let i = 0; i < sent; i++) await sendRequest(port, { ...creation, headers: headersOf(i) }, from);
  const passed = countPosts() - before;
  const request = { ...creation, headers: headersOf(0), clientAddress: from, fixedHeaders: fixed };
  const verdict = edgeVerdict(configuration, request);
  const said = verdict.limited === true ? verdict.burst : verdict.limited === false ? sent : verdict.limited;
  const limited = nameOf(limit);
  expect({ limited, from, fixed, passed }).toEqual({ limited, from, fixed, passed: said });
  if (from !== trusted || fixed.includes('x-forwarded-for')) expect(passed).toBe(burst);
}
