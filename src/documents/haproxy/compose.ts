// Decides the HAProxy file that stands in front of Glance and limits image creation: frontend, backend and its table.
import { isIP } from 'node:net';
import { IntentProblems, type Problem, problem } from '../../problems';
import { formatNetwork, readNetwork, unmapAddress } from '../nftables/networks';
import { checkLimit, checkOtherWrites, type RequestLimit } from '../nginx/compose';
import type { HaproxyDocument, HaproxyLine, HaproxySection } from './types';

/** What the HAProxy limit needs to know. */
export interface HaproxyImageCreateLimit {
  /** Sustained image creations per minute and client network, 1 to 60000. */
  readonly requestsPerMinute: number;
  /** Creations admitted at once, 1 to 10000. */
  readonly burst: number;
  /** `address:port`, `*:port` or `[ipv6]:port`. At least one. */
  readonly bind: readonly string[];
  /** glance-api nodes, `host:port`. At least one. */
  readonly servers: readonly string[];
  /** Load balancers that append to X-Forwarded-For; the last entry of their header is the client. Default none. */
  readonly trustedProxies?: readonly string[];
  /** A second bucket for tags, members, imports, changes and deletions. Absent: they are not limited. */
  readonly otherWrites?: RequestLimit | undefined;
  /** First stick counter to use, 0 to 2; other writes use the next. Default 0. A frontend tracks each counter once. */
  readonly stickCounter?: number | undefined;
  /** Comment lines for the top of the file. */
  readonly header?: readonly string[];
  /** Path of the file in the tree. Default `haproxy/conf.d/90-glacis-image-create.cfg`. */
  readonly file?: string;
}

/** The decoded path of every request that makes Glance create an image; see `creatingRequests`. */
const createPattern = '^/+(v2(\\.[0-9]+)?/+)?images/*$';

/** Writes that leave a row for each repetition. No dot in it: a line feed in a tag would end what a dot matches. */
const writePattern = '^/+(v2(\\.[0-9]+)?/+)?images/+[^/]+(/*$|/+(tags|members|import|locations)(/|$))';

/** The window is bounded so that a table entry (kept for two windows) never outlives a day. */
const maxWindowSeconds = 43_200;

/**
 * A file for one more `-f` option. Exactly `burst` creations pass in any window of `burst * 60 / requestsPerMinute` seconds, so
 * that the sustained rate is the one nginx gives. Counts with gpc0, raised behind the refusal: only admitted requests count and a
 * hammering client still gets its rate (with http_req_rate refusals count too and it never recovers; measured on 2.6 to 3.2).
 * The window slides, HAProxy weighs the previous one: right after a full burst the next slot may open up to one slot later than in nginx.
 * A reload empties the table unless peers are configured. Throws IntentProblems on values HAProxy would misread.
 */
export function composeHaproxyImageCreateLimit(props: HaproxyImageCreateLimit): HaproxyDocument {
  const file = props.file ?? 'haproxy/conf.d/90-glacis-image-create.cfg';
  const trusted = (props.trustedProxies ?? []).map(readNetwork);
  const problems = [
    ...checkLimit(props, file),
    ...checkOtherWrites(props.otherWrites, file),
    ...checkEndpoints(props, file),
  ];
  trusted.forEach((network, i) => {
    if (network !== null && network.prefixBits > 0 && unmapAddress(network.bytes) === null) return;
    const facts = {
      got: String(props.trustedProxies?.[i]),
      wanted: 'an IPv4 or IPv6 address or range, narrower than everything',
    };
    problems.push(problem('bad-value', { file, pointer: `/trustedProxies/${i}` }, facts));
  });
  const buckets = listBuckets(props);
  for (const { limit, pointer } of problems.length === 0 ? buckets : []) {
    if (windowOf(limit) <= maxWindowSeconds * 1000) continue;
    const wanted = `a burst that refills within ${maxWindowSeconds / 3600} hours`;
    problems.push(problem('bad-value', { file, pointer: `${pointer}/burst` }, { got: String(limit.burst), wanted }));
  }
  // HAProxy has three counters unless tune.stick-counters says more.
  if (!buckets.every(({ counter }) => Number.isInteger(counter) && counter >= 0 && counter <= 2)) {
    const facts = { got: String(props.stickCounter), wanted: `0 to ${3 - buckets.length}` };
    problems.push(problem('bad-value', { file, pointer: '/stickCounter' }, facts));
  }
  if (problems.length > 0) throw new IntentProblems(problems);

  const networks = trusted.filter((network) => network !== null).map(formatNetwork);
  const say = (text: string): HaproxyLine => ({ kind: 'comment', text: ` ${text}`, at: { file, line: 0 } });
  const line = (...words: string[]): HaproxyLine => ({
    kind: 'words',
    words: words.map((text) => ({ text })),
    at: { file, line: 0 },
  });
  const section = (type: string, name: string, lines: HaproxyLine[]): HaproxySection => {
    return { type, words: [{ text: name }], lines, at: { file, line: 0 } };
  };
  const request = (...words: string[]): HaproxyLine => line('http-request', ...words);
  return numberLines({
    file,
    faults: [],
    preamble: (props.header ?? []).map(say),
    sections: [
      section('frontend', 'glacis_image_api', [
        line('mode', 'http'),
        ...props.bind.map((address) => line('bind', address)),
        line('timeout', 'client', '5m'),
        say('A client that never ends its headers holds no connection for longer.'),
        line('timeout', 'http-request', '10s'),
        ...(networks.length === 0
          ? []
          : [
              say('Only these peers may say who the client is: from anyone else the header would choose the bucket.'),
              request('set-src', 'hdr_ip(X-Forwarded-For,-1)', 'if', '{', 'src', ...networks, '}'),
            ]),
        say(
          'Decoded path: /v2.9/images, //v2/images, /v2%2fimages and /images with a v2 Accept header create images too.',
        ),
        ...buckets.flatMap(({ name, methods, pattern }) => [
          line('acl', `glacis_${name}_method`, 'method', ...methods),
          line('acl', `glacis_${name}_path`, 'path,url_dec', '-m', 'reg', pattern),
        ]),
        ...buckets.flatMap((bucket) => writeBucket(bucket, { say, request })),
        line('default_backend', 'glacis_glance_api'),
      ]),
      section('backend', 'glacis_glance_api', [
        line('mode', 'http'),
        line('timeout', 'connect', '10s'),
        line('timeout', 'server', '5m'),
        ...props.servers.map((address, i) => line('server', `glance${i + 1}`, address, 'check')),
      ]),
      ...buckets.map(({ name, limit }) =>
        section('backend', `glacis_image_${name}`, [
          say('ipv6 holds IPv4 too; a table of type ip would leave IPv6 clients without a limit.'),
          line(
            ...['stick-table', 'type', 'ipv6', 'size', '100k', 'expire', `${windowOf(limit) * 2}ms`],
            ...['store', `gpc0,gpc0_rate(${windowOf(limit)}ms)`],
          ),
        ]),
      ),
    ],
  });
}

