// What the URL emulators say, beside urllib, libc and Python's codecs: splitting, connecting, redirects, host names.
import { connectTarget } from '../../src/emulators/url/connect-target';
import { encodeIdna } from '../../src/emulators/url/idna';
import { formatIpAddress, mappedIpv4Of, parseIpAddress } from '../../src/emulators/url/ip-address';
import { type PythonVersion, traitsOf } from '../../src/emulators/url/python';
import { createOfflineResolver } from '../../src/emulators/url/resolver';
import { splitUrl } from '../../src/emulators/url/split-url';
import { readRequest } from '../../src/emulators/url/url-request';
import { rollLocation, rollUrl } from '../real/url-cases';
import { Dice, rollHost } from '../real/url-hosts';
import { type Comparison, type Difference, differOf } from './comparison';
import type { KnownDifference } from './known-differences';
import { resolveLocation } from './resolve-location';

/** Rolls many cases from one seed. */
export function rollMany<T>(count: number, seed: number, roll: (dice: Dice) => T): T[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => roll(dice));
}

interface RealConnect {
  readonly host?: string;
  readonly port?: string | null;
  readonly address?: string;
  readonly wirePort?: number;
  readonly lookupError?: string;
}

/** urlsplit, and where urllib connects to. */
export function compareUrls(python: PythonVersion): Comparison<string> {
  return {
    title: 'urlsplit and connect target',
    make: (count, seed) => rollMany(count, seed, rollUrl),
    question: (url) => ({ url }),
    differ: (url, answer) => {
      const { split, connect } = answer as { split: object; connect: RealConnect };
      return differOf(predictSplit(url, python), split) ?? differConnect(url, python, connect);
    },
  };
}

function predictSplit(url: string, python: PythonVersion): object {
  const parts = splitUrl(url, python);
  if (parts.error !== null) return { error: parts.error };
  const { scheme, netloc, path, query, fragment, hostname } = parts;
  const port = parts.portError === null ? { port: parts.port } : { portError: 'ValueError' };
  return { scheme, netloc, path, query, fragment, hostname, ...port };
}

function differConnect(url: string, python: PythonVersion, real: RealConnect): Difference | null {
  const target = connectTarget(url, { python, resolver: createOfflineResolver('libc', [['localhost', []]]) });
  if (target.connectsTo === null) {
    const { protocol, error, errorReason } = target;
    const isOther = protocol === 'ftp' || protocol === 'file' || protocol === 'data';
    const ours = { error, ...(errorReason === null ? {} : { reason: errorReason }) };
    return differOf(ours, real, isOther ? ('url-other-protocol' satisfies KnownDifference) : undefined);
  }
  const colon = target.connectsTo.lastIndexOf(':');
  const place = { host: target.connectsTo.slice(0, colon), port: target.connectsTo.slice(colon + 1) };
  if (real.address !== undefined && real.host === place.host) {
    // libc prints ::0.1.0.128 where Python prints ::1:80.
    const found = parseIpAddress(real.address, traitsOf(python));
    const reached = found === null ? null : formatIpAddress(mappedIpv4Of(found) ?? found, traitsOf(python));
    const address = target.address === reached ? real.address : target.address;
    return differOf({ ...place, address, wirePort: target.port }, real);
  }
  if (target.address === null || target.port === null)
    return differOf({ ...place, lookupError: real.lookupError }, real);
  // libc knows no address without asking: ours must not claim one, unless a zone names an interface of another machine.
  const isZone = place.host.includes('%') && real.lookupError !== undefined;
  return differOf(
    { ...place, address: target.address },
    real,
    isZone ? ('url-zone' satisfies KnownDifference) : undefined,
  );
}

/** The URL that urllib asks for after a redirect. */
export function compareRedirects(
  python: PythonVersion,
): Comparison<{ readonly url: string; readonly location: string }> {
  return {
    title: 'redirects',
    make: (count, seed) => {
      const dice = new Dice(seed);
      const cases: { url: string; location: string }[] = [];
      while (cases.length < count) {
        const one = { url: rollUrl(dice), location: rollLocation(dice) };
        if (canAnswer(one.url, python)) cases.push(one);
      }
      return cases;
    },
    question: (chain) => chain,
    differ: ({ url, location }, real) => {
      const request = readRequest(url, traitsOf(python));
      // A smaller case may be no HTTP request any more.
      if ('because' in request || request.protocol === 'ftp') return null;
      const next = resolveLocation(request.fullUrl, location, traitsOf(python));
      if (next.error !== null) return differOf({ error: next.error }, real);
      const isBlankInZone = /\[[^\]]*%[^\]]* /.test(next.url);
      return differOf(
        predictRequest(next.url.replaceAll(' ', '%20'), python),
        real,
        isBlankInZone ? ('url-blank-in-zone' satisfies KnownDifference) : undefined,
      );
    },
  };
}

function canAnswer(url: string, python: PythonVersion): boolean {
  const request = readRequest(url, traitsOf(python));
  return !('because' in request) && request.protocol !== 'ftp';
}

// urllib builds a Request of the target at once, which refuses what urlsplit refuses and drops a last empty fragment.
function predictRequest(url: string, python: PythonVersion): object {
  const request = readRequest(url, traitsOf(python));
  if (!('because' in request)) return { url: request.fullUrl };
  return request.error === 'ValueError' ? { error: 'ValueError' } : { url: url.replace(/#$/, '') };
}

/** The ASCII form of host names. */
export function compareHostNames(python: PythonVersion): Comparison<string> {
  return {
    title: 'host names in ASCII',
    make: (count, seed) =>
      rollMany(
        count,
        seed,
        (dice) => `${rollHost(dice)}${dice.roll(2) ? '' : String.fromCodePoint(dice.roll(0x20000))}.x`,
      ),
    question: (name) => ({ name }),
    differ: (name, real) => {
      const { error, ...rest } = encodeIdna(name, traitsOf(python));
      return differOf(error === null ? rest : { error }, real);
    },
  };
}
