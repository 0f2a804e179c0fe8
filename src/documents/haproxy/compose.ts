// Decides the HAProxy file that stands in front of Glance and limits image creation: frontend, backend and its table.
import { isIP } from 'node:net';
import { IntentProblems, type Problem, problem } from '../../problems';
import { formatNetwork, readNetwork, unmapAddress } from '../nftables/networks';
import { checkLimit } from '../nginx/compose';
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
  /** Comment lines for the top of the file. */
  readonly header?: readonly string[];
  /** Path of the file in the tree. Default `haproxy/conf.d/90-glacis-image-create.cfg`. */
  readonly file?: string;
}

/** The decoded path of every request that makes Glance create an image; see `creatingRequests`. */
const createPattern = '^/+(v2(\\.[0-9]+)?/+)?images/*$';

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
  const windowMilliseconds = Math.ceil((props.burst * 60_000) / props.requestsPerMinute);
  const trusted = (props.trustedProxies ?? []).map(readNetwork);
  const problems = [...checkLimit(props, file), ...checkEndpoints(props, file)];
  trusted.forEach((network, i) => {
    if (network !== null && network.prefixBits > 0 && unmapAddress(network.bytes) === null) return;
    const facts = {
      got: String(props.trustedProxies?.[i]),
      wanted: 'an IPv4 or IPv6 address or range, narrower than everything',
    };
    problems.push(problem('bad-value', { file, pointer: `/trustedProxies/${i}` }, facts));
  });
  if (problems.length === 0 && windowMilliseconds > maxWindowSeconds * 1000) {
    const wanted = `a burst that refills within ${maxWindowSeconds / 3600} hours`;
    problems.push(problem('bad-value', { file, pointer: '/burst' }, { got: String(props.burst), wanted }));
  }
  if (problems.length > 0) throw new IntentProblems(problems);

  const retryAfterSeconds = Math.ceil(60 / props.requestsPerMinute);
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
  const isCreate = ['glacis_is_post', 'glacis_is_create'];

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
        line('acl', 'glacis_is_post', 'method', 'POST'),
        line('acl', 'glacis_is_create', 'path,url_dec', '-m', 'reg', createPattern),
        say('Tracking stands before the refusal and for creations alone; one bucket per IPv4 address and IPv6 /64.'),
        request('track-sc0', 'src,ipmask(32,64)', 'table', 'glacis_image_create', 'if', ...isCreate),
        say(`${props.burst} at once, ${props.requestsPerMinute} a minute. The default status would be 403.`),
        request(
          ...['deny', 'deny_status', '429', 'content-type', 'application/json'],
          ...[
            'string',
            '{"message":"too many images created, try again later"}',
            'hdr',
            'Retry-After',
            String(retryAfterSeconds),
          ],
          ...['if', ...isCreate, '{', `sc0_gpc0_rate(glacis_image_create)`, 'ge', String(props.burst), '}'],
        ),
        say('Raised behind the refusal: refused requests do not count.'),
        request('sc-inc-gpc0(0)', 'if', ...isCreate),
        line('default_backend', 'glacis_glance_api'),
      ]),
      section('backend', 'glacis_glance_api', [
        line('mode', 'http'),
        line('timeout', 'connect', '10s'),
        line('timeout', 'server', '5m'),
        ...props.servers.map((address, i) => line('server', `glance${i + 1}`, address, 'check')),
      ]),
      section('backend', 'glacis_image_create', [
        say('ipv6 holds IPv4 too; a table of type ip would leave IPv6 clients without a limit.'),
        line(
          ...['stick-table', 'type', 'ipv6', 'size', '100k', 'expire', `${windowMilliseconds * 2}ms`],
          ...['store', `gpc0,gpc0_rate(${windowMilliseconds}ms)`],
        ),
      ]),
    ],
  });
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
