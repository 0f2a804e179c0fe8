// Stores that fetch from hosts which a location names: what keeps a caller from using each of them so.
import type { Source } from '../../documents/types';
import type { Cloud } from '../cloud/cloud';
import type { Defence } from '../types';
import { findEgressDefences, findFilterDefences } from './url-defences';

/** One store that is enabled. */
interface EnabledStore {
  readonly driver: string;
  /** Section of its options. */
  readonly section: string;
}

/** Multi-store clouds name their stores in enabled_backends, others in [glance_store] stores, whose default holds http. */
function listStores(cloud: Cloud): { readonly stores: readonly EnabledStore[]; readonly at: Source | null } {
  const config = cloud.config('glance');
  const backends = config.get('DEFAULT', 'enabled_backends');
  const isMany = backends.value !== null && typeof backends.value === 'object' && !Array.isArray(backends.value);
  const named = isMany ? Object.entries(backends.value as Readonly<Record<string, unknown>>) : [];
  // Without any entry Glance goes by the other option (run on 25.1.0, 30.0.0 and 33.0.0).
  if (named.length > 0) {
    return { stores: named.map(([name, driver]) => ({ driver: nameDriver(driver), section: name })), at: backends.at };
  }
  const { value, at } = config.get('glance_store', 'stores');
  const drivers = Array.isArray(value) ? value.map(nameDriver) : ['http'];
  return { stores: drivers.map((driver) => ({ driver, section: 'glance_store' })), at };
}

/** glance_store still answers to the old class path of a driver beside its name (read in 4.1.0). */
function nameDriver(driver: unknown): string {
  const text = String(driver).trim();
  return /^glance\.store\.(\w+)\.Store$/.exec(text)?.[1] ?? text;
}

/** The http store, by either name, and the line that says which stores there are. */
export function readStores(cloud: Cloud): { readonly hasHttp: boolean; readonly at: Source | null } {
  const { stores, at } = listStores(cloud);
  return { hasHttp: stores.some(({ driver }) => driver === 'http'), at };
}

/** Drivers that know no host but their own; s3 takes that of its options, not that of the location (run on 4.1, 4.9 and 5.7). */
const ownHost = new Set(['file', 'filesystem', 'rbd', 'cinder', 's3']);

/** A way from a location to an address inside, with what stops it alone. */
export interface FetchWay {
  readonly driver: string;
  /** False: the driver may go there, and nobody has seen what becomes of it. */
  readonly isSure: boolean;
  readonly defences: readonly Defence[];
}

/**
 * The ways that the enabled stores offer. A location `swift+http://account:user:key@host/...` makes the swift store ask the keystone that
 * stands in it where the object is, or with several tenants fetch it from that host with the caller's token; the filter looks at http alone.
 * Without such a store one way is left, that the store does not exist.
 */
export function listFetchWays(cloud: Cloud, url: string, leadsTo: string, only?: 'http'): FetchWay[] {
  const { stores, at } = listStores(cloud);
  const ways = stores.filter(({ driver }) => !ownHost.has(driver) && (only === undefined || driver === only));
  const guard = findEgressDefences(cloud, leadsTo, 80);
  // Only code with CVE-2026-71196 fixed asks the filter about a location (read in Debian's zed and in 33.0.0).
  const isFiltered = cloud.importFilter.level === 'pinning';
  const filter = isFiltered ? findFilterDefences(cloud, url, cloud.urlEnvironment()) : [];
  if (ways.length === 0) {
    const because = only === undefined ? 'no store is enabled that fetches from elsewhere' : 'no http store is enabled';
    // What would still stop it if there were one.
    const defences = [...(only === undefined ? [] : filter), ...guard];
    return [{ driver: 'none', isSure: true, defences: [{ layer: 'stores', at, because }, ...defences] }];
  }
  return ways.map(({ driver, section }) => {
    if (driver === 'http') {
      const isProxied = (cloud.config('glance').get(section, 'http_proxy_information').raw ?? '').trim() !== '';
      return { driver, isSure: !isProxied, defences: isProxied ? filter : [...filter, ...guard] };
    }
    return { driver, isSure: driver === 'swift' && !isSwiftPinned(cloud, section), defences: guard };
  });
}

/** A single tenant's store whose endpoint is written down fetches from there, whatever the keystone of the location says. */
function isSwiftPinned(cloud: Cloud, section: string): boolean {
  const config = cloud.config('glance');
  const endpoint = config.get(section, 'swift_store_endpoint').raw ?? '';
  const isMultiTenant = /^(?:true|1|yes|on)$/i.test((config.get(section, 'swift_store_multi_tenant').raw ?? '').trim());
  return endpoint !== '' && !isMultiTenant;
}
