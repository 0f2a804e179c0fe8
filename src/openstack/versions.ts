// Package versions as an operator writes them, and which fixes the code of that version has.
import { type DebianVersion, parseDebianVersion } from './debian-version';
import { fixHistories } from './fixes';
import { describeRelease, findReleaseOfMajor } from './releases';
import type { CodeLevel, FixId, ReleaseName, Service } from './types';

/** `30.2.0`, `33.0.0.0b2`, `30.2.1.dev5`: a tag of the OpenStack project, or what pbr makes of a commit after it. */
export interface UpstreamVersion {
  readonly kind: 'upstream';
  readonly text: string;
  readonly numbers: readonly number[];
  /** Sorts before the same numbers alone; null for a final version. */
  readonly pre: { readonly stage: 'a' | 'b' | 'rc'; readonly number: number } | null;
  /** `.devN`; null otherwise. Sorts before the version it leads to. */
  readonly dev: number | null;
}

/** Why a version says nothing. */
export interface VersionProblem {
  readonly kind: 'problem';
  readonly text: string;
  readonly wanted: string;
}

const upstreamPattern = /^(\d{1,9}(?:\.\d{1,9}){1,5})(?:(a|b|rc)(\d{1,9}))?(?:\.dev(\d{1,9}))?$/;

/** Reads an upstream version; undefined when it is none. */
export function parseUpstreamVersion(text: string): UpstreamVersion | undefined {
  const found = upstreamPattern.exec(text);
  if (found === null) return undefined;
  const [, numbers = '', stage, number, dev] = found;
  return {
    kind: 'upstream',
    text,
    numbers: numbers.split('.').map(Number),
    pre: stage === undefined ? null : { stage: stage as 'a' | 'b' | 'rc', number: Number(number) },
    dev: dev === undefined ? null : Number(dev),
  };
}

