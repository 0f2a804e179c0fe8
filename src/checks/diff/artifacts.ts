// Lines of files that no oslo program reads as options: proxies, nftables, units, and what a service never opens.
import { loadHaproxy } from '../../documents/haproxy/parse';
import { loadNginx } from '../../documents/nginx/load';
import { judgeImageCreateLimit } from '../../emulators/edge/judge';
import type { EdgeVerdict } from '../../emulators/edge/types';
import { edgeVerdict } from '../../emulators/edge/verdict';
import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud';
import { listTellingAddresses } from '../egress';
import { maskLine } from '../secrets';
import { judgedServices } from '../types';
import { compareLines } from './lines';
import type { Direction, DraftChange } from './types';

/** More lines of one file than this are told as one change. */
const maxLinesOfFile = 200;

/**
 * Every line of such files that differs, and as one change a file that only one side has; comments and blank lines do not count. The
 * direction is that of its program.
 */
export function diffArtifacts(before: Cloud, after: Cloud): DraftChange[] {
  const read = new Set([before, after].flatMap(listInterpreted));
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].filter((path) => !read.has(path));
  const differing = paths.filter((path) => before.files.get(path) !== after.files.get(path)).sort(compareText);
  const directions = new Map<string, { direction: Direction; because: string }>();
  return differing.flatMap((path) => {
    const program = path.slice(0, path.search(/[/.]/));
    let found = directions.get(program);
    if (found === undefined) {
      found = judgeProgram(program, before, after);
      directions.set(program, found);
    }
    return diffFile(path, before.files.get(path), after.files.get(path), found);
  });
}

/** Files whose meaning is compared option by option and rule by rule. */
function listInterpreted(cloud: Cloud): string[] {
  return judgedServices.flatMap((service) => [...cloud.filesRead(service).read, ...cloud.policy(service).files.read]);
}

function diffFile(
  path: string,
  before: string | undefined,
  after: string | undefined,
  judged: { readonly direction: Direction; readonly because: string },
): DraftChange[] {
  const isTelling = (line: string): boolean => !/^\s*(?:#|$)/.test(line);
  const lines = compareLines(before ?? '', after ?? '', isTelling);
  const draft = { kind: 'artifact', file: path, ...judged, beforeAt: null, afterAt: null } as const;
  if (lines.length > 0 && (before === undefined || after === undefined)) {
    const count = lines.length === 1 ? '1 line' : `${lines.length} lines`;
    return [
      {
        ...draft,
        subject: 'the whole file',
        before: before === undefined ? null : count,
        after: after === undefined ? null : count,
      },
    ];
  }
  const shown = lines.slice(0, maxLinesOfFile).map(
    (changed): DraftChange => ({
      ...draft,
      subject: `line ${changed.line}`,
      before: showLine(changed.before),
      after: showLine(changed.after),
    }),
  );
  if (lines.length <= maxLinesOfFile) return shown;
  const rest = `${lines.length - maxLinesOfFile} more lines`;
  return [...shown, { ...draft, subject: rest, before: '', after: '' }];
}

function showLine(line: string | null): string | null {
  return line === null ? null : printable(maskLine(line.trim()));
}

function judgeProgram(program: string, before: Cloud, after: Cloud): { direction: Direction; because: string } {
  if (program === 'nginx' || program === 'haproxy') return judgeEdge(program, before, after);
  if (program === 'nftables' || program === 'systemd') return judgeEgress(before, after);
  return { direction: 'neutral', because: '' };
}

/** An address for documentation: no real file exempts it by accident. */
const plainCreation = { method: 'POST', rawPath: '/v2/images', headers: {}, clientAddress: '198.51.100.7' } as const;

function judgeEdge(
  program: 'nginx' | 'haproxy',
  before: Cloud,
  after: Cloud,
): { direction: Direction; because: string } {
  const load = ({ files }: Cloud) => (program === 'nginx' ? loadNginx(files) : loadHaproxy(files));
  const judgeWorst = (cloud: Cloud): EdgeVerdict =>
    judgeImageCreateLimit(load(cloud), { collapses: cloud.versions.launcher !== 'eventlet' }).worst;
  // A limit with a way around it is still a limit for whoever does not know the way.
  const judgePlain = (cloud: Cloud): EdgeVerdict => edgeVerdict(load(cloud), plainCreation);
  for (const judge of [judgeWorst, judgePlain]) {
    const [old, now] = [judge(before), judge(after)];
    const [was, is] = [rateOf(old), rateOf(now)];
    if (was === is) continue;
    const because = `image creation through ${program}: ${describeRate(old)} before, ${describeRate(now)} after`;
    return { direction: is > was ? 'looser' : 'tighter', because };
  }
  return { direction: 'neutral', because: '' };
}

function rateOf(verdict: EdgeVerdict): number {
  if (verdict.limited === 'refused') return 0;
  return verdict.limited === true ? verdict.requestsPerMinute : Number.POSITIVE_INFINITY;
}

function describeRate(verdict: EdgeVerdict): string {
  if (verdict.limited === 'refused') return 'refused';
  return verdict.limited === true ? `${verdict.requestsPerMinute} a minute` : 'unlimited in at least one spelling';
}

/** Ports of services an import could be led to, tried beside those the files name. */
const telltalePorts = [22, 80, 443, 3306, 5000, 8080];

/** Whether glance-api reaches an address and port that it did not reach, or the other way round. */
function judgeEgress(before: Cloud, after: Cloud): { direction: Direction; because: string } {
  const loaded = [before, after].map((cloud) => cloud.egress.loaded);
  const addresses = new Set(
    [before, after].flatMap((cloud, side) => listTellingAddresses(cloud.files, loaded[side] ?? [])),
  );
  const ports = new Set([
    ...telltalePorts,
    ...[before, after].flatMap((cloud, side) => listPorts(cloud, loaded[side] ?? [])),
  ]);
  let opened = '';
  let closed = '';
  for (const address of addresses) {
    for (const port of ports) {
      const destination = { address, port, protocol: 'tcp' } as const;
      const wasStopped = before.egress.judge(destination).isStopped;
      const isStopped = after.egress.judge(destination).isStopped;
      const name = `${address} port ${port}`;
      if (wasStopped && !isStopped) opened ||= name;
      if (!wasStopped && isStopped) closed ||= name;
    }
  }
  if (opened !== '') return { direction: 'looser', because: `glance-api now reaches ${opened}, for example` };
  if (closed !== '') return { direction: 'tighter', because: `glance-api no longer reaches ${closed}, for example` };
  return { direction: 'neutral', because: '' };
}

function listPorts(cloud: Cloud, loaded: readonly string[]): number[] {
  const texts = loaded.map((file) => cloud.files.get(file) ?? '');
  const numbers = texts.flatMap((text) => (text.match(/\b\d{1,5}\b/g) ?? []).map(Number));
  return [...new Set(numbers)].filter((port) => port > 0 && port < 65_536).slice(0, 64);
}
