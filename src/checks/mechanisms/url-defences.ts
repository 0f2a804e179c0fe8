// What stops a URL that a member imports: the ways in, the filter, the code, Python's client, the egress guard.
import type { ConnectTarget } from '../../emulators/url/connect-answer';
import { connectTarget } from '../../emulators/url/connect-target';
import { fetchTarget } from '../../emulators/url/fetch-target';
import { type FilterAnswer, type FilterLevel, validateImportUri } from '../../emulators/url/import-filter';
import type { ImportFilterOptions } from '../../emulators/url/import-filter-options';
import type { UrlEnvironment } from '../../emulators/url/url-environment';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import type { Defence } from '../types';
import { findRefusal, findTaskDefences } from './policy-refusal';

/** Why a connection gives the attacker nothing; null when it does. */
export type HarmlessReason = (target: ConnectTarget) => string | null;

/** What keeps a member from using an import method at all. */
export function findEntryDefences(cloud: Cloud, method: 'web-download' | 'glance-download'): Defence[] {
  const methods = cloud.config('glance').get('DEFAULT', 'enabled_import_methods');
  const defences: Defence[] = [];
  if (Array.isArray(methods.value) && !methods.value.includes(method)) {
    defences.push({
      layer: 'import-methods',
      at: methods.at,
      because: `${method} is not among enabled_import_methods`,
    });
  }
  // Importing asks modify_image; the image must be there first, which asks add_image. Where Nova and Cinder still pass that rule
  // with their service token, a snapshot leaves a queued image in the project, and importing into an image that exists works (measured).
  if (findRefusal(cloud, 'add_image', 'service').length > 0)
    defences.push(...findRefusal(cloud, 'add_image', 'member'));
  defences.push(...findRefusal(cloud, 'modify_image', 'member'), ...findTaskDefences(cloud));
  return defences;
}

/** Every defence that by itself stops one URL once the method is open. */
export function findUrlDefences(
  cloud: Cloud,
  url: string,
  env: UrlEnvironment,
  isHarmlessAt: HarmlessReason = () => null,
): Defence[] {
  return [...findFilterDefences(cloud, url, env), ...findSocketDefences(cloud, url, env, isHarmlessAt)];
}

/**
 * Glance opens `file://` itself, without urllib: whatever follows the last `file://`. A relative path is not there.
 * Up to 2025.2 the import then fails on headers that a file has not; from 2026.1 on it becomes the image (run on 33.0.0).
 */
export function opensLocalFile(url: string): boolean {
  return url.startsWith('file://') && url.slice(url.lastIndexOf('file://') + 'file://'.length).startsWith('/');
}

/** What stops the connection itself: Python's client, the port, nftables. */
export function findSocketDefences(
  cloud: Cloud,
  url: string,
  env: UrlEnvironment,
  isHarmlessAt: HarmlessReason,
): Defence[] {
  // A proxy of the environment makes of the URL what it likes.
  if (cloud.proxyLine !== null && /^https?:/i.test(url)) return findEgressDefences(cloud, null, 80);
  const { options, level } = cloud.importFilter;
  if (opensLocalFile(url)) {
    const because = 'Glance stages the file and then fails on the headers that it lacks: no image comes of it';
    return isBefore(cloud, '2026.1') ? [{ layer: 'glance-code', at: null, because }] : [];
  }
  const isLetThrough = validateImportUri(url, options, level, env).verdict === 'pass';
  // A URL that the filter refuses never gets a pinned address: judge the client alone, as if the filter had failed.
  const target = isLetThrough ? fetchTarget(url, options, level, env) : connectTarget(url, env);
  const client = (because: string): Defence => ({ layer: 'http-client', at: null, because });
  if (!target.isOpened) return [client(`Python's client: ${target.because}`)];
  if (target.port === 0) return [client('no service can listen on port 0, so the connection fails')];
  const harmless = isHarmlessAt(target);
  if (harmless !== null) return [{ layer: 'glance-code', at: null, because: harmless }];
  return findEgressDefences(cloud, target.address, target.port);
}

const nothing: ImportFilterOptions = {
  allowedSchemes: [],
  disallowedSchemes: [],
  allowedHosts: [],
  disallowedHosts: [],
  allowedPorts: [],
  disallowedPorts: [],
};

/** All six lists are read before one is asked: where one cannot be read no URL passes. */
export function findBrokenFilter(cloud: Cloud): Defence[] {
  const { unreadable, level } = cloud.importFilter;
  const [at] = unreadable;
  const because = 'the import filter cannot be read, and every URL that it has to judge ends in an error';
  // The newest code takes what cannot be read for a URL that it refuses, with 400.
  return at === undefined ? [] : [{ layer: 'glance-code', at, because, isException: level !== 'pinning' }];
}

/** The rules of the filter that would each refuse the URL if they stood alone, and what the code refuses without any rule. */
export function findFilterDefences(cloud: Cloud, url: string, env: UrlEnvironment): Defence[] {
  const broken = findBrokenFilter(cloud);
  if (broken.length > 0) return broken;
  const { options, level } = cloud.importFilter;
  const parts: readonly ImportFilterOptions[] = [
    { ...nothing, allowedSchemes: options.allowedSchemes, disallowedSchemes: options.disallowedSchemes },
    { ...nothing, allowedHosts: options.allowedHosts, disallowedHosts: options.disallowedHosts },
    { ...nothing, allowedPorts: options.allowedPorts, disallowedPorts: options.disallowedPorts },
  ];
  // What the whole filter lets pass no part of it stops: an allowlisted host, say, is exempt from the address check.
  if (validateImportUri(url, options, level, env).verdict === 'pass') return [];
  // A list stands alone when it refuses without the fixes too: newer code refuses an encoded host before it looks at the list.
  const byLists = parts.flatMap((part) =>
    (['unfixed', level] as const)
      .map((code) => validateImportUri(url, part, code, env))
      .filter((a) => a.decidedBy?.list),
  );
  const byCode = validateImportUri(url, nothing, level, env);
  return [...byLists, byCode].flatMap((answer) => describeRefusal(cloud, answer, level));
}

function describeRefusal(cloud: Cloud, answer: FilterAnswer, level: FilterLevel): Defence[] {
  if (answer.verdict === 'pass' || answer.decidedBy === null) return [];
  const { dimension, list } = answer.decidedBy;
  if (answer.verdict === 'error') {
    const because = `the validator raises ${answer.error}, which the API answers with 500`;
    return [{ layer: 'glance-code', at: null, because, isException: true }];
  }
  if (list === null || dimension === 'shape') {
    const since = level === 'pinning' && dimension === 'address' ? ' (CVE-2026-71196)' : '';
    return [{ layer: 'glance-code', at: null, because: `Glance itself refuses: ${answer.because}${since}` }];
  }
  const option = `${list}_${dimension === 'address' ? 'host' : dimension}s`;
  return [{ layer: 'import-filter', at: cloud.importFilter.at(option), because: `${answer.because}` }];
}

/** The egress guard, asked about one address and port. A port that nobody can name is no answer. */
export function findEgressDefences(cloud: Cloud, address: string | null, port: number | null): Defence[] {
  if (port === null) return [];
  const verdict = cloud.judgeFetch(address, port);
  return verdict.isStopped
    ? [
        {
          layer: 'egress-guard',
          at: verdict.at,
          because: `nftables keeps the glance user from ${address ?? 'every address on'} port ${port}`,
        },
      ]
    : [];
}
