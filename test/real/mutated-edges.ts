// Files with a limit, changed at random: where the judge credits a limit, the program takes the file and no client gets past it.

import { parseNginxUri } from '../../src/emulators/edge/nginx-uri';
import type { edgeVerdict } from '../../src/emulators/edge/verdict';
import { edgeVerdict as judge } from '../../src/emulators/edge/verdict';
import { chooseWorstVerdict } from '../../src/emulators/edge/worst';
import { type LivePorts, withProxy } from './live-proxy';
import { repeatRequest } from './nginx-origin';

const from = '127.0.9.1';
const create = { method: 'POST', rawPath: '/v2/images' };

/** What a client tries: spellings, other hosts, and the words that the changes look for. */
const attempts: readonly { rawPath?: string; method?: string; headers?: Readonly<Record<string, string>> }[] = [
  ...['', '?skip=1', '?skip=sesame', '?x=1', '?1', '?sesame'].map((query) => ({ rawPath: `/v2/images${query}` })),
  ...['//v2/images', '/v2%2fimages', '/v2.9/images', '/v2/./images', '/x/../v2/images', '/v2/images%0a'].map(
    (rawPath) => ({ rawPath }),
  ),
  ...['/fast/v2/images', '/fast//v2/images', '/v2/images/', 'http://glance/v2/images'].map((rawPath) => ({ rawPath })),
  { method: 'GET', rawPath: '/v2/images?_method=POST' },
  ...['fast.example', 'GLANCE', 'other'].map((Host) => ({ headers: { Host } })),
  ...['1', 'sesame', '', '198.18.0.9'].flatMap((value) => [
    { headers: { 'X-Skip': value } },
    { headers: { Cookie: `skip=${value}` } },
  ]),
  ...['10.0.0.1', '198.18.0.7', '127.0.9.2'].map((value) => ({
    headers: { 'X-Forwarded-For': value, 'X-Real-IP': value },
  })),
];

/** How a program is started with a text. */
export interface MutatedProgram {
  readonly name: string;
  readonly write: (
    text: string,
    ports: LivePorts,
  ) => { readonly args: readonly string[]; readonly configuration: Parameters<typeof edgeVerdict>[0] };
}

/** What Glance would take for one, behind uWSGI. */
function isCreation(method: string, target: string): boolean {
  const { uri = '', args = '' } = parseNginxUri(target.replace(/^http:\/\/[^/]*/, ''), true) ?? {};
  const asked = /(?:^|&)_method=(\w+)/.exec(args)?.[1] ?? method;
  return asked.toUpperCase() === 'POST' && /^\/v2(?:\.\d+)?\/images\/?\n?$/.test(uri);
}

/** A proxy that stays silent lets nothing through. */
function giveUp(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 250).unref());
}

/** What one text came to; `null` where no limit is credited, else the ways past it, or that the program refuses it. */
export async function tryMutated({ name, write }: MutatedProgram, text: string): Promise<readonly string[] | null> {
  const { configuration } = write(text, { port: 19_396, origin: 19_397 });
  const asked = [...attempts.slice(0, 12), { method: 'GET', rawPath: '/v2/images?_method=POST' }];
  const verdicts = asked.map(({ headers = {}, ...one }) =>
    judge(configuration, { ...create, ...one, headers, clientAddress: from }),
  );
  const { limited } = chooseWorstVerdict(verdicts);
  if (limited !== true && limited !== 'refused') return null;
  const admitted = Math.max(...verdicts.map((one) => (one.limited === true ? one.burst : 0)));
  try {
    const passed: string[] = [];
    await withProxy(
      name,
      (ports) => write(text, ports),
      async ({ port, countPosts }) => {
        for (const { headers = {}, ...one } of attempts) {
          const before = countPosts();
          const request = { ...create, ...one, headers: { Host: 'glance', ...headers } };
          await Promise.race([repeatRequest(port, request, admitted + 3, from).catch(() => []), giveUp()]);
          if (countPosts() - before > admitted + 1) passed.push(JSON.stringify(request));
        }
      },
      isCreation,
    );
    return passed;
  } catch (error) {
    const said = String(error).split('\n');
    const why = said.filter((line) => /\[(?:emerg|ALERT)\]/.test(line));
    return [`${name} refuses what is credited: ${(why.length > 0 ? why : said).join('\n')}`];
  }
}
