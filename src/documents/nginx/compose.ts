// Decides the nginx drop-in that limits image creation at http level, for every server that sets no limit of its own.
import { IntentProblems, type Problem, problem } from '../../problems';
import { formatNetwork, readNetwork, unmapAddress } from '../nftables/networks';
import type { NginxDocument, NginxStatement } from './types';

/** One pair of numbers. */
export interface RequestLimit {
  /** Sustained requests per minute and client network, 1 to 60000. */
  readonly requestsPerMinute: number;
  /** Requests admitted at once, 1 to 10000. */
  readonly burst: number;
}

/** What the nginx limit needs to know. */
export interface NginxImageCreateLimit {
  /** Sustained image creations per minute and client network, 1 to 60000. */
  readonly requestsPerMinute: number;
  /** Creations admitted at once, 1 to 10000. nginx admits 1 + its `burst`, so `burst - 1` is written. */
  readonly burst: number;
  /** Load balancers whose X-Forwarded-For is believed. Empty: the peer address counts. */
  readonly trustedProxies: readonly string[];
  /** A second bucket for tags, members, imports, changes and deletions. Absent: they are not limited. */
  readonly otherWrites?: RequestLimit | undefined;
  /** Comment lines for the top of the file. */
  readonly header?: readonly string[];
  /** Path of the file in the tree. Default `nginx/conf.d/90-glacis-image-create.conf`. */
  readonly file?: string;
}

/** Every creating spelling as Glance routes it, on the decoded path: version aliases, doubled slashes, media-type versioning. */
const createPattern = '~^POST:/+(v2(\\.\\d+)?/+)?images/*$';

/** Writes that leave a row for each repetition. No dot in it: a line feed in a tag would end what a dot matches. */
const writePattern =
  '~^(POST|PUT|PATCH|DELETE):/+(v2(\\.\\d+)?/+)?images/+[^/]+(/*$|/+(tags|members|import|locations)(/|$))';

/**
 * One file for /etc/nginx/conf.d (http level). Exactly `burst` creations pass at once, then one every 60/requestsPerMinute
 * seconds; refused ones do not count (OSSN-0076). nginx keeps rates in thousandths per second, rounded down.
 * A server or location with a `limit_req` or `add_header` of its own does not inherit: the emulator reports it.
 * Throws IntentProblems on numbers or networks out of range.
 */
