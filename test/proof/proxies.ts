// nginx and HAProxy in front of the Glance of a bed: what an operator has, and the limit that Glacis adds.
import type { FileTree } from '../../src/documents/types';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { glancePort, proxies } from './edge';

const REQUESTS_PER_MINUTE = 6;
const BURST = 5;

/** A proxy of the bed. */
export type ProxyName = (typeof proxies)[number]['name'];

/** The part of an intent that limits creations at both. */
export const rateLimit = `imageCreateRateLimit:
  requestsPerMinute: ${REQUESTS_PER_MINUTE}
  burst: ${BURST}
  proxies: [nginx, haproxy]
  haproxy: { bind: ["127.0.0.1:19394"], servers: ["127.0.0.1:${glancePort}"] }
`;

/** The main files of both, as an operator has them. */
export const proxyMains: FileTree = new Map(proxies.map(({ main: [path, text] }) => [path, text]));

/** Where clients of a tree send their requests. */
export function entryPortOf(files: FileTree): number {
  return proxies.find(({ name }) => [...files.keys()].some((path) => path.startsWith(`${name}/`)))?.port ?? glancePort;
}

/** What the edge emulator says of creating an image through a proxy of the tree: images admitted at once, or why none is limited. */
export function modelLimit(files: FileTree, name: ProxyName): number | string {
  const own = new Map([...files].filter(([path]) => path.startsWith(`${name}/`)));
  const request = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '127.0.0.1' };
  const load = proxies.find((proxy) => proxy.name === name)?.load;
  if (load === undefined) throw new Error(`no proxy ${name}`);
  const verdict = edgeVerdict(load(own), request);
  return verdict.limited === true ? verdict.burst : String(verdict.limited);
}

/** Whether what a flood got through fits the limit: the burst, and what was refilled meanwhile. */
export function fitsLimit(created: number, seconds: number): boolean {
  return created >= BURST && created <= BURST + Math.ceil((seconds * REQUESTS_PER_MINUTE) / 60);
}

/** Images that the limit admits at once. */
export const admittedAtOnce = BURST;
