// Attacks that are one URL: a member hands it to web-download, and either Glance opens a socket or something stops it.
import type { ConnectTarget } from '../../emulators/url/connect-answer';
import { connectTarget } from '../../emulators/url/connect-target';
import { fetchTarget } from '../../emulators/url/fetch-target';
import { type FilterAnswer, type FilterLevel, validateImportUri } from '../../emulators/url/import-filter';
import type { ImportFilterOptions } from '../../emulators/url/import-filter-options';
import type { UrlEnvironment } from '../../emulators/url/url-environment';
import { printable } from '../../problems';
import type { Cloud } from '../cloud';
import { joinDefences } from '../defences';
import { isBefore } from '../releases';
import type { Attack, AttackAnswer, Defence, Severity } from '../types';
import { findImportFixes } from './import-fixes';
import { findRefusal, findTaskDefences } from './policy-refusal';

/** What a URL may be built from: the attacker knows or guesses the configuration. */
export interface Ground {
  readonly filter: ImportFilterOptions;
  /** A host that the allowlist admits, or some mirror when there is no list. */
  readonly allowedHost: string;
  /** A scheme that the allowlist admits; https when it can be. */
  readonly scheme: string;
}

/** An attack by URL. */
export interface UrlAttackWords {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  /** Every one of them must be stopped. */
  readonly urls: (ground: Ground) => readonly string[];
  /** Where the server behind each URL redirects to; absent: it answers with data. */
  readonly redirectsTo?: (ground: Ground) => string;
  /** Where names lead that the attacker or the cloud's own resolver controls. */
  readonly resolves?: (ground: Ground, level: FilterLevel) => Readonly<Record<string, readonly string[]>>;
  /** Why a connection gives the attacker nothing; null when it does. Default: every connection is a success. */
  readonly isHarmlessAt?: (target: ConnectTarget, ground: Ground) => string | null;
  /** Why the attack has no ground in this cloud; null when it has. */
  readonly appliesTo?: (ground: Ground) => string | null;
}

/** Makes the attack. */
export function createUrlAttack(words: UrlAttackWords): Attack {
  const { id, title, severity, references } = words;
  return { kind: 'attack', layer: 'ssrf', id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const ground = surveyGround(cloud);
    const elsewhere = words.appliesTo?.(ground) ?? null;
    if (elsewhere !== null) return { verdict: 'not-applicable', because: elsewhere };
    const env = cloud.urlEnvironment(Object.entries(words.resolves?.(ground, cloud.importFilter.level) ?? {}));
    const redirect = words.redirectsTo?.(ground) ?? null;
    const isHarmlessAt = (target: ConnectTarget) => words.isHarmlessAt?.(target, ground) ?? null;
    const attempts = withAdmittedScheme(words.urls(ground), ground).map((url) => ({ url, redirect, isHarmlessAt }));
    return judgeAttempts(cloud, attempts, env, (changed) => judge(changed).verdict === 'stopped');
  }
}

/** A URL, where its server redirects to, and which connections are no success. */
interface Attempt {
  readonly url: string;
  readonly redirect: string | null;
  readonly isHarmlessAt: (target: ConnectTarget) => string | null;
}

/** What the attacker can build on in this cloud: a host and a scheme of its own choice that no list refuses. */
export function surveyGround(cloud: Cloud): Ground {
  const filter = cloud.importFilter.options;
  const hosts = filter.allowedHosts.length > 0 ? filter.allowedHosts : ['images.example.org', 'mirror.attacker.test'];
  const schemes = filter.allowedSchemes.length > 0 ? filter.allowedSchemes : ['https', 'http'];
  const isDenied = (list: readonly string[], allowed: readonly string[], value: string) =>
    allowed.length === 0 && list.includes(value);
  const host = hosts.find((name) => !isDenied(filter.disallowedHosts, filter.allowedHosts, name)) ?? 'h.attacker.test';
  const usable = schemes.filter((name) => !isDenied(filter.disallowedSchemes, filter.allowedSchemes, name));
  return {
    filter,
    allowedHost: host.includes(':') ? `[${host}]` : host,
    scheme: usable.includes('https') ? 'https' : (usable[0] ?? 'https'),
  };
}

