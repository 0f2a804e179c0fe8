// The real HAProxy and the emulator on conditions and samples, one by one, over requests that only look alike.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cutHaproxyLine } from '../../src/documents/haproxy/words';
import { readAddress } from '../../src/documents/nftables/networks';
import { holdsHaproxyCondition } from '../../src/emulators/edge/haproxy-condition';
import { rewriteTarget } from '../../src/emulators/edge/haproxy-rewrite';
import { evaluateSample, type HaproxyStream } from '../../src/emulators/edge/haproxy-sample';
import { findFreePort, hasProgram, leaveOut, startProxy, stopProxy } from './nginx-origin';

const isThere = hasProgram('haproxy');
const directory = mkdtempSync(join(tmpdir(), 'glacis-haproxy-samples-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const ofPaths =
  'path_beg /v2|path_end images|path_end -i IMAGES|path_sub mage|path_dir images|path_dir /images/|path_dir v2/images|path_dir v2//images|path_dir 2/images|path_dir v2?images|path_dir ??images//|path_dir /|path -m dir -i IMAGES|url_dir images|url_dir v2|url_dir images?v2|path_reg ^/v2|path -m reg -i ^/V2|path -i -- /V2/IMAGES|path -n /v2/images|path,upper /V2/IMAGES|path,url_dec -m end images|path,url_dec -m found|path,regsub(/,_,g) _v2_images|path,regsub(V2,x,i) -m beg /x|url -m beg http|url /v2/images';
const ofNumbers =
  'path_len 10|path -m len gt 10|path -m len 5:10|path -m len :9|path -m len 11:|path,length ge 11|path,length lt 10|path,length eq 10 12|path,length -m int 10|int(3) gt 3|int(3) ge 3|int(3) le 3|int(3) lt 3|int(3) 2:4|int(3) -m int 4:|path,sha1,hex -m len 40|path,sha2,hex -m len 64|path,digest(sha512),hex -m len 128';
const ofQueries =
  'query -m found|query a=1|urlp(a) 1|urlp(a) -m found|urlp(a) -m len 0|url_param(b) 2|str(abc) abc|str(abc) abd';
const ofHeaders =
  'hdr(X-L) a|hdr(X-L,1) a|hdr(X-L,-1) b|hdr(X-L,2) b|hdr(X-L,-2) a|hdr(X-L) -m sub "a, b"|req.fhdr(X-L) "a, b"|hdr_beg(X-L) b|hdr(X-L) -m found|hdr_len(X-L) 1|hdr_len(X-N) 0|hdr_ip(X-F) 10.0.0.0/8|hdr_ip(X-F,-1) 10.0.0.0/8|hdr(X-F) -m ip 10.0.0.0/8|hdr(X-F) -m ip 2001:db8::/32';
const ofConnections =
  'src 127.0.0.0/8|src 10.0.0.1 127.0.0.1|src 10.0.0.1|src ::1|src,ipmask(8) 127.0.0.0|method POST|method post|method -i post|method -m str -i post|method,lower -i POST|method -m beg PO|method GET POST';
const conditions = [
  ...[ofPaths, ofNumbers, ofQueries, ofHeaders, ofConnections]
    .flatMap((list) => list.split('|'))
    .map((c) => `{ ${c} }`),
  ...'TRUE|!TRUE|! TRUE|!! TRUE|METH_POST|METH_GET|LOCALHOST|! FALSE !FALSE|TRUE FALSE or METH_POST|!METH_POST TRUE'.split(
    '|',
  ),
  'FALSE || ! METH_POST',
];
const samples =
  'path|pathq|url|query|method|hdr(X-L)|req.fhdr(X-L)|hdr(X-L,1)|hdr(X-L,-2)|hdr(X-L,3)|urlp(a)|urlp(b)|path,url_dec|path,lower|path,upper|path,hex|path,base64|path,sha1|path,sha2|path,sha2(384)|path,digest(sha224)|path,digest(SHA512)|path,regsub(/+,_,g)|path,regsub(/+,_)|str(abc)'.split(
    '|',
  );
const rewrites =
  'set-path /x|set-path "/glance%[path]"|set-path %[path,regsub(^/v2,/x)]|set-path /lit%%2f|set-path %[int(7)]|set-path /q?r=1|replace-path ^/v2/(.*) /\\\\1|replace-path (/v2)(/.*)? \\\\2|replace-path images pictures|replace-path ^/none /x|replace-path ^/(?:v2)/(images)$ /\\\\1/\\\\2x|replace-path ^/v2/images$ /i?t=1|replace-pathq ^/v2/([^?]*)(.*) /w/\\\\1\\\\2|replace-uri ^/v2 /y|replace-uri (.*) /p\\\\1|set-query a=9|set-query %[query]&z=1|set-pathq /n?m=1|set-pathq %[path]|set-uri /abs?c=%[path,length]|set-uri http://other/z'.split(
    '|',
  );

const targets =
  '/v2/images /v2//images //v2/images /v2/images/ /v2/images?a=1 /v2/images?b=2;a=1 /v2/images?a=1&b=2&a=3 /v2/images? /V2/Images /v2/%69mages /v2/imag%zzes /x/images?v2 /images/v2 / /images /?a= /?b=1?a=5 /v2/images?aa=1 /?c=1&a /v2/a/images/b /v2%2fimages http://h/v2/images?a=1 http://h'.split(
    ' ',
  );
const senders: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['POST', {}],
  ['GET', { 'X-L': 'a, b', 'X-F': '192.0.2.4, 10.0.0.7' }],
  ['POST', { 'X-L': 'b,,a', 'X-F': '2001:db8::7' }],
  ['POST', { 'X-L': '', 'X-N': '', 'X-F': 'nonsense' }],
];

function openStream(method: string, target: string, headers: Readonly<Record<string, string>>): HaproxyStream {
  const bytes = readAddress('127.0.0.1');
  if (bytes === null) throw new Error('no address');
  return {
    ...{ method, target, rewritten: [], variables: new Map(), tracked: new Map(), tables: new Map(), ownTable: '' },
    ...{ raised: [], counted: [], source: { type: 'address', bytes } },
    headers: new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
}

const toHex = (text: string) => Buffer.from(text, 'latin1').toString('hex').toUpperCase();

/** What the proxy says of one request: a digit for each condition, the hexadecimal text of each sample, where each rule moves it. */
function ask(
  port: number,
  request: string,
): Promise<{ held: string; texts: readonly string[]; moved: readonly string[] }> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    socket.on('data', (part) => {
      answer += part.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('end', () => {
      const read = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'im').exec(answer)?.[1] ?? '';
      resolve({ held: read('x-held'), texts: read('x-texts').split('|'), moved: read('x-moved').split('|') });
    });
  });
}

