// The lines that limit image creation inside a frontend of HAProxy, and the stick tables they count in.
import { callerHeaderOf, type EdgeLimit, type RequestLimit, trustedNetworks } from '../edge-limit';
import type { HaproxyLine, HaproxySection } from './types';

/** uWSGI takes dot segments out of the path behind the proxy; no client of Glance writes one, so each counts. */
const dotSegment = '(^|/)\\.\\.?(/|$)';

/**
 * A percent sign without two digits: url_dec fails on the whole path, uWSGI drops the sign and goes on. No client of Glance
 * writes one, so each counts.
 */
export const brokenPercent = '%([^0-9A-Fa-f]|.[^0-9A-Fa-f]|.?$)';

/** The decoded path of every request that makes Glance create an image; see `creatingRequests` and `collapsedCreatingRequests`. */
export const createPattern = `^/+(v2(\\.[0-9]+)?/+)?images/*$|${dotSegment}`;

/** Writes that leave a row for each repetition. No dot in it: a line feed in a tag would end what a dot matches. */
const writePattern = `^/+(v2(\\.[0-9]+)?/+)?images/+[^/]+(/*$|/+(tags|members|import|locations)(/|$))|${dotSegment}`;

/** HAProxy refuses lines of more than 64 words. */
const maxNetworksPerLine = 40;

/** One table: whom it counts, and in which counter of the request. */
export interface LimitTable {
  readonly name: string;
  readonly type: readonly string[];
  readonly counter: number;
  /** The sample that is counted. */
  readonly key: string;
}

/** One kind of request. */
interface Bucket {
  readonly name: 'create' | 'write';
  readonly limit: RequestLimit;
  /** The general purpose counter of a table entry that counts it. */
  readonly gpc: 'gpc0' | 'gpc1';
  readonly methods: readonly string[];
  readonly pattern: string;
  readonly message: string;
}

/** The tables of a limit: the client network first, then the project or token. One stick counter each, from `firstCounter` on. */
export function listLimitTables(limit: EdgeLimit, firstCounter: number): readonly LimitTable[] {
  const source = trustedNetworks(limit).length > 0 ? 'var(txn.glacis_client)' : 'src';
  const address: LimitTable = {
    name: 'glacis_image_address',
    type: ['ipv6'],
    counter: firstCounter,
    key: `${source},ipmask(32,64)`,
  };
  if (callerHeaderOf(limit) === null) return [address];
  return [
    address,
    {
      name: `glacis_image_${limit.key}`,
      type: ['binary', 'len', '32'],
      counter: firstCounter + 1,
      key: 'var(txn.glacis_caller)',
    },
  ];
}

function listBuckets(limit: EdgeLimit): readonly Bucket[] {
  const create: Bucket = {
    ...{ name: 'create', limit, gpc: 'gpc0', methods: ['POST'], pattern: createPattern },
    message: 'too many images created, try again later',
  };
  if (limit.otherWrites === undefined) return [create];
  const write: Bucket = {
    ...{ name: 'write', limit: limit.otherWrites, gpc: 'gpc1' },
    ...{ methods: ['POST', 'PUT', 'PATCH', 'DELETE'], pattern: writePattern },
    message: 'too many changes to images, try again later',
  };
  return [create, write];
}

/** Time in which a full burst refills, in milliseconds. */
export function windowOf({ burst, requestsPerMinute }: RequestLimit): number {
  return Math.ceil((burst * 60_000) / requestsPerMinute);
}

/** How lines are made for one file. */
export interface HaproxyWriter {
  readonly say: (text: string) => HaproxyLine;
  readonly line: (...words: string[]) => HaproxyLine;
  readonly section: (type: string, name: string, lines: HaproxyLine[]) => HaproxySection;
}

/** A writer of lines that have no number yet. */
export function createHaproxyWriter(file: string): HaproxyWriter {
  const at = { file, line: 0 };
  return {
    say: (text) => ({ kind: 'comment', text: ` ${text}`, at }),
    line: (...words) => ({ kind: 'words', words: words.map((text) => ({ text })), at }),
    section: (type, name, lines) => ({ type, words: [{ text: name }], lines, at }),
  };
}

/** One backend for each table; a backend without servers serves nobody. `peers` keep a table over a reload. */
export function writeLimitTables(
  limit: EdgeLimit & { readonly peers?: string | undefined },
  tables: readonly LimitTable[],
  writer: HaproxyWriter,
): HaproxySection[] {
  const { say, line, section } = writer;
  const buckets = listBuckets(limit);
  const stores = buckets.map(({ gpc, limit: numbers }) => `${gpc},${gpc}_rate(${windowOf(numbers)}ms)`).join(',');
  const expire = `${Math.max(...buckets.map((bucket) => windowOf(bucket.limit))) * 2}ms`;
  const peers = limit.peers === undefined ? [] : ['peers', limit.peers];
  return tables.map(({ name, type }) =>
    section('backend', name, [
      say(
        type[0] === 'ipv6'
          ? 'ipv6 holds IPv4 too; a table of type ip would leave IPv6 clients without a limit.'
          : 'The SHA-256 of what the header says: no token is kept, and none is cut short.',
      ),
      line('stick-table', 'type', ...type, 'size', '100k', 'expire', expire, 'store', stores, ...peers),
    ]),
  );
}

