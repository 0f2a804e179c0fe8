// Which way a program's files went, from what they bound: requests of a proxy, addresses glance-api reaches, its unit, limits in Keystone.
import { PERMISSIONS_SCRIPT, readOwnership, renderPermissions } from '../../documents/permissions/script';
import { limitedResources } from '../../documents/registered-limits/types';
import { lastSetting, readUnit } from '../../documents/systemd/parse-unit';
import { readCpuPercent, readLimitBytes, readSizeBytes } from '../../documents/systemd/sizes';
import type { Cloud } from '../cloud/cloud';
import { listTellingAddresses } from '../cloud/egress';
import { readGlanceUnit } from '../mechanisms/quota-bounds';
import { readUnifiedLimits } from '../mechanisms/quota-registered';
import { measureEdge, measureRepose } from './edge-measures';
import { cannotSay, compareMeasures, type JudgedProgram, type Measure } from './measures';

/** Judges a program, by the first directory of its paths. */
export function judgeProgram(before: Cloud, after: Cloud, program: string): JudgedProgram {
  const clouds = [before, after] as const;
  const compare = (measure: (cloud: Cloud, clouds: readonly Cloud[]) => Measure[]): JudgedProgram =>
    compareMeasures(measure(before, clouds), measure(after, clouds));
  switch (program) {
    case 'nginx':
    case 'haproxy':
      return compare((cloud) => measureEdge(program, cloud, clouds));
    case 'repose':
      return compare(measureRepose);
    case 'glacis-permissions':
      return compare(measureModes);
    case 'keystone':
      return compare(measureLimits);
    case 'nftables':
      return judgeEgress(before, after);
    case 'glance':
      return compare(measureSockets);
    case 'systemd': {
      const reach = judgeEgress(before, after);
      return reach.direction === 'looser' ? reach : joinDirections(reach, compare(measureUnits));
    }
    default:
      return cannotSay;
  }
}

function joinDirections(one: JudgedProgram, other: JudgedProgram): JudgedProgram {
  return one.direction === 'neutral' || other.direction === 'looser' ? other : one;
}

/**
 * What the script beside plain /etc gives to whom, as far as both sides have the file: what others may do counts more than the group, and
 * the group more than the owner. A shell script can do anything, so it gives nothing for sure unless every other line is the one of Glacis.
 */
function measureModes({ files }: Cloud, clouds: readonly Cloud[]): Measure[] {
  const lines = (files.get(PERMISSIONS_SCRIPT) ?? '').split('\n');
  const isFrame = (line: string): boolean => !/^\s*(?:#|$)/.test(line) && readOwnership(line) === null;
  const frame = renderPermissions([]).split('\n').filter(isFrame).join('\n');
  const isOwn = lines.filter(isFrame).join('\n') === frame;
  return lines.flatMap((line): Measure[] => {
    const set = readOwnership(line);
    const isThere = (cloud: Cloud): boolean =>
      [...cloud.files.keys()].some((path) => path === set?.path || path.startsWith(`${set?.path}/`));
    if (set === null || !isOwn || !clouds.every(isThere)) return [];
    const isService = set.group === 'root' || set.path.startsWith(`${set.group}/`);
    return [
      { subject: `mode of ${set.path}`, value: Number.parseInt([...set.mode].reverse().join(''), 8), text: set.mode },
      { subject: `group of ${set.path}`, value: isService ? 0 : 1, text: set.group },
    ];
  });
}

/** Resource limits of the unit of glance-api, where what is no size bounds nothing, and options of the mounts that both sides have. */
function measureUnits(cloud: Cloud, clouds: readonly Cloud[]): Measure[] {
  const unit = readGlanceUnit(cloud);
  const readers = {
    MemoryMax: readSizeBytes,
    CPUQuota: readCpuPercent,
    TasksMax: (text: string) => (/^\d+$/.test(text) ? Number(text) : null),
    LimitFSIZE: readLimitBytes,
    IOWeight: (text: string) => (/^\d{1,5}$/.test(text) ? Number(text) : null),
  };
  const bounds = Object.entries(readers).map(([key, read]): Measure => {
    const setting = lastSetting(unit, 'Service', key);
    const found = setting === undefined ? null : read(setting.value);
    // systemd ignores 0, but for LimitFSIZE, where it ends every write.
    const value = found === 0 && key !== 'LimitFSIZE' ? null : found;
    const text = value === null ? 'unbounded' : `${setting?.value}`;
    return { subject: key, value: value ?? (key === 'IOWeight' ? 100 : Number.POSITIVE_INFINITY), text };
  });
  const mounts = [...cloud.files.keys()].filter(
    (path) => /^systemd\/system\/[^/]+\.mount$/.test(path) && clouds.every(({ files }) => files.has(path)),
  );
  const options = mounts.map((path): Measure => {
    const set = lastSetting(readUnit(cloud.files, path.slice('systemd/system/'.length)), 'Mount', 'Options')?.value;
    const lacking = ['nodev', 'nosuid', 'noexec'].filter((option) => !set?.split(',').includes(option));
    return { subject: `what ${path} leaves out`, value: lacking.length, text: lacking.join(',') || 'nothing' };
  });
  return [...bounds, ...options];
}

/** Sockets of uWSGI that others than the host reach, past any proxy before them. */
function measureSockets({ files }: Cloud): Measure[] {
  const sockets = [...files]
    .filter(([path]) => /^glance\/[^/]*uwsgi[^/]*\.ini$/.test(path))
    .flatMap(([, text]) => [...text.matchAll(/^[ \t]*(?:https?(?:-socket)?|socket)[ \t]*=[ \t]*(\S+)/gm)])
    .flatMap(([, address = '']) => (/^(?:\/|127\.|\[::1\]|localhost:)/.test(address) ? [] : [address]));
  return [{ subject: 'sockets of uWSGI that others reach', value: sockets.length, text: sockets.join(', ') || 'none' }];
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
