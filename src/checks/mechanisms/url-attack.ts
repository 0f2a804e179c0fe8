// Attacks that are one URL: a member hands it to web-download, and either Glance opens a socket or something stops it.
import type { ConnectTarget } from '../../emulators/url/connect-answer';
import { fetchTarget } from '../../emulators/url/fetch-target';
import type { FilterLevel } from '../../emulators/url/import-filter';
import type { ImportFilterOptions } from '../../emulators/url/import-filter-options';
import type { UrlEnvironment } from '../../emulators/url/url-environment';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { joinDefences } from '../defences';
import type { Attack, AttackAnswer, Defence, Severity } from '../types';
import { findImportFixes } from './import-fixes';
import {
  findEntryDefences,
  findFilterDefences,
  findSocketDefences,
  findUrlDefences,
  type HarmlessReason,
  opensLocalFile,
} from './url-defences';

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
  /** Without ground there is no promise to break: as in the answer. */
  readonly lacks?: 'promise';
  /** True when addresses must be judged, not names: where a list of hosts is in force the guard comes before the end of all downloads. */
  readonly needsGuard?: true;
}

/** Makes the attack. */
export function createUrlAttack(words: UrlAttackWords): Attack {
  const { id, title, severity, references, lacks } = words;
  return { kind: 'attack', layer: 'ssrf', id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const ground = surveyGround(cloud);
    const elsewhere = words.appliesTo?.(ground) ?? null;
    if (elsewhere !== null) return { verdict: 'not-applicable', because: elsewhere, ...(lacks && { lacks }) };
    const env = cloud.urlEnvironment(Object.entries(words.resolves?.(ground, cloud.importFilter.level) ?? {}));
    const redirect = words.redirectsTo?.(ground) ?? null;
    const isHarmlessAt = (target: ConnectTarget) => words.isHarmlessAt?.(target, ground) ?? null;
    const attempts = withAdmittedScheme(words.urls(ground), ground).map((url) => ({ url, redirect, isHarmlessAt }));
    const answer = judgeAttempts(cloud, attempts, env, (changed) => judge(changed).verdict === 'stopped');
    if (answer.verdict !== 'open' || !words.needsGuard || ground.filter.allowedHosts.length === 0) return answer;
    return { ...answer, fixes: [importGuard], otherWays: [answer.fixes] };
  }
}

const importGuard = { control: 'importEgress', file: 'nftables.d/glacis-import-egress.nft' };

/** A URL, where its server redirects to, and which connections are no success. */
interface Attempt {
  readonly url: string;
  readonly redirect: string | null;
  readonly isHarmlessAt: HarmlessReason;
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

function findAttemptDefences(cloud: Cloud, { url, redirect, isHarmlessAt }: Attempt, env: UrlEnvironment): Defence[] {
  const defences = findUrlDefences(cloud, url, env, isHarmlessAt);
  if (redirect === null) return defences;
  // From the fix of OSSA-2026-004 on, the target of a redirect goes through the filter too; before, nothing looks at it.
  if (cloud.importFilter.level !== 'unfixed') defences.push(...findFilterDefences(cloud, redirect, env));
  return [...defences, ...findSocketDefences(cloud, redirect, env, isHarmlessAt)];
}