/** An attacker writes the scheme that passes: a URL of http or https is tried with the admitted one too. */
function withAdmittedScheme(urls: readonly string[], { scheme }: Ground): string[] {
  return [...new Set(urls.flatMap((url) => (/^https?:/.test(url) ? [url, url.replace(/^https?/, scheme)] : [url])))];
}

function judgeAttempts(
  cloud: Cloud,
  attempts: readonly Attempt[],
  env: UrlEnvironment,
  isClosedBy: (changed: Cloud) => boolean,
): AttackAnswer {
  const entry = findEntryDefences(cloud, 'web-download');
  const tried = attempts.map((attempt) => ({
    attempt,
    defences: [...entry, ...findAttemptDefences(cloud, attempt, env)],
  }));
  const open = tried.find(({ defences }) => defences.length === 0);
  if (open) {
    return {
      verdict: 'open',
      because: describeReach(cloud, open.attempt, env),
      fixes: findImportFixes(cloud, isClosedBy),
    };
  }
  const defences = joinDefences(tried.map(({ defences: found }) => found));
  return { verdict: 'stopped', because: `${defences[0]?.because ?? 'No request gets through'}.`, defences };
}

function describeReach(cloud: Cloud, { url, redirect }: Attempt, env: UrlEnvironment): string {
  const { options, level } = cloud.importFilter;
  if (opensLocalFile(url)) return `web-download of ${printable(url, 90)} passes, and Glance reads the file itself.`;
  const target = fetchTarget(redirect ?? url, options, level, env);
  const host = target.connectsTo ?? '';
  const where = target.address && !host.startsWith(target.address) ? `${host} (${target.address})` : host;
  const by = redirect === null ? '' : ` and its redirect to ${printable(redirect, 80)} is followed`;
  return `web-download of ${printable(url, 90)} passes${by}: Glance connects to ${printable(where, 80)}.`;
}

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

function findAttemptDefences(cloud: Cloud, { url, redirect, isHarmlessAt }: Attempt, env: UrlEnvironment): Defence[] {
  const defences = findUrlDefences(cloud, url, env, isHarmlessAt);
  if (redirect === null) return defences;
  // From the fix of OSSA-2026-004 on, the target of a redirect goes through the filter too; before, nothing looks at it.
  if (cloud.importFilter.level !== 'unfixed') defences.push(...findFilterDefences(cloud, redirect, env));
  return [...defences, ...findSocketDefences(cloud, redirect, env, isHarmlessAt)];
}

/** Every defence that by itself stops one URL once the method is open. */
export function findUrlDefences(
  cloud: Cloud,
  url: string,
  env: UrlEnvironment,
  isHarmlessAt: Attempt['isHarmlessAt'] = () => null,
): Defence[] {
  return [...findFilterDefences(cloud, url, env), ...findSocketDefences(cloud, url, env, isHarmlessAt)];
}

/**
 * Glance opens `file://` itself, without urllib: whatever follows the last `file://`. A relative path is not there.
 * Up to 2025.2 the import then fails on headers that a file has not; from 2026.1 on it becomes the image (run on 33.0.0).
 */
function opensLocalFile(url: string): boolean {
  return url.startsWith('file://') && url.slice(url.lastIndexOf('file://') + 'file://'.length).startsWith('/');
}

/** What stops the connection itself: Python's client, the port, nftables. */
function findSocketDefences(
  cloud: Cloud,
  url: string,
  env: UrlEnvironment,
  isHarmlessAt: Attempt['isHarmlessAt'],
): Defence[] {
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
  const [at] = cloud.importFilter.unreadable;
  const because = 'the import filter cannot be read, and every URL that it has to judge ends in an error';
  return at === undefined ? [] : [{ layer: 'glance-code', at, because, isException: true }];
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

export function findEgressDefences(cloud: Cloud, address: string | null, port: number | null): Defence[] {
  if (port === null) return [];
  const verdict = cloud.egress.judge({ address, port, protocol: 'tcp' });
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
