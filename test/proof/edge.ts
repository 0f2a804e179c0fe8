// The proxies of a suite before its Glance: main files as sites have them, and how they are started, reloaded and ended.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { loadHaproxy } from '../../src/documents/haproxy/parse';
import { loadNginx } from '../../src/documents/nginx/load';
import type { FileTree } from '../../src/documents/types';
import { type RunningGlance, stateFile } from './bed';
import { runBeside } from './live-bed';

/** Where Glance listens in the namespace. */
export const glancePort = 19292;

const nginxMain = `daemon off; user root; worker_processes 2; pid /tmp/nginx.pid; error_log /tmp/nginx.error;
events { worker_connections 256; }
http {
  access_log off;
  include conf.d/*.conf;
  server { listen 127.0.0.1:19393; location / { proxy_pass http://127.0.0.1:${glancePort}; } }
}
`;
const haproxyMain =
  'global\n    maxconn 256\ndefaults\n    timeout client 1m\n    timeout server 1m\n    timeout connect 5s\n';

/** nginx and HAProxy: the main file of the site, the command, and how Glacis reads the files. */
export const proxies = [
  {
    name: 'nginx',
    port: 19393,
    main: ['nginx/nginx.conf', nginxMain],
    command: ['nginx', '-e', '/tmp/nginx.error', '-c', '/etc/glance/edge/nginx/nginx.conf'],
    load: loadNginx,
  },
  {
    name: 'haproxy',
    port: 19394,
    main: ['haproxy/haproxy.cfg', haproxyMain],
    command: ['haproxy', '-db', '-f', '/etc/glance/edge/haproxy/haproxy.cfg', '-f', '/etc/glance/edge/haproxy/conf.d'],
    load: loadHaproxy,
  },
] as const;

/** Starts the suite's own proxy on the files, and waits until it listens. @returns what ends it */
export async function startProxy(
  glance: RunningGlance,
  files: FileTree,
  command: readonly string[],
  port: number,
): Promise<() => void> {
  const edge = stateFile(glance.name, 'etc/edge');
  for (const [path, text] of files) {
    mkdirSync(dirname(join(edge, path)), { recursive: true });
    writeFileSync(join(edge, path), text);
  }
  const script = resolve(__dirname, '../real/bed/glance-bed.sh');
  const child = spawn(script, ['inside', glance.name, ...command], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (printed += text.toString()));
  for (let attempt = 0; attempt < 100; attempt++) {
    await new Promise((wake) => setTimeout(wake, 200));
    if (child.exitCode !== null) throw new Error(`${command[0]} ended: ${printed}`);
    const heard = await runBeside(glance, ['sh', '-c', `ss -ltnH "sport = :${port}"`]);
    if (heard.trim() !== '') return () => process.kill(-(child.pid as number), 'SIGTERM');
  }
  process.kill(-(child.pid as number), 'SIGTERM');
  throw new Error(`${command[0]} does not listen: ${printed}`);
}
