// Bounds around the process: resource limits of the unit of glance-api, and a staging directory on a filesystem of its own.

import { lastSetting, listSettings, readUnit, type Unit } from '../../documents/systemd/parse-unit';
import { nameMountUnit } from '../../documents/systemd/render-unit';
import { readCpuPercent, readLimitBytes, readSizeBytes } from '../../documents/systemd/sizes';
import type { Source } from '../../documents/types';
import { glanceUnits } from '../../openstack/units';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';

/** Beyond it a bound on the size of one file is none that a disk would notice: 1 TiB, the default of `image_size_cap`. */
const maxUsefulFileBytes = 2 ** 40;

/** Beyond it a bound on memory is none that a host would notice: 1 TiB. */
const maxUsefulMemoryBytes = 2 ** 40;

/** Likewise for processors: 64 of them. */
const maxUsefulCpuPercent = 6400;

/** 1 PiB: a cap above it is larger than the stores it is to protect. */
const maxUsefulCapBytes = 2 ** 50;

/** `image_size_cap`, where it bounds an image to less than stores hold; null where it does not. */
export function findSizeCap(cloud: Cloud): { readonly bytes: number; readonly at: Source | null } | null {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'image_size_cap');
  return typeof value === 'number' && value <= maxUsefulCapBytes ? { bytes: value, at } : null;
}

/** The unit that runs glance-api. */
export function readGlanceUnit(cloud: Cloud): Unit {
  return readUnit(cloud.files, glanceUnits[cloud.versions.launcher]);
}

/** `LimitFSIZE=`: no process of the unit writes a larger file; Python fails with EFBIG, qemu-img dies. */
export function findFileSizeDefences(cloud: Cloud): Defence[] {
  const setting = lastSetting(readGlanceUnit(cloud), 'Service', 'LimitFSIZE');
  const bytes = setting === undefined ? null : readLimitBytes(setting.value);
  if (setting === undefined || bytes === null || bytes > maxUsefulFileBytes) return [];
  return [{ layer: 'process-bounds', at: setting.at, because: `no file of glance-api grows beyond ${bytes} bytes` }];
}

/** `MemoryMax=` together with `CPUQuota=`: what a conversion takes it takes from glance-api, not from the host. */
export function findConversionDefences(cloud: Cloud): Defence[] {
  const unit = readGlanceUnit(cloud);
  const memory = lastSetting(unit, 'Service', 'MemoryMax');
  const cpu = lastSetting(unit, 'Service', 'CPUQuota');
  const bytes = memory === undefined ? null : readSizeBytes(memory.value);
  // systemd ignores 0 in both, with a line in its log.
  if (memory === undefined || !bytes || bytes > maxUsefulMemoryBytes) return [];
  const percent = cpu === undefined ? null : readCpuPercent(cpu.value);
  if (cpu === undefined || percent === null || percent > maxUsefulCpuPercent) return [];
  const because = `the unit of glance-api has ${memory.value} of memory and ${cpu.value} of a processor, its children included`;
  return [{ layer: 'process-bounds', at: memory.at, because }];
}

/** Where uploads and downloads wait for the import. */
export interface StagingPlace {
  /** Null when it is no plain path. */
  readonly directory: string | null;
  readonly at: Source | null;
  /** The option that counts, `section/option`. */
  readonly subject: string;
}

/** `node_staging_uri`; with `enabled_backends` the reserved store `os_glance_staging_store`. */
export function readStagingPlace(cloud: Cloud): StagingPlace {
  const config = cloud.config('glance');
  const backends = config.get('DEFAULT', 'enabled_backends').value;
  const isMultiStore = typeof backends === 'object' && backends !== null && Object.keys(backends).length > 0;
  if (isMultiStore) {
    const { raw, at } = config.get('os_glance_staging_store', 'filesystem_store_datadir');
    const subject = 'os_glance_staging_store/filesystem_store_datadir';
    return { directory: cleanPath(raw ?? '/var/lib/glance/os_glance_staging_store'), at, subject };
  }
  const { value, at } = config.get('DEFAULT', 'node_staging_uri');
  const path = typeof value === 'string' ? /^file:\/\/(\/.*)$/.exec(value)?.[1] : undefined;
  return { directory: path === undefined ? null : cleanPath(path), at, subject: 'DEFAULT/node_staging_uri' };
}

/** A mount unit of bounded size at the staging directory, or above it where that too is named after staging, that glance-api waits for. */
export function findStagingDefences(cloud: Cloud): Defence[] {
  const { directory } = readStagingPlace(cloud);
  if (directory === null) return [];
  const glance = readGlanceUnit(cloud);
  const list = (...keys: readonly string[]): string[] =>
    keys.flatMap((key) => listSettings(glance, 'Unit', key).flatMap(({ value }) => value.split(/\s+/)));
  const paths = list('RequiresMountsFor').map(cleanPath);
  // What is required without an order starts beside glance-api, and may fail behind it.
  const needed = list('Requires', 'BindsTo').filter((name) => list('After').includes(name));
  for (let path = directory; path !== '/'; path = path.slice(0, path.lastIndexOf('/')) || '/') {
    // Whatever else lies on /var is filled with it.
    if (path !== directory && !/stag/i.test(path)) break;
    const unit = readUnit(cloud.files, nameMountUnit(path));
    const where = lastSetting(unit, 'Mount', 'Where');
    if (where === undefined || cleanPath(where.value) !== path || !isBounded(unit)) continue;
    if (!needed.includes(unit.name) && !paths.some((one) => isBelow(one, path))) continue;
    const because = `staging lies on a filesystem of its own at ${path}: filling it fills nothing else`;
    return [{ layer: 'staging-filesystem', at: where.at, because }];
  }
  return [];
}

/** A block device or an image file has a size; tmpfs has half of the memory unless told, which is no bound a host survives. */
function isBounded(unit: Unit): boolean {
  const what = lastSetting(unit, 'Mount', 'What')?.value ?? '';
  const type = lastSetting(unit, 'Mount', 'Type')?.value ?? '';
  const options = (lastSetting(unit, 'Mount', 'Options')?.value ?? '').split(',');
  // A failed condition skips the mount and counts as a success; a subvolume shares the space of its filesystem.
  if (unit.settings.some(({ section, key }) => section === 'Unit' && key.startsWith('Condition'))) return false;
  if (options.some((option) => /^(?:r?bind|subvol(?:id)?=.*)$/.test(option))) return false;
  const size = options.findLast((option) => option.startsWith('size=')) ?? '';
  if (type === 'tmpfs') return /^size=(?:0*[1-9]\d*[kmg]?|0*[1-4]?[1-9]%|[1-4]0%)$/i.test(size);
  if (/^(?:nfs4?|cifs|9p|ceph|fuse|overlay|proc|sysfs)/.test(type)) return false;
  return what.startsWith('/') || /^(?:UUID|LABEL|PARTUUID|PARTLABEL)=/.test(what);
}

function isBelow(path: string, ancestor: string): boolean {
  return path === ancestor || path.startsWith(`${ancestor}/`);
}

function cleanPath(path: string): string {
  return path.replace(/\/+/g, '/').replace(/(.)\/$/, '$1');
}
