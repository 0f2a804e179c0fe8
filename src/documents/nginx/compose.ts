// Decides the nginx drop-in that limits image creation at http level, for every server that sets no limit of its own.
import { IntentProblems } from '../../problems';
import { callerHeaderOf, checkEdgeLimit, type EdgeLimit, type RequestLimit, trustedNetworks } from '../edge-limit';
import type { NginxDocument, NginxStatement } from './types';

/** What the nginx limit needs to know. nginx admits 1 + its own `burst`, so `burst - 1` is written. */
export interface NginxImageCreateLimit extends EdgeLimit {
  /** Path of the file in the tree. Default `nginx/conf.d/90-glacis-image-create.conf`. */
  readonly file?: string;
}

/** Every creating spelling as Glance routes it, on the decoded path: version aliases, doubled slashes, media-type versioning. */
export const createPathPattern = '^/+(v2(\\.\\d+)?/+)?images/*$';
const createPattern = createPathPattern.replace('^', '~^POST:');

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
  const problems = checkEdgeLimit(props, file);
  if (problems.length > 0) throw new IntentProblems(problems);
  const trusted = trustedNetworks(props);
  const caller = callerHeaderOf(props);

  const line = (name: string, ...args: string[]): NginxStatement => statement(file, name, args, null);
  const block = (name: string, args: string[], lines: NginxStatement[]): NginxStatement =>
    statement(file, name, args, lines);
  const say = (text: string): NginxStatement => ({ kind: 'comment', text: ` ${text}`, at: { file, line: 0 } });
  const writeBurst = (burst: number): string[] => (burst > 1 ? [`burst=${burst - 1}`, 'nodelay'] : []);
  const slowest = Math.min(props.requestsPerMinute, otherWrites?.requestsPerMinute ?? props.requestsPerMinute);
  const retryAfterSeconds = Math.ceil(60 / slowest);

  /** The client network always, and who calls where that is believed: one of them full is enough for a refusal. */
  const composeBucket = (name: string, pattern: string, limit: RequestLimit): NginxStatement[] => {
    const address = props.key === 'project' ? '$glacis_counted_network' : '$glacis_client_network';
    const keys = [
      { zone: `glacis_image_${name}`, value: address },
      ...(caller === null ? [] : [{ zone: `glacis_image_${name}_${props.key}`, value: '$glacis_caller' }]),
    ];
    const once = `${limit.burst} at once, then ${limit.requestsPerMinute} a minute; nodelay refuses instead of holding connections open.`;
    return [
      ...keys.flatMap(({ zone, value }) => [
        block('map', ['$glacis_method:$uri', `$${zone}`], [line('default', ''), line(pattern, value)]),
        line('limit_req_zone', `$${zone}`, `zone=${zone}:10m`, `rate=${limit.requestsPerMinute}r/m`),
      ]),
      say(once),
      ...keys.map(({ zone }) => line('limit_req', `zone=${zone}`, ...writeBurst(limit.burst))),
    ];
  };

  const statements: NginxStatement[] = (props.header ?? []).map(say);
  if (trusted.length > 0) {
    statements.push(
      say('X-Forwarded-For is believed from these peers alone: from anyone else it would choose the bucket.'),
      ...trusted.map((network) => line('set_real_ip_from', network)),
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
    ...(caller === null ? [] : composeCaller(caller, trusted, props.key === 'project', { say, line, block })),
    say(
      'The decoded path: /v2.9/images, //v2/images, /v2%2fimages and /images with a v2 Accept header create images too.',
    ),
    say(
      'The router of Glance takes the method from _method of the query: GET /v2/images?_method=POST creates one too.',
    ),
    block(
      'map',
      ['$request_uri', '$glacis_method'],
      [line('default', '$request_method'), line('~[?].*_method', 'POST')],
    ),
    say('An empty key is not limited, so every other request passes untouched.'),
    ...composeBucket('create', createPattern, props),
    ...(otherWrites === undefined
      ? []
      : [
          say('Tags, members, imports, changes and deletions leave a row for each repetition: buckets of their own.'),
          ...composeBucket('write', writePattern, otherWrites),
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

/** How statements are made for one file. */
interface Writer {
  readonly say: (text: string) => NginxStatement;
  readonly line: (name: string, ...args: string[]) => NginxStatement;
  readonly block: (name: string, args: string[], lines: NginxStatement[]) => NginxStatement;
}

/** `$glacis_caller`: empty unless a trusted peer names somebody. A token is kept by its end, the part no one can guess. */
function composeCaller(
  header: string,
  trusted: readonly string[],
  mayStandAlone: boolean,
  { say, line, block }: Writer,
): NginxStatement[] {
  const variable = `$http_${header.toLowerCase().replaceAll('-', '_')}`;
  const alone = [
    say(
      'A trusted proxy that names the project and no client hides all clients behind its own address: then the project',
    ),
    say('alone counts. Without the project the address does, so that no request is left without a bucket.'),
    block('map', ['$http_x_forwarded_for', '$glacis_is_untold'], [line('default', '0'), line('', '1')]),
    // What the client writes never comes first in a source: it could look like the rest of it.
    block(
      'map',
      ['$glacis_is_untold:$glacis_caller', '$glacis_counted_network'],
      [line('default', '$glacis_client_network'), line('~^1:.', '')],
    ),
  ];
  return [
    say(`${header} is believed from these peers alone, and only adds a bucket: whoever makes values up still has the`),
    say('bucket of his network.'),
    block(
      'geo',
      ['$realip_remote_addr', '$glacis_is_trusted'],
      [line('default', '0'), ...trusted.map((network) => line(network, '1'))],
    ),
    block(
      'map',
      [`$glacis_is_trusted:${variable}`, '$glacis_caller'],
      [line('default', ''), line('~(?s)^1:.*?(?<glacis_caller_end>.{1,64})$', '$glacis_caller_end')],
    ),
    ...(mayStandAlone ? alone : []),
  ];
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
