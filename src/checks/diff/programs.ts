// Which way a program's files went, from what they bound: requests of a proxy, addresses glance-api reaches, its unit, limits in Keystone.
import { loadHaproxy } from '../../documents/haproxy/parse';
import { loadNginx } from '../../documents/nginx/load';
import { PERMISSIONS_SCRIPT, readOwnership } from '../../documents/permissions/script';
import { limitedResources } from '../../documents/registered-limits/types';
import { lastSetting } from '../../documents/systemd/parse-unit';
import { readCpuPercent, readLimitBytes, readSizeBytes } from '../../documents/systemd/sizes';
import { judgeImageCreateLimit } from '../../emulators/edge/judge';
import type { EdgeVerdict } from '../../emulators/edge/types';
import { edgeVerdict } from '../../emulators/edge/verdict';
import type { Cloud } from '../cloud/cloud';
import { listTellingAddresses } from '../cloud/egress';
import { readGlanceUnit } from '../mechanisms/quota-bounds';
import { readUnifiedLimits } from '../mechanisms/quota-registered';
import type { Direction } from '../types';

/** The direction of all files of a program, and why. */
export interface JudgedProgram {
  readonly direction: Direction;
  /** Empty when nobody can say. */
  readonly because: string;
}

/** What a file bounds: the higher, the looser. */
interface Measure {
  readonly subject: string;
  readonly value: number;
  readonly text: string;
}

const cannotSay: JudgedProgram = { direction: 'neutral', because: '' };

/** Judges a program, by the first directory of its paths. */
export function judgeProgram(before: Cloud, after: Cloud, program: string): JudgedProgram {
  if (program === 'nginx' || program === 'haproxy') return compareMeasures(measureEdge(program), before, after);
  if (program === 'glacis-permissions') return compareMeasures(measureModes, before, after);
  if (program === 'keystone') return compareMeasures(measureLimits, before, after);
  if (program !== 'nftables' && program !== 'systemd') return cannotSay;
  const reach = judgeEgress(before, after);
  return program === 'nftables' || reach.direction === 'looser'
    ? reach
    : joinDirections(reach, compareMeasures(measureUnit, before, after));
}

/** One bound that rises weighs more than all that fall. */
function compareMeasures(measure: (cloud: Cloud) => readonly Measure[], before: Cloud, after: Cloud): JudgedProgram {
  const now = new Map(measure(after).map((one) => [one.subject, one]));
  let judged = cannotSay;
  for (const was of measure(before)) {
    const is = now.get(was.subject);
    if (is === undefined || is.value === was.value || (judged !== cannotSay && is.value < was.value)) continue;
    const because = `${was.subject}: ${was.text} before, ${is.text} after`;
    if (is.value > was.value) return { direction: 'looser', because };
    judged = { direction: 'tighter', because };
  }
  return judged;
}

function joinDirections(one: JudgedProgram, other: JudgedProgram): JudgedProgram {
  return one.direction === 'neutral' || other.direction === 'looser' ? other : one;
}

/** An address for documentation: no real file exempts it by accident. */
const client = { headers: {}, clientAddress: '198.51.100.7' } as const;
const plainCreation = { method: 'POST', rawPath: '/v2/images', ...client } as const;
const plainWrite = {
  method: 'PUT',
  rawPath: '/v2/images/11111111-2222-4333-8444-555555555555/tags/a',
  ...client,
} as const;

/** A limit with a way around it is still a limit for whoever does not know the way: the plain spelling counts too. */
const measureEdge =
  (program: 'nginx' | 'haproxy') =>
  (cloud: Cloud): Measure[] => {
    const configuration = program === 'nginx' ? loadNginx(cloud.files) : loadHaproxy(cloud.files);
    const collapses = cloud.versions.launcher !== 'eventlet';
    const { worst, weaknesses } = judgeImageCreateLimit(configuration, { collapses });
    const verdicts = {
      'image creation in some spelling': worst,
      'image creation': edgeVerdict(configuration, plainCreation),
      'other writes to images': edgeVerdict(configuration, plainWrite),
    };
    const buckets = weaknesses.filter((weakness) => weakness.startsWith('bucket-per-'));
    return [
      ...Object.entries(verdicts).flatMap(([name, verdict]) => measureVerdict(`${name} through ${program}`, verdict)),
      { subject: `ways to further buckets of ${program}`, value: buckets.length, text: buckets.join(', ') || 'none' },
    ];
  };