/** One bucket: a table, a counter, and which requests fall into it. */
interface Bucket {
  readonly name: 'create' | 'write';
  readonly limit: RequestLimit;
  readonly pointer: string;
  readonly counter: number;
  readonly methods: readonly string[];
  readonly pattern: string;
  readonly message: string;
}

function listBuckets(props: HaproxyImageCreateLimit): Bucket[] {
  const counter = props.stickCounter ?? 0;
  const create: Bucket = {
    ...{ name: 'create', limit: props, pointer: '', counter, methods: ['POST'], pattern: createPattern },
    message: 'too many images created, try again later',
  };
  if (props.otherWrites === undefined) return [create];
  const write: Bucket = {
    ...{ name: 'write', limit: props.otherWrites, pointer: '/otherWrites', counter: counter + 1 },
    ...{ methods: ['POST', 'PUT', 'PATCH', 'DELETE'], pattern: writePattern },
    message: 'too many changes to images, try again later',
  };
  return [create, write];
}

/** Time in which a full burst refills, in milliseconds. */
function windowOf({ burst, requestsPerMinute }: RequestLimit): number {
  return Math.ceil((burst * 60_000) / requestsPerMinute);
}

function writeBucket(
  { name, limit, counter, message }: Bucket,
  { say, request }: { say: (text: string) => HaproxyLine; request: (...words: string[]) => HaproxyLine },
): HaproxyLine[] {
  const condition = ['if', `glacis_${name}_method`, `glacis_${name}_path`];
  const table = `glacis_image_${name}`;
  const retryAfterSeconds = Math.ceil(60 / limit.requestsPerMinute);
  return [
    say('Tracking stands before the refusal and for these requests alone; one bucket per IPv4 address and IPv6 /64.'),
    request(`track-sc${counter}`, 'src,ipmask(32,64)', 'table', table, ...condition),
    say(`${limit.burst} at once, ${limit.requestsPerMinute} a minute. The default status would be 403.`),
    request(
      ...['deny', 'deny_status', '429', 'content-type', 'application/json', 'string', `{"message":"${message}"}`],
      ...['hdr', 'Retry-After', String(retryAfterSeconds), ...condition],
      ...['{', `sc${counter}_gpc0_rate(${table})`, 'ge', String(limit.burst), '}'],
    ),
    say('Raised behind the refusal: refused requests do not count.'),
    request(`sc-inc-gpc0(${counter})`, ...condition),
  ];
}

function checkEndpoints(props: HaproxyImageCreateLimit, file: string): Problem[] {
  const found: Problem[] = [];
  for (const name of ['bind', 'servers'] as const) {
    if (props[name].length === 0) {
      found.push(
        problem(
          'missing-key',
          { file, pointer: `/${name}` },
          { got: 'an empty list', wanted: 'at least one address:port' },
        ),
      );
    }
    props[name].forEach((text, i) => {
      if (isEndpoint(text, name === 'bind')) return;
      const wanted = name === 'bind' ? 'address:port, *:port or [ipv6]:port' : 'host:port, address:port or [ipv6]:port';
      found.push(problem('bad-value', { file, pointer: `/${name}/${i}` }, { got: text, wanted }));
    });
  }
  return found;
}

function isEndpoint(text: string, isBind: boolean): boolean {
  const parts = /^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.*-]+):([1-9]\d{0,4})$/.exec(text);
  if (parts === null || Number(parts[2]) > 65_535) return false;
  const host = parts[1] ?? '';
  if (host.startsWith('[')) return isIP(host.slice(1, -1)) === 6;
  if (isBind) return host === '*' || isIP(host) === 4;
  if (/^[\d.]+$/.test(host)) return isIP(host) === 4;
  return (
    host.length <= 253 &&
    /^[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*$/.test(host)
  );
}

/** Gives each line the number the renderer puts it on: a blank line before each section. */
function numberLines(document: HaproxyDocument): HaproxyDocument {
  let next = 1;
  const number = <T extends HaproxyLine>(line: T): T => ({ ...line, at: { file: document.file, line: next++ } });
  const preamble = document.preamble.map(number);
  const sections = document.sections.map((section) => {
    if (next > 1) next++;
    const at = { file: document.file, line: next++ };
    return { ...section, at, lines: section.lines.map(number) };
  });
  return { ...document, preamble, sections };
}
