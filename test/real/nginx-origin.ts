// Real proxies under test: is the program there, a tiny service behind it, raw requests through it, a clean end.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

/** What a client saw. */
export interface Seen {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** True when the program runs. Says so loudly when it does not; with GLACIS_REQUIRE_REAL=1 that is an error. */
export function hasProgram(name: string, versionFlag = '-v'): boolean {
  if (spawnSync(name, [versionFlag]).error === undefined) return true;
  if (process.env.GLACIS_REQUIRE_REAL === '1')
    throw new Error(`${name} is not installed and GLACIS_REQUIRE_REAL is set`);
  process.stderr.write(`SKIPPED: ${name} is not installed, nothing was tried on the real program\n`);
  return false;
}

/** Stands for `describe` where the program is missing: `hasProgram` has said so. */
export function leaveOut(_name: string, _suite: () => void): void {}

/** A service that answers 201 to everything and counts POST, or what `isCounted` tells. Port 0 lets the system choose. */
export async function startOrigin(
  port = 0,
  isCounted = (method: string, _target: string): boolean => method === 'POST',
): Promise<{ port: number; countPosts: () => number; server: Server }> {
  let posts = 0;
  const server = createServer((incoming, answer) => {
    if (isCounted(incoming.method ?? '', incoming.url ?? '')) posts++;
    incoming.resume();
    answer.writeHead(201).end('ok');
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, countPosts: () => posts, server };
}

/** A port that was free a moment ago. */
export async function findFreePort(): Promise<number> {
  const { port, server } = await startOrigin();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program in the foreground and waits until it listens. */
export async function startProxy(command: string, args: readonly string[], port: number): Promise<ChildProcess> {
  let printed = '';
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
    });
  }
  for (let attempt = 0; attempt < 200; attempt++) {
    if (child.exitCode !== null) break;
    const isOpen = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
    if (isOpen) return child;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  await stopProxy(child);
  throw new Error(`${command} does not listen on ${port}:\n${printed}`);
}

/** Ends the program and waits for it. */
export async function stopProxy(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

/** Sends one request with its target untouched. `from` is the source address, e.g. 127.0.0.9: a client of its own. */
export function sendRequest(
  port: number,
  what: { readonly method: string; readonly rawPath: string; readonly headers?: Readonly<Record<string, string>> },
  from = '127.0.0.1',
): Promise<Seen> {
  return new Promise((resolve, reject) => {
    const options = {
      host: '127.0.0.1',
      port,
      method: what.method,
      path: what.rawPath,
      headers: { ...what.headers },
      localAddress: from,
    };
    const sent = request({ ...options, agent: false }, (answer) => {
      answer.resume();
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers['retry-after'] ?? null }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** Sends the same request several times, one after the other, with changing values in these headers. */
export async function repeatRequest(
  port: number,
  what: { readonly method: string; readonly rawPath: string; readonly headers?: Readonly<Record<string, string>> },
  times: number,
  from: string,
  changing: readonly string[] = [],
): Promise<Seen[]> {
  const seen: Seen[] = [];
  for (let i = 0; i < times; i++) {
    const changed = Object.fromEntries(changing.map((name) => [name, `198.18.0.${i + 1}`]));
    seen.push(await sendRequest(port, { ...what, headers: { ...what.headers, ...changed } }, from));
  }
  return seen;
}
