// What the limits of nginx and HAProxy share: the numbers, whom they count, and the range checks.
import { type Problem, problem } from '../problems';
import { formatNetwork, readNetwork, unmapAddress } from './nftables/networks';

/** One pair of numbers. */
export interface RequestLimit {
  /** Sustained requests per minute and client network, 1 to 60000. */
  readonly requestsPerMinute: number;
  /** Requests admitted at once, 1 to 10000. */
  readonly burst: number;
}

/** What has a bucket beside the client network: nothing more, the project, or the token. */
export type LimitKey = 'address' | 'project' | 'token';

/** A limit on image creation, whatever the proxy. */
export interface EdgeLimit extends RequestLimit {
  /** Load balancers whose X-Forwarded-For, and whose name of the project or token, is believed. Default none. */
  readonly trustedProxies?: readonly string[];
  /** A second pair of numbers for tags, members, imports, changes and deletions. Absent: they are not limited. */
  readonly otherWrites?: RequestLimit | undefined;
  /** Whose requests share one more bucket of the same size; a request is refused when any of its buckets is full. Default `address`: no other. */
  readonly key?: LimitKey | undefined;
  /** Header in which the trusted proxies name the project. Default X-Project-Id. */
  readonly projectHeader?: string | undefined;
  /** Comment lines for the top of the file. */
  readonly header?: readonly string[];
}

/** The header that names who calls, as it is written; null when the address alone counts. */
export function callerHeaderOf({ key, projectHeader }: Pick<EdgeLimit, 'key' | 'projectHeader'>): string | null {
  if (key === 'token') return 'X-Auth-Token';
  return key === 'project' ? (projectHeader ?? 'X-Project-Id') : null;
}

/** Canonical texts of the trusted proxies, each once. Call after `checkEdgeLimit`. */
export function trustedNetworks({ trustedProxies = [] }: EdgeLimit): readonly string[] {
  const networks = trustedProxies.map(readNetwork).filter((network) => network !== null);
  return [...new Set(networks.map(formatNetwork))];
}

/** Everything that is out of range, with pointers relative to the rate limit's props. */
export function checkEdgeLimit(limit: EdgeLimit, file: string): Problem[] {
  const { otherWrites, trustedProxies = [], header = [] } = limit;
  const found = [
    ...checkNumbers(limit, file, ''),
    ...(otherWrites ? checkNumbers(otherWrites, file, '/otherWrites') : []),
  ];
  header.forEach((text, i) => {
    if (!/[\u0000-\u001f\u007f]/.test(text)) return;
    found.push(problem('unsafe-text', { file, pointer: `/header/${i}` }, { got: text, wanted: 'one line of text' }));
  });
  trustedProxies.forEach((text, i) => {
    const network = readNetwork(text);
    if (network !== null && network.prefixBits > 0 && unmapAddress(network.bytes) === null) return;
    const wanted = 'an IPv4 or IPv6 address or range, narrower than everything';
    found.push(problem('bad-value', { file, pointer: `/trustedProxies/${i}` }, { got: text, wanted }));
  });
  return [...found, ...checkKey(limit, file)];
}

function checkNumbers(limit: RequestLimit, file: string, pointer: string): Problem[] {
  const check = (name: keyof RequestLimit, max: number): Problem[] => {
    if (Number.isInteger(limit[name]) && limit[name] >= 1 && limit[name] <= max) return [];
    const facts = { got: String(limit[name]), wanted: `a whole number from 1 to ${max}` };
    return [problem('bad-value', { file, pointer: `${pointer}/${name}` }, facts)];
  };
  return [...check('requestsPerMinute', 60_000), ...check('burst', 10_000)];
}

function checkKey(limit: EdgeLimit, file: string): Problem[] {
  const found: Problem[] = [];
  const header = callerHeaderOf(limit);
  if (header !== null && (limit.trustedProxies ?? []).length === 0) {
    found.push(
      problem(
        'contradiction',
        { file, pointer: '/key' },
        {
          got: `key ${limit.key} without trustedProxies`,
          wanted: 'the addresses of the proxies that set the header',
          why: `whoever reaches the proxy writes ${header} as he likes, so that nobody could be believed`,
          fix: 'name the authenticating proxies under trustedProxies, or leave key out',
        },
      ),
    );
  }
  if (limit.projectHeader === undefined) return found;
  const place = { file, pointer: '/projectHeader' };
  if (limit.key !== 'project') {
    const facts = { got: `projectHeader with key ${limit.key ?? 'address'}`, wanted: 'key: project' };
    found.push(problem('contradiction', place, { ...facts, why: 'nothing would look at the header' }));
  }
  // nginx drops headers with underscores, and turns dashes into them in the name of its variable.
  if (!/^[A-Za-z][A-Za-z0-9-]{0,62}$/.test(limit.projectHeader)) {
    const wanted = 'the name of a header: letters, digits and dashes';
    found.push(problem('bad-value', place, { got: limit.projectHeader, wanted }));
  }
  return found;
}
