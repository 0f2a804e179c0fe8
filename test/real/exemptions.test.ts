// The real nginx and HAProxy and what a client writes to get around their limits: what arrives is what the judge says.

import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:http2';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Exemption, haproxyExemptions, nginxExemptions } from '../unit/emulators/edge/exemptions';
import { type LivePorts, withProxy } from './live-proxy';
import { hasProgram, leaveOut, repeatRequest } from './nginx-origin';

const directory = mkdtempSync(join(tmpdir(), 'glacis-exemptions-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Creations with HTTP/2, told by its preface alone. */
async function createWithSecond(port: number, times: number, localAddress: string): Promise<void> {
  const session = connect(`http://127.0.0.1:${port}`, {
    createConnection: () => createConnection({ host: '127.0.0.1', port, localAddress }),
  });
  for (let i = 0; i < times; i++) {
    const sent = session.request({ ':method': 'POST', ':path': '/v2/images', ':authority': 'glance' });
    sent.resume().end();
    await once(sent, 'close');
  }
  session.close();
}

async function expectArrivals(
  program: string,
  { headers = {}, query, told, isSecond }: Exemption,
  write: (ports: LivePorts) => string,
  flags: readonly string[],
): Promise<void> {
  const configure = (ports: LivePorts) => {
    const file = join(directory, 'file.conf');
    writeFileSync(file, write(ports));
    return { args: [...flags, file] };
  };
  await withProxy(program, configure, async ({ port, countPosts }) => {
    const rawPath = query === undefined ? '/v2/images' : `/v2/images?${query}`;
    // The limit lets three through, and what is written takes none of them away.
    await repeatRequest(port, { method: 'POST', rawPath: '/v2/images' }, 4, '127.0.8.1');
    if (isSecond) await createWithSecond(port, 4, '127.0.8.1');
    else await repeatRequest(port, { method: 'POST', rawPath, headers }, 4, '127.0.8.1');
    const arrived = countPosts();
    if (told === 'limited' || told === 'refused') expect(arrived).toBe(told === 'limited' ? 3 : 0);
    else expect(arrived).toBeGreaterThan(3);
  });
}

(hasProgram('nginx') ? describe : leaveOut)('the real nginx', () => {
  const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((n) => `${n}_temp_path ${directory}/${n};`);
  const head = `daemon off; user root; pid ${directory}/pid; error_log ${directory}/error; events {}`;
  test.each(nginxExemptions)('$told: $text', async (one) => {
    const write = ({ port, origin }: LivePorts) =>
      `${head} http { access_log off; ${places.join(' ')} ${one.text.replaceAll('ORIGIN', `127.0.0.1:${origin}`).replaceAll('PORT', `${port}`)} }`;
    await expectArrivals('nginx', one, write, ['-c']);
  });
});

(hasProgram('haproxy') ? describe : leaveOut)('the real HAProxy', () => {
  test.each(haproxyExemptions)('$told: $text', async (one) => {
    const write = ({ port, origin }: LivePorts) => `defaults
  mode http
  timeout client 5s
  timeout connect 5s
  timeout server 5s
frontend glance
  bind 127.0.0.1:${port}
  stick-table type ip size 100k expire 1h store http_req_rate(1h)
  ${one.text}
  default_backend images
backend images
  server a 127.0.0.1:${origin}
`;
    await expectArrivals('haproxy', one, write, ['-db', '-f']);
  });
});
