// A real proxy before a service that counts what arrives: both are started for one test and ended with it, also when it fails.
import type { ChildProcess } from 'node:child_process';
import { edgeVerdict } from '../../src/emulators/edge/verdict';
import { findFreePort, repeatRequest, startOrigin, startProxy, stopProxy } from './nginx-origin';

/** Where both listen on 127.0.0.1. */
export interface LivePorts {
  readonly port: number;
  readonly origin: number;
}

/** Both while they run. */
export interface LiveProxy extends LivePorts {
  readonly child: ChildProcess;
  /** Requests with POST that have arrived behind the proxy. */
  readonly countPosts: () => number;
}

/** @param configure writes the files for these ports; its `args` start the program, all it returns reaches `use` */
export async function withProxy<Facts extends { readonly args: readonly string[] }>(
  program: string,
  configure: (ports: LivePorts) => Facts,
  use: (proxy: LiveProxy, facts: Facts) => Promise<void>,
  isCounted?: (method: string, target: string) => boolean,
): Promise<void> {
  const { port: origin, countPosts, server } = await startOrigin(0, isCounted);
  try {
    const port = await findFreePort();
    const facts = configure({ port, origin });
    const child = await startProxy(program, facts.args, port);
    try {
      await use({ port, origin, child, countPosts }, facts);
    } finally {
      await stopProxy(child);
    }
  } finally {
    server.close();
  }
}

/** A creation as a client writes it, and whether the limit of three holds where Glance receives `POST /v2/images`. */
export interface WayToGlance {
  readonly rawPath: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly isLimited: boolean;
}

/** Eight creations come this way: the judge says what arrives of them. */
export async function expectWayAsJudged(
  program: string,
  configure: (ports: LivePorts) => {
    readonly args: readonly string[];
    readonly configuration: Parameters<typeof edgeVerdict>[0];
  },
  { rawPath, headers = {}, isLimited }: WayToGlance,
): Promise<void> {
  const from = '127.0.6.1';
  const received = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: from };
  await withProxy(program, configure, async ({ port, countPosts }, { configuration }) => {
    expect(edgeVerdict(configuration, received).limited).toBe(isLimited);
    await repeatRequest(port, { method: 'POST', rawPath, headers }, 8, from);
    expect(countPosts()).toBe(isLimited ? 3 : 8);
  });
}