/** The lines for the frontend. `src` and the counters below the first table's stay as they are: they may be the site's. */
export function writeLimitRules(limit: EdgeLimit, tables: readonly LimitTable[], writer: HaproxyWriter): HaproxyLine[] {
  const { say, line } = writer;
  const buckets = listBuckets(limit);
  return [
    ...writeClient(limit, writer),
    say('Decoded path: /v2.9/images, //v2/images, /v2%2fimages and /images with a v2 Accept header create images too,'),
    say(
      'and /v2/./images or /v2/images% behind uWSGI, which takes dot segments and broken percent signs out of the path.',
    ),
    say(
      'The router of Glance takes the method from _method of the query: GET /v2/images?_method=POST creates one too.',
    ),
    ...buckets.flatMap(({ name, methods, pattern }) => [
      line('acl', `glacis_${name}_method`, 'method', ...methods),
      line('acl', `glacis_${name}_method`, 'query', '-m', 'sub', '_method'),
      line('acl', `glacis_${name}_path`, 'path,url_dec', '-m', 'reg', pattern),
      line('acl', `glacis_${name}_path`, 'path', '-m', 'reg', brokenPercent),
    ]),
    ...buckets.flatMap((bucket) => writeBucket(bucket, tables, writer)),
  ];
}

/** Whom the limit counts, as variables of the request. */
function writeClient(limit: EdgeLimit, { say, line }: HaproxyWriter): HaproxyLine[] {
  const networks = trustedNetworks(limit);
  if (networks.length === 0) return [];
  const header = callerHeaderOf(limit);
  const chunks = Array.from({ length: Math.ceil(networks.length / maxNetworksPerLine) }, (_, i) =>
    networks.slice(i * maxNetworksPerLine, (i + 1) * maxNetworksPerLine),
  );
  const set = (name: string, ...words: string[]): HaproxyLine =>
    line('http-request', `set-var(txn.glacis_${name})`, ...words);
  const forwarded = 'hdr_ip(X-Forwarded-For,-1)';
  const unless =
    limit.key === 'project'
      ? ['unless', 'glacis_trusted_proxy', '{', 'var(txn.glacis_caller)', '-m', 'found', '}']
      : [];
  return [
    say('Only these peers may say who the client is: from anyone else a header would choose the bucket.'),
    ...chunks.map((some) => line('acl', 'glacis_trusted_proxy', 'src', ...some)),
    ...(header === null
      ? []
      : [
          say('Who calls only adds a bucket: whoever makes values up still has the bucket of his network.'),
          set('caller', `req.hdr(${header}),digest(sha256)`, 'if', 'glacis_trusted_proxy'),
        ]),
    ...(unless.length === 0
      ? []
      : [
          say(
            'A trusted proxy that names the project and no client hides all clients behind its own address: then the',
          ),
          say(
            'project alone counts. Without the project the address does, so that no request is left without a bucket.',
          ),
        ]),
    set('client', 'src', ...unless),
    set('client', forwarded, 'if', 'glacis_trusted_proxy', '{', forwarded, '-m', 'found', '}'),
  ];
}

/** Tracking, refusal and count of one kind of request, over all tables. */
function writeBucket(bucket: Bucket, tables: readonly LimitTable[], { say, line }: HaproxyWriter): HaproxyLine[] {
  const { name, limit, gpc, message } = bucket;
  const condition = ['if', `glacis_${name}_method`, `glacis_${name}_path`];
  const retryAfterSeconds = Math.ceil(60 / limit.requestsPerMinute);
  const request = (...words: string[]): HaproxyLine => line('http-request', ...words);
  return [
    say('Tracking stands before the refusal and for these requests alone; one bucket per IPv4 address and IPv6 /64.'),
    ...tables.map((table) => request(`track-sc${table.counter}`, table.key, 'table', table.name, ...condition)),
    say(`${limit.burst} at once, ${limit.requestsPerMinute} a minute. The default status would be 403.`),
    ...tables.map((table) =>
      request(
        ...['deny', 'deny_status', '429', 'content-type', 'application/json', 'string', `{"message":"${message}"}`],
        ...['hdr', 'Retry-After', String(retryAfterSeconds), ...condition],
        ...['{', `sc${table.counter}_${gpc}_rate(${table.name})`, 'ge', String(limit.burst), '}'],
      ),
    ),
    say('Raised behind the refusal: refused requests do not count.'),
    ...tables.map((table) => request(`sc-inc-${gpc}(${table.counter})`, ...condition)),
  ];
}
