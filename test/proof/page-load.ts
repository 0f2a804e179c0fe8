// The part of docs/proof.md about proxies under load: what they let through, told clients, cost readers and keep over a reload.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareText } from '../../src/problems';
import { bedDirectory, type SuiteVersions } from './bed';
import type { Bed } from './beds';
import type { Answered } from './kept-answers';

/** What `load.py creations` prints. */
export interface Load {
  readonly sent: number;
  readonly created: number;
  readonly refused: number;
  /** Refusals that say when to come back. */
  readonly retryAfter: number;
  readonly broken: number;
  /** Image rows that Glance's database gained. */
  readonly rows: number;
  readonly seconds: number;
}

/** One proxy under load. */
export interface ObservedEdge extends Load {
  /** `nginx`, `haproxy`, `haproxy with peers`. */
  readonly edge: string;
  readonly proxy: 'nginx' | 'haproxy';
  /** What the limit admits in the seconds of the load. */
  readonly admitted: number;
  /** What Glance and the proxy spend on a listing without the limit, relative to with it. */
  readonly readers: number;
  /** Image rows that forty creations brought after a reload. */
  readonly afterReload: number;
  /** Whether the counters are to stay over a reload. */
  readonly isKept: boolean;
}

/** All of one bed. */
export interface KeptLoad extends Answered {
  readonly bed: Bed;
  readonly versions: SuiteVersions;
  readonly edges: readonly ObservedEdge[];
}

/** What the loads of earlier runs came to, by suite. */
export function readLoads(): readonly KeptLoad[] {
  const directory = join(bedDirectory, 'results');
  return readdirSync(directory)
    .filter((file) => file.startsWith('load-') && file.endsWith('-load.json'))
    .sort(compareText)
    .map((file) => JSON.parse(readFileSync(join(directory, file), 'utf8')) as KeptLoad);
}

/** The heading of the part. */
export const loadHeading = '## Proxies under load';

/** The lines of the part. */
export function describeLoads(loads: readonly KeptLoad[]): string[] {
  return [
    loadHeading,
    '',
    'Ten thousand creations over eight kept connections, in every spelling and with every method that Glance takes for one, each with',
    'another token and another X-Forwarded-For. Rows are those that the database of Glance gained, allowed what the limit admits in that',
    'time; some spellings create nothing and are counted all the same. Readers: what Glance and proxy spend on a listing without the limit,',
    'relative to with it, which is the throughput that readers keep; at least 0.95. After a reload forty more creations are sent:',
    'HAProxy forgets what it counted unless `haproxy.peers` names a peers section, nginx never does.',
    '',
    '| suite | proxy | sent | allowed | rows | refused | of these with Retry-After | readers | rows after a reload |',
    '|---|---|---|---|---|---|---|---|---|',
    ...loads.flatMap(({ bed, versions, edges }) =>
      edges.map(
        ({ edge, proxy, sent, admitted, rows, refused, retryAfter, readers, afterReload }) =>
          `| ${bed.suite} | ${edge.replace(proxy, `${proxy} ${versions[proxy]}`)} | ${sent} | ${admitted} | ${rows} | ${refused} | ` +
          `${retryAfter} | ${Math.min(readers, 1).toFixed(2)} | ${afterReload} |`,
      ),
    ),
    '',
  ];
}