(isThere ? describe : leaveOut)('the real HAProxy', () => {
  test('decides conditions and samples as the emulator does', async () => {
    const port = await findFreePort();
    const file = join(directory, 'haproxy.cfg');
    const held = conditions.map((_, i) => `%[var(txn.c${i})]`).join('');
    const texts = samples.map((_, i) => `%[var(txn.s${i}),hex]`).join('|');
    const moved = rewrites.map((_, i) => `%[var(txn.r${i})]`).join('|');
    const rules = [
      'set-var(txn.written) url',
      ...rewrites.flatMap((one, i) => [one, `set-var(txn.r${i}) url`, 'set-uri %[var(txn.written)]']),
      ...conditions.flatMap((one, i) => [`set-var(txn.c${i}) str(0)`, `set-var(txn.c${i}) str(1) if ${one}`]),
      ...samples.map((one, i) => `set-var(txn.s${i}) ${one}`),
      `return status 200 hdr X-Held "${held}" hdr X-Texts "${texts}" hdr X-Moved "${moved}"`,
    ];
    const head = `defaults\nmode http\ntimeout client 5s\ntimeout connect 5s\ntimeout server 5s\nfrontend a\nbind 127.0.0.1:${port}\n`;
    writeFileSync(file, `${head}${rules.map((rule) => `http-request ${rule}\n`).join('')}`);
    const child = await startProxy('haproxy', ['-db', '-f', file], port);
    const differences: string[] = [];
    try {
      for (const target of targets) {
        for (const [method, headers] of senders) {
          const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
          const request = `${method} ${target} HTTP/1.1\r\nHost: h\r\n${lines.join('')}Connection: close\r\n\r\n`;
          const real = await ask(port, request);
          expect(real.held).toHaveLength(conditions.length);
          conditions.forEach((one, i) => {
            const words = cutHaproxyLine(`if ${one}`).words.map(({ text }) => text);
            const truth = holdsHaproxyCondition(words, new Map(), openStream(method, target, headers));
            if (truth !== (real.held[i] === '1')) differences.push(`${one}: ${truth} for ${request}`);
          });
          // Without a path there is none to change, and nothing is created.
          if (target !== 'http://h') {
            rewrites.forEach((one, i) => {
              const [action = '', ...args] = cutHaproxyLine(one).words.map(({ text }) => text);
              const stream = openStream(method, target, headers);
              expect(rewriteTarget(action, args, stream)).toBe(true);
              if (stream.target !== real.moved[i]) differences.push(`${one}: ${stream.target} for ${request}`);
            });
          }
          samples.forEach((one, i) => {
            const mine = evaluateSample(one, openStream(method, target, headers));
            const text = mine.type === 'string' ? toHex(mine.text) : mine.type === 'absent' ? '' : mine.type;
            if (text !== real.texts[i]) differences.push(`${one}: ${text} for ${request}`);
          });
        }
      }
    } finally {
      await stopProxy(child);
    }
    expect(differences).toEqual([]);
  });
});

if (!isThere)
  test('HAProxy was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
