// Decides the HAProxy files that limit image creation: a whole frontend with its backend, or lines for a frontend that is there.
import { isIPv4, isIPv6 } from '../../openstack/ip-text';
import { IntentProblems, type Problem, problem } from '../../problems';
import { checkEdgeLimit, type EdgeLimit } from '../edge-limit';
import {
  createHaproxyWriter,
  type LimitTable,
  listLimitTables,
  windowOf,
  writeLimitRules,
  writeLimitTables,
} from './limit-rules';
import type { HaproxyDocument, HaproxyLine } from './types';

/** A limit with the counters it may use. */
export interface HaproxyLimit extends EdgeLimit {
  /** First stick counter to use, 0 to 2; a project or token uses the next. Default 1: sc0 is what sites track themselves. */
  readonly stickCounter?: number | undefined;
  /** Name of the site's `peers` section that keeps the tables over a reload. Default none. */
  readonly peers?: string | undefined;
  /** Path of the file in the tree. Default `haproxy/conf.d/90-glacis-image-create.cfg`. */
  readonly file?: string;
}

/** A limit in a frontend of its own. */
export interface HaproxyImageCreateLimit extends HaproxyLimit {
  /** `address:port`, `*:port` or `[ipv6]:port`. At least one. */
  readonly bind: readonly string[];
  /** glance-api nodes, `host:port`. At least one. */
  readonly servers: readonly string[];
}

/** The window is bounded so that a table entry (kept for two windows) never outlives a day. */
const maxWindowSeconds = 43_200;

/**
 * A file for one more `-f` option. Exactly `burst` creations pass in any window of `burst * 60 / requestsPerMinute` seconds, so
 * that the sustained rate is the one nginx gives. Counts with gpc0, raised behind the refusal: only admitted requests count and a
 * hammering client still gets its rate (with http_req_rate refusals count too and it never recovers; measured on 2.6 to 3.2).
 * The window slides, HAProxy weighs the previous one: right after a full burst the next slot may open up to one slot later than in nginx.
 * A reload empties the tables unless `peers` names a section that keeps them. Throws IntentProblems on values HAProxy would misread.
 */
export function composeHaproxyImageCreateLimit(props: HaproxyImageCreateLimit): HaproxyDocument {
  const file = fileOf(props);
  const tables = settleTables(props, checkEndpoints(props, file));
  const writer = createHaproxyWriter(file);
  const { say, line, section } = writer;
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
        ...writeLimitRules(props, tables, writer),
        line('default_backend', 'glacis_glance_api'),
      ]),
      section('backend', 'glacis_glance_api', [
        line('mode', 'http'),
        line('timeout', 'connect', '10s'),
        line('timeout', 'server', '5m'),
        ...props.servers.map((address, i) => line('server', `glance${i + 1}`, address, 'check')),
      ]),
      ...writeLimitTables(props, tables, writer),
    ],
  });
}

/**
 * The same limit for a frontend that is there already: its lines, to be put into the frontend behind `mode http` and before any
 * `http-request allow`, and the tables as a file for one more `-f` option. Throws IntentProblems on values HAProxy would misread.
 */
export function composeHaproxyLimitParts(props: HaproxyLimit): {
  readonly lines: readonly HaproxyLine[];
  readonly tables: HaproxyDocument;
} {
  const file = fileOf(props);
  const tables = settleTables(props, []);
  const writer = createHaproxyWriter(file);
  return {
    lines: writeLimitRules(props, tables, writer),
    tables: numberLines({
      file,
      faults: [],
      preamble: (props.header ?? []).map(writer.say),
      sections: writeLimitTables(props, tables, writer),
    }),
  };
}

function fileOf({ file }: HaproxyLimit): string {
  return file ?? 'haproxy/conf.d/90-glacis-image-create.cfg';
}

/** The tables, or every problem at once. */
function settleTables(props: HaproxyLimit, others: readonly Problem[]): readonly LimitTable[] {
  const file = fileOf(props);
  const problems = [...checkEdgeLimit(props, file), ...others];
  const { otherWrites } = props;
  const limits = [
    { limit: props, pointer: '' },
    ...(otherWrites ? [{ limit: otherWrites, pointer: '/otherWrites' }] : []),
  ];
  for (const { limit, pointer } of problems.length === 0 ? limits : []) {
    if (windowOf(limit) <= maxWindowSeconds * 1000) continue;
    const wanted = `a burst that refills within ${maxWindowSeconds / 3600} hours`;
    problems.push(problem('bad-value', { file, pointer: `${pointer}/burst` }, { got: String(limit.burst), wanted }));
  }
  const tables = listLimitTables(props, props.stickCounter ?? 1);
  // HAProxy has three counters unless tune.stick-counters says more.
  if (!tables.every(({ counter }) => Number.isInteger(counter) && counter >= 0 && counter <= 2)) {
    const facts = { got: String(props.stickCounter), wanted: `0 to ${3 - tables.length}` };
    problems.push(problem('bad-value', { file, pointer: '/stickCounter' }, facts));
  }
  if (props.peers !== undefined && !/^[A-Za-z0-9_.:-]+$/.test(props.peers)) {
    const wanted = 'the name of a peers section: letters, digits and _ . : -';
    problems.push(problem('bad-value', { file, pointer: '/peers' }, { got: props.peers, wanted }));
  }
  if (problems.length > 0) throw new IntentProblems(problems);
  return tables;
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
  if (host.startsWith('[')) return isIPv6(host.slice(1, -1));
  if (isBind) return host === '*' || isIPv4(host);
  if (/^[\d.]+$/.test(host)) return isIPv4(host);
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