function measureVerdict(subject: string, verdict: EdgeVerdict): Measure[] {
  const atOnce = `${subject} at once`;
  if (verdict.limited === true) {
    const { requestsPerMinute, burst } = verdict;
    return [
      { subject, value: requestsPerMinute, text: `${requestsPerMinute} a minute` },
      { subject: atOnce, value: burst, text: String(burst) },
    ];
  }
  const isRefused = verdict.limited === 'refused';
  const [value, text] = isRefused ? [0, 'refused'] : [Number.POSITIVE_INFINITY, 'unlimited'];
  return [
    { subject, value, text },
    { subject: atOnce, value, text },
  ];
}

/** What the script beside plain /etc gives to whom: what others may do counts more than the group, and the group more than the owner. */
function measureModes({ files }: Cloud): Measure[] {
  return (files.get(PERMISSIONS_SCRIPT) ?? '').split('\n').flatMap((line): Measure[] => {
    const set = readOwnership(line);
    if (set === null) return [];
    const value = Number.parseInt([...set.mode].reverse().join(''), 8);
    return [{ subject: `mode of ${set.path}`, value, text: set.mode }];
  });
}

/** Resource limits of the unit of glance-api; what is no size bounds nothing. */
function measureUnit(cloud: Cloud): Measure[] {
  const unit = readGlanceUnit(cloud);
  const readers = {
    MemoryMax: readSizeBytes,
    CPUQuota: readCpuPercent,
    TasksMax: (text: string) => (/^\d+$/.test(text) ? Number(text) : null),
    LimitFSIZE: readLimitBytes,
  };
  return Object.entries(readers).map(([key, read]): Measure => {
    const setting = lastSetting(unit, 'Service', key);
    const found = setting === undefined ? null : read(setting.value);
    // systemd ignores 0, but for LimitFSIZE, where it ends every write.
    const value = found === 0 && key !== 'LimitFSIZE' ? null : found;
    const text = value === null ? 'unbounded' : `${setting?.value}`;
    return { subject: key, value: value ?? Number.POSITIVE_INFINITY, text };
  });
}

/** Default limits of a project; what is not registered counts as 0. */
function measureLimits(cloud: Cloud): Measure[] {
  const unified = readUnifiedLimits(cloud);
  return limitedResources.map((subject): Measure => {
    if (unified.kind !== 'known') return { subject, value: Number.POSITIVE_INFINITY, text: 'not known' };
    const limit = unified.read.limits.get(subject)?.limit ?? 0;
    return { subject, value: limit < 0 ? Number.POSITIVE_INFINITY : limit, text: String(limit) };
  });
}

/** Ports of services an import could be led to, tried beside those the files name. */
const telltalePorts = [22, 80, 443, 3306, 5000, 8080];

/** Whether glance-api reaches an address and port that it did not reach, or the other way round. */
function judgeEgress(before: Cloud, after: Cloud): JudgedProgram {
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
      for (const protocol of ['tcp', 'udp'] as const) {
        const destination = { address, port, protocol };
        const wasStopped = before.egress.judge(destination).isStopped;
        const isStopped = after.egress.judge(destination).isStopped;
        const name = `${address} port ${port}${protocol === 'udp' ? ' with udp' : ''}`;
        if (wasStopped && !isStopped) opened ||= name;
        if (!wasStopped && isStopped) closed ||= name;
      }
    }
  }
  if (opened !== '') return { direction: 'looser', because: `glance-api now reaches ${opened}, for example` };
  if (closed !== '') return { direction: 'tighter', because: `glance-api no longer reaches ${closed}, for example` };
  return cannotSay;
}

function listPorts(cloud: Cloud, loaded: readonly string[]): number[] {
  const texts = loaded.map((file) => cloud.files.get(file) ?? '');
  const numbers = texts.flatMap((text) => (text.match(/\b\d{1,5}\b/g) ?? []).map(Number));
  return [...new Set(numbers)].filter((port) => port > 0 && port < 65_536).slice(0, 64);
}