export function composeNginxImageCreateLimit(props: NginxImageCreateLimit): NginxDocument {
  const file = props.file ?? 'nginx/conf.d/90-glacis-image-create.conf';
  const { otherWrites } = props;
  const problems: Problem[] = [...checkLimit(props, file), ...checkOtherWrites(otherWrites, file)];
  const trusted = props.trustedProxies.map((text, i) => {
    const network = readNetwork(text);
    if (network !== null && network.prefixBits > 0 && unmapAddress(network.bytes) === null)
      return formatNetwork(network);
    const wanted = 'an IPv4 or IPv6 address or range, narrower than everything';
    problems.push(problem('bad-value', { file, pointer: `/trustedProxies/${i}` }, { got: text, wanted }));
    return '';
  });
  if (problems.length > 0) throw new IntentProblems(problems);

  const line = (name: string, ...args: string[]): NginxStatement => statement(file, name, args, null);
  const block = (name: string, args: string[], lines: NginxStatement[]): NginxStatement =>
    statement(file, name, args, lines);
  const say = (text: string): NginxStatement => ({ kind: 'comment', text: ` ${text}`, at: { file, line: 0 } });
  const writeBurst = (burst: number): string[] => (burst > 1 ? [`burst=${burst - 1}`, 'nodelay'] : []);
  const slowest = Math.min(props.requestsPerMinute, otherWrites?.requestsPerMinute ?? props.requestsPerMinute);
  const retryAfterSeconds = Math.ceil(60 / slowest);

  const statements: NginxStatement[] = (props.header ?? []).map(say);
  if (trusted.length > 0) {
    statements.push(
      say('X-Forwarded-For is believed from these peers alone: from anyone else it would choose the bucket.'),
      ...[...new Set(trusted)].map((network) => line('set_real_ip_from', network)),
      line('real_ip_header', 'X-Forwarded-For'),
      line('real_ip_recursive', 'on'),
    );
  }
  statements.push(
    say('One bucket per IPv4 address and per IPv6 /64: one host can use every address of its /64.'),
    say('IPv4 clients of a dual-stack socket come first, else they would all share one bucket.'),
    block(
      'map',
      ['$binary_remote_addr', '$glacis_client_network'],
      [
        line('~(?s)^\\x00{10}\\xff\\xff(?<glacis_ipv4>.{4})$', '$glacis_ipv4'),
        line('~(?s)^(?<glacis_ipv6_net>.{8}).{8}$', '$glacis_ipv6_net'),
        line('default', '$binary_remote_addr'),
      ],
    ),
    say(
      'The decoded path: /v2.9/images, //v2/images, /v2%2fimages and /images with a v2 Accept header create images too.',
    ),
    say('An empty key is not limited, so every other request passes untouched.'),
    block(
      'map',
      ['$request_method:$uri', '$glacis_image_create'],
      [line('default', ''), line(createPattern, '$glacis_client_network')],
    ),
    line(
      'limit_req_zone',
      '$glacis_image_create',
      'zone=glacis_image_create:10m',
      `rate=${props.requestsPerMinute}r/m`,
    ),
    say(
      `${props.burst} at once, then ${props.requestsPerMinute} a minute; nodelay refuses instead of holding connections open.`,
    ),
    line('limit_req', 'zone=glacis_image_create', ...writeBurst(props.burst)),
    ...(otherWrites === undefined
      ? []
      : [
          say('Tags, members, imports, changes and deletions leave a row for each repetition: a bucket of their own.'),
          block(
            'map',
            ['$request_method:$uri', '$glacis_image_write'],
            [line('default', ''), line(writePattern, '$glacis_client_network')],
          ),
          line(
            'limit_req_zone',
            '$glacis_image_write',
            'zone=glacis_image_write:10m',
            `rate=${otherWrites.requestsPerMinute}r/m`,
          ),
          line('limit_req', 'zone=glacis_image_write', ...writeBurst(otherWrites.burst)),
        ]),
    say('The default is 503, which clients take for an outage.'),
    line('limit_req_status', '429'),
    say('Only refusals of this limit carry Retry-After; a 429 of Glance itself (quota) stays as it is.'),
    block(
      'map',
      ['$limit_req_status:$status', '$glacis_retry_after'],
      [line('default', ''), line('REJECTED:429', String(retryAfterSeconds))],
    ),
    line('add_header', 'Retry-After', '$glacis_retry_after', 'always'),
  );
  return { file, statements: numberLines(statements), faults: [] };
}

/** Range checks of the second pair of numbers, with pointers below `/otherWrites`. */
export function checkOtherWrites(limit: RequestLimit | undefined, file: string): Problem[] {
  if (limit === undefined) return [];
  return checkLimit(limit, file).map((one) => ({
    ...one,
    place: { ...one.place, pointer: `/otherWrites${one.place.pointer ?? ''}` },
  }));
}

/** Range checks that both proxies share. Pointers are relative to the rate limit's props. */
export function checkLimit(
  limit: { readonly requestsPerMinute: number; readonly burst: number; readonly header?: readonly string[] },
  file: string,
): Problem[] {
  const found: Problem[] = [];
  const check = (name: 'requestsPerMinute' | 'burst', max: number): void => {
    if (Number.isInteger(limit[name]) && limit[name] >= 1 && limit[name] <= max) return;
    const facts = { got: String(limit[name]), wanted: `a whole number from 1 to ${max}` };
    found.push(problem('bad-value', { file, pointer: `/${name}` }, facts));
  };
  check('requestsPerMinute', 60_000);
  check('burst', 10_000);
  (limit.header ?? []).forEach((text, i) => {
    if (!/[\u0000-\u001f\u007f]/.test(text)) return;
    found.push(problem('unsafe-text', { file, pointer: `/header/${i}` }, { got: text, wanted: 'one line of text' }));
  });
  return found;
}

function statement(file: string, name: string, args: string[], block: NginxStatement[] | null): NginxStatement {
  return { kind: 'directive', name, args, block, at: { file, line: 0 } };
}

/** Gives each statement the line the renderer puts it on: one line per statement, one more per closing brace. */
function numberLines(statements: readonly NginxStatement[], next = { line: 1 }): NginxStatement[] {
  return statements.map((one) => {
    const at = { file: one.at.file, line: next.line++ };
    if (one.kind !== 'directive' || one.block === null) return { ...one, at };
    const block = numberLines(one.block, next);
    next.line++;
    return { ...one, at, block };
  });
}
