// The part of docs/proof.md about proxies in the environment of glance-api: which way imports went on which patch level.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText } from '../../src/problems';
import { bedDirectory, type Suite, type SuiteVersions } from './bed';
import { type Bed, nameOfBed } from './beds';
import type { Answered } from './kept-answers';

/** One import by a Glance that has a proxy in its environment. */
export interface ProxiedImport {
  /** `http`, `https`, `metadata`. */
  readonly key: string;
  readonly url: string;
  /** Of the import request; the task and the image afterwards. */
  readonly status: number;
  readonly task: string | null;
  readonly image: string | null;
  /** Lines of squid's log, connections to port 3128 of the target itself, connections to the target. */
  readonly squid: readonly string[];
  readonly heard: readonly string[];
  readonly witness: readonly string[];
  /** `past the proxy`: to the target's own address on the port of the proxy. `straight`: as if there were no proxy. */
  readonly way: 'through squid' | 'refused by squid' | 'past the proxy' | 'straight' | 'refused by Glance' | 'nowhere';
}

/** All of one bed. */
export interface KeptProxying extends Answered {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly found: readonly ProxiedImport[];
}

/** Puts the squid of a suite beside its userland, where missing. @returns its version */
export function buildSquid(suite: Suite): string {
  const script = resolve(__dirname, '../real/bed/build-squid.sh');
  const printed = execFileSync(script, [suite], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return printed.trim().split(' ')[1] ?? '';
}

/** What was seen in earlier runs, by bed. */
export function readProxying(): readonly KeptProxying[] {
  const directory = join(bedDirectory, 'results');
  if (!existsSync(directory)) return [];
  return readdirSync(directory)
    .filter((file) => file.startsWith('environment-'))
    .sort(compareText)
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as KeptProxying);
}

/** The heading of the part. */
export const proxyingHeading = '## A proxy in the environment';

/** The lines of the part. */
export function describeProxying(kept: readonly KeptProxying[]): string[] {
  return [
    proxyingHeading,
    '',
    'The squid of the suite on 127.0.0.1:3128, which lets one mirror pass, and `http_proxy` and `https_proxy` of glance-api (stock files,',
    'uWSGI) that name it. Code that pins the address of the target takes the port of the proxy and the address of the target: the proxy',
    'sees nothing, the import fails, and who serves port 3128 at an address that the filter admits is asked. So the environment is no',
    'place for an egress guard: nftables by user, network policies and routers are.',
    '',
    '| bed | python3-glance | squid | http from the mirror | https from the mirror | http to the metadata address |',
    '|---|---|---|---|---|---|',
    ...kept.map(({ bed, versions, found }) => {
      const cell = (key: string): string => {
        const one = found.find((each) => each.key === key);
        return one === undefined ? '' : `${one.way}${one.image === 'active' ? ', imported' : ''}`;
      };
      const glance = bed.level ?? versions['python3-glance'];
      return `| ${nameOfBed(bed)} | ${glance} | ${versions.squid} | ${cell('http')} | ${cell('https')} | ${cell('metadata')} |`;
    }),
    '',
  ];
}