/** Negative when `a` came before `b`: `33.0.0.0b2` < `33.0.0.0rc1` < `33.0.0` = `33.0.0.0`. */
export function compareUpstreamVersions(a: UpstreamVersion, b: UpstreamVersion): number {
  const length = Math.max(a.numbers.length, b.numbers.length);
  for (let at = 0; at < length; at += 1) {
    const difference = (a.numbers[at] ?? 0) - (b.numbers[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return (
    rankStage(a) - rankStage(b) ||
    (a.pre?.number ?? 0) - (b.pre?.number ?? 0) ||
    (a.dev ?? Number.POSITIVE_INFINITY) - (b.dev ?? Number.POSITIVE_INFINITY) ||
    0
  );
}

function rankStage(version: UpstreamVersion): number {
  if (version.pre === null) return version.dev === null ? 4 : 0;
  return { a: 1, b: 2, rc: 3 }[version.pre.stage];
}

/** Reads `30.2.0` as upstream, `2:30.0.0-3+deb13u2` as Debian, and says what is wanted of anything else. */
export function parsePackageVersion(text: string): UpstreamVersion | DebianVersion | VersionProblem {
  const version = parseUpstreamVersion(text) ?? parseDebianVersion(text);
  if (version !== undefined && upstreamOf(version) !== undefined) return version;
  return {
    kind: 'problem',
    text,
    wanted: 'an upstream version such as 30.2.0, or a Debian version such as 2:30.0.0-3+deb13u2',
  };
}

/** The upstream version that a package was made from: `2:33.0.0~rc1+git1-2` from `33.0.0rc1`. Undefined when it has no number pair. */
export function upstreamOf(version: UpstreamVersion | DebianVersion): UpstreamVersion | undefined {
  if (version.kind === 'upstream') return version;
  const found = /^(\d{1,9}(?:\.\d{1,9}){1,5})(?:~?(a|b|rc)(\d{1,9}))?(?=$|[~+.-])/.exec(version.upstream);
  if (found === null) return undefined;
  const [, numbers = '', stage = '', number = ''] = found;
  return parseUpstreamVersion(`${numbers}${stage}${number}`);
}

/** Whether the code of a package is at least that upstream version. False for text that is no version. */
export function isAtLeast(packageVersion: string, upstreamVersion: string): boolean {
  const version = parsePackageVersion(packageVersion);
  const upstream = version.kind === 'problem' ? undefined : upstreamOf(version);
  const wanted = parseUpstreamVersion(upstreamVersion);
  return upstream !== undefined && wanted !== undefined && compareUpstreamVersions(upstream, wanted) >= 0;
}

/** The fixes that X.0.0 of a release has, so that they count even when nobody said which version runs. */
export function fixesOfEveryVersion(service: Service, release: ReleaseName): ReadonlySet<FixId> {
  const first = parseUpstreamVersion(`${describeRelease(release).majors[service]}.0.0`);
  return new Set(first === undefined ? [] : listFixes(service, first));
}

/** A code level, or what would have been a version of this service in this release. */
export type CodeLevelAnswer =
  | { readonly ok: true; readonly level: CodeLevel }
  | { readonly ok: false; readonly error: string };

/**
 * Which fixes the running code has. Without a version only those of `fixesOfEveryVersion`: unknown is judged as unpatched.
 * A version of another release is an error, never a guess.
 */
export function codeLevel(
  service: Service,
  release: ReleaseName,
  packageVersion: string | null | undefined,
): CodeLevelAnswer {
  if (packageVersion === null || packageVersion === undefined) {
    return {
      ok: true,
      level: { service, release, packageVersion: null, fixes: fixesOfEveryVersion(service, release) },
    };
  }
  const version = parsePackageVersion(packageVersion);
  if (version.kind === 'problem') return { ok: false, error: version.wanted };
  const major = upstreamOf(version)?.numbers[0] ?? -1;
  const expected = describeRelease(release).majors[service];
  if (major !== expected) {
    const other = findReleaseOfMajor(service, major);
    const hint = other === undefined ? '' : `; ${major} is ${other}`;
    return { ok: false, error: `a version of ${service} ${release}, which is ${expected}.x.y${hint}` };
  }
  return { ok: true, level: { service, release, packageVersion, fixes: new Set(listFixes(service, version)) } };
}

function listFixes(service: Service, version: UpstreamVersion | DebianVersion): FixId[] {
  const upstream = upstreamOf(version);
  if (upstream === undefined) return [];
  return fixHistories
    .filter((history) => {
      const tags = history.upstream[service];
      const hasTag = tags?.some((tag) => isSameSeriesOrNewer(upstream, tag)) ?? false;
      return hasTag || (version.kind === 'debian' && hasDebianPatch(history.debian[service] ?? [], version));
    })
    .map((history) => history.id);
}

/** `30.2.0` covers later 30.x.y; `30.0.0+` covers everything from there on. */
function isSameSeriesOrNewer(version: UpstreamVersion, tag: string): boolean {
  const isOpen = tag.endsWith('+');
  const first = parseUpstreamVersion(isOpen ? tag.slice(0, -1) : tag);
  if (first === undefined || compareUpstreamVersions(version, first) < 0) return false;
  return isOpen || version.numbers[0] === first.numbers[0];
}

/** A revision counts only within its own line: `-3` of unstable is newer than `-2+deb12u2` and does not have its patch. */
function hasDebianPatch(lines: readonly string[], version: DebianVersion): boolean {
  return lines.some((line) => {
    const first = parseDebianVersion(line);
    const root = first && /^(.*[a-z])(\d+)$/.exec(first.revision);
    if (!first || !root || version.upstream !== first.upstream) return false;
    const [, stem = '', number = ''] = root;
    const own = version.revision.startsWith(stem) ? /^\d+/.exec(version.revision.slice(stem.length)) : null;
    return own !== null && Number(own[0]) >= Number(number);
  });
}
