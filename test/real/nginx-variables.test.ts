// The real nginx and the emulator on maps, geo blocks, conditions and variables, one by one, over requests that only look alike.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseNginx } from '../../src/documents/nginx/parse';
import { runRewrites } from '../../src/emulators/edge/nginx-rewrite';
import { listDirectives } from '../../src/emulators/edge/nginx-scopes';
import { parseNginxUri } from '../../src/emulators/edge/nginx-uri';
import { defineVariables, NginxEvaluation } from '../../src/emulators/edge/nginx-variables';
import { findFreePort, hasProgram, leaveOut, startProxy, stopProxy } from './nginx-origin';

const isThere = hasProgram('nginx');
const directory = mkdtempSync(join(tmpdir(), 'glacis-nginx-variables-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const maps = [
  'map $uri $m0 { default none; /v2/images exact; ~^/v2/(.*)$ re-$1; ~*IMAGES$ any; }',
  'map $uri $m1 { ~^/v2 first; /V2/Images folded; ~images second; default $request_method; }',
  'map $request_method $m2 { POST p; GET "g$arg_a"; default ""; }',
  'map $http_x_l $m3 { "" empty; a A; \\default d; ~^(?<who>\\w+),\\s*(\\w+) "$who-$2"; default other; }',
  'map "$request_method:$uri" $m4 { "~^POST:/+v2(?:\\.[0-9]+)?/+images/*$" yes; default no; }',
  'map $args $m5 { volatile; default "[$args]"; ~(?:^|&)a=([^&]*) got-$1; }',
  'map $m0 $m6 { exact e; default "x$m0"; }',
  'map $http_x_l $m7 { ~^$ blank; ~^\\s b; ~,$ tail; default "d$http_x_l"; }',
  'map $uri $m8 { ~[[:alpha:]]$ alpha; ~\\d$ digit; ~\\S/$ slash; default n; }',
  'map $uri $m9 { ~/[^\\w/]+ odd; ~[\\s]$ blank; ~[a-z\\d]\\Z word; default n; }',
  'map $uri $m10 { "~[\\x20-\\x2e]" low; "~*^/V2" fold; default n; }',
  'geo $g0 { default d; 127.0.0.0/8 loop; 127.0.0.1 one; 10.0.0.0/8 ten; }',
  'geo $g1 { 127.0.0.0/8 loop; 127.0.0.0/16 narrow; default d; ::1 six; }',
  'geo $g2 { 10.0.0.0/8 ten; }',
  'map $g0:$g1 $m11 { one:narrow both; default "$g0/$g1"; }',
];
const conditions = [
  ...['$request_method = POST', '$request_method = post', '$request_method != POST', '$uri ~ ^/v2/(i.*)$'],
  ...['$uri !~ images', '$uri ~* IMAGES', '$uri !~* IMAGES', '$arg_a', '$arg_b = ""', '$http_x_l', '$arg_a = 0'],
  ...['$http_x_l = "a, b"', '$args ~ "a=(1)"', '$uri = /v2/images', '$uri != "/v2/images"', '$http_x_n', '$m2 = p'],
];
const rules = [
  ...conditions.map((_, i) => `set $c${i} 0;`),
  ...conditions.map((one, i) => `if (${one}) { set $c${i} 1; }`),
  'set $cap ""; if ($uri ~ ^/v2/(.)(.*)$) { set $cap "$1.$2"; }',
];
const shown = [
  ...'m0 m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 g0 g1 g2 uri document_uri request_uri args query_string is_args'.split(' '),
  ...'arg_a arg_A arg_b http_x_l http_x_n remote_addr realip_remote_addr request_method cap'.split(' '),
  ...conditions.map((_, i) => `c${i}`),
];
const targets =
  '/v2/images /v2//images /V2/Images /v2/images?a=1 /v2/images?A=2&a=3 /v2/images?b&a=0 /v2/images?xa=5&b=&a= /v2/%69mages /v2/images/ /?a=1?b=2 /v2/images? /x%20y /v2/images%0a /v2/a-b /v2/i%2fx /v2/5 /v2.9/images /?a=%41 /v2/../v2/images?a=a%26b /v2/images#x?a=1'.split(
    ' ',
  );
const senders: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['POST', {}],
  ['GET', { 'X-L': 'a, b' }],
  ['PUT', { 'X-L': 'A', 'X-N': '0' }],
  ['POST', { 'X-L': 'x,' }],
  ['POST', { 'X-L': 'default' }],
];

function ask(port: number, method: string, path: string, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () => resolve(Buffer.concat(parts).toString('latin1')));
    });
    sent.on('error', reject);
    sent.end();
  });
}

(isThere ? describe : leaveOut)('the real nginx', () => {
  test('has the values that the emulator has', async () => {
    const port = await findFreePort();
    const answer = `return 200 "${shown.map((name) => `\${${name}}`).join('<>')}";`;
    const http = `${maps.join('\n')} server { listen 127.0.0.1:${port}; ${rules.join('\n')} ${answer} }`;
    const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${directory}/${n};`);
    const file = join(directory, 'nginx.conf');
    const head = `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events {}`;
    writeFileSync(file, `${head} http { access_log off; ${places.join(' ')} ${http} }`);
    const [level] = listDirectives(parseNginx(`http { ${http} }`, 'n').statements, 'http');
    const [server] = listDirectives(level?.block ?? [], 'server');
    const proxy = await startProxy('nginx', ['-c', file], port);
    const differences: object[] = [];
    try {
      for (const path of targets) {
        for (const [method, headers] of senders) {
          const real = (await ask(port, method, path, headers)).split('<>');
          const uri = parseNginxUri(path, true);
          if (uri === null) throw new Error(`${path} is not read`);
          const address = [127, 0, 0, 1];
          const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase().replace('-', '_'), value]);
          const facts = { method, uri, headers: new Map(named as [string, string][]) };
          const evaluation = new NginxEvaluation(
            { ...facts, clientBytes: address, peerBytes: address },
            defineVariables(level?.block ?? []),
          );
          expect(runRewrites(server?.block ?? [], evaluation).kind).toBe('returns');
          for (const [i, name] of shown.entries()) {
            const mine = evaluation.expand(`\${${name}}`);
            if (mine !== real[i]) differences.push({ name, mine, real: real[i], method, path, headers });
          }
        }
      }
    } finally {
      await stopProxy(proxy);
    }
    expect(differences).toEqual([]);
  });
});

if (!isThere)
  test('nginx was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
