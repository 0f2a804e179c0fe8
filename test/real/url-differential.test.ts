// Asks the real urllib, libc and Glance the same questions as our emulators, and accepts no difference.

import type { ConnectTarget } from '../../src/emulators/url/connect-answer';
import { connectTarget } from '../../src/emulators/url/connect-target';
import { followImport } from '../../src/emulators/url/follow-import';
import { encodeIdna } from '../../src/emulators/url/idna';
import { type FilterLevel, validateImportUri } from '../../src/emulators/url/import-filter';
import { defaultImportFilter, type ImportFilterOptions } from '../../src/emulators/url/import-filter-options';
import { formatIpAddress, mappedIpv4Of, parseIpAddress } from '../../src/emulators/url/ip-address';
import { type PythonVersion, traitsOf } from '../../src/emulators/url/python';
import { resolveLocation } from '../../src/emulators/url/resolve-location';
import { createOfflineResolver } from '../../src/emulators/url/resolver';
import { splitUrl } from '../../src/emulators/url/split-url';
import { readRequest } from '../../src/emulators/url/url-request';
import { rollLocation, rollUrl } from './url-cases';
import { rollHost } from './url-hosts';
import { ask, compare, expectNoDifference, meet, rollMany, skip } from './url-witness';

const systemPython = process.env.GLACIS_PYTHON ?? '/usr/bin/python3';
const urlCount = Number(process.env.GLACIS_URLS ?? 20_000);

function predictSplit(url: string, python: PythonVersion): object {
  const parts = splitUrl(url, python);
  if (parts.error !== null) {
    return { error: parts.error };
  }
  const { scheme, netloc, path, query, fragment, hostname } = parts;
  const port = parts.portError === null ? { port: parts.port } : { portError: 'ValueError' };
  return { scheme, netloc, path, query, fragment, hostname, ...port };
}

interface RealConnect {
  readonly host?: string;
  readonly port?: string | null;
  readonly address?: string;
  readonly wirePort?: number;
  readonly lookupError?: string;
  readonly error?: string;
}

function predictConnect(url: string, python: PythonVersion, real: RealConnect): object {
  const target = connectTarget(url, { python, resolver: createOfflineResolver('libc', [['localhost', []]]) });
  if (target.connectsTo === null) {
    // Where FTP would connect is not in this answer, and files and data URLs open nothing.
    return target.protocol === 'ftp' || target.protocol === 'file' || target.protocol === 'data'
      ? real
      : { error: target.error, ...(target.errorReason === null ? {} : { reason: target.errorReason }) };
  }
  const colon = target.connectsTo.lastIndexOf(':');
  const place = { host: target.connectsTo.slice(0, colon), port: target.connectsTo.slice(colon + 1) };
  if (real.address !== undefined && real.host === place.host) {
    // libc prints ::0.1.0.128 where Python prints ::1:80.
    const found = parseIpAddress(real.address, traitsOf(python))!;
    const reached = formatIpAddress(mappedIpv4Of(found) ?? found, traitsOf(python));
    return { ...place, address: target.address === reached ? real.address : target.address, wirePort: target.port };
  }
  // libc knows no address without asking: ours must not claim one, unless a zone names an interface of another machine.
  return target.address === null || target.port === null || place.host.includes('%')
    ? { ...place, lookupError: real.lookupError }
    : { ...place, address: target.address };
}

const interpreters = [...new Set([systemPython, 'python3'])].map((command) => meet(command));

describe.each(interpreters.map((found, i) => [i === 0 ? 'system' : 'PATH', found] as const))(
  '%s Python',
  (origin, found) => {
    if (typeof found === 'string') {
      // Any Python may come first on PATH; only the system's must be one we know.
      test('is there', () => skip('Python', found, origin === 'PATH'));
      return;
    }
    const { command, python, version } = found;

    test('urlsplit and urllib agree', () => {
      const urls = rollMany(urlCount, 0, rollUrl);
      const { answers } = ask(
        command,
        urls.map((url) => ({ url })),
      );
      const differences = compare(urls, answers, (url, real) => ({
        split: predictSplit(url, python),
        connect: predictConnect(url, python, (real as { connect: RealConnect }).connect),
      }));
      expectNoDifference(differences, urls.length, `urlsplit and urllib of Python ${version}`);
    }, 300_000);

    test('redirects lead to the same URL', () => {
      const chains = rollMany(urlCount / 4, 1, (dice) => ({ url: rollUrl(dice), location: rollLocation(dice) })).filter(
        ({ url }) => {
          const request = readRequest(url, traitsOf(python));
          return !('because' in request) && request.protocol !== 'ftp';
        },
      );
      const { answers } = ask(command, chains);
      const differences = compare(chains, answers, ({ url, location }) => {
        const request = readRequest(url, traitsOf(python)) as { fullUrl: string };
        const next = resolveLocation(request.fullUrl, location, traitsOf(python));
        return next.error === null ? predictRequest(next.url.replaceAll(' ', '%20'), python) : { error: next.error };
      });
      expectNoDifference(differences, chains.length, `redirects of Python ${version}`);
    }, 300_000);

    test('host names become the same ASCII', () => {
      const names = rollMany(
        urlCount / 4,
        2,
        (dice) => `${rollHost(dice)}${dice.roll(2) ? '' : String.fromCodePoint(dice.roll(0x20000))}.x`,
      );
      const { answers } = ask(
        command,
        names.map((name) => ({ name })),
      );
      const differences = compare(names, answers, (name) => {
        const { error, ...rest } = encodeIdna(name, traitsOf(python));
        return error === null ? rest : { error };
      });
      expectNoDifference(differences, names.length, `idna of Python ${version}`);
    }, 300_000);
  },
);

// urllib builds a Request of the target at once, which refuses what urlsplit refuses and drops a last empty fragment.
function predictRequest(url: string, python: PythonVersion): object {
  const request = readRequest(url, traitsOf(python));
  if (!('because' in request)) {
    return { url: request.fullUrl };
  }
  return request.error === 'ValueError' ? { error: 'ValueError' } : { url: url.replace(/#$/, '') };
}

describe('the installed Glance', () => {
  const found = meet(systemPython, '--glance');
  if (typeof found === 'string') {
    test('is there', () => skip('python3-glance', found));
    return;
  }
  const { command, python, level } = found;
  const names: Record<string, string[]> = {
    localhost: ['127.0.0.1', '::1'],
    'inner.example.org': ['169.254.169.254', 'fe80::1', '::ffff:127.0.0.1', '10.0.0.5', '198.51.100.7'],
    'metadata.google.internal': ['169.254.169.254'],
  };
  const filters: readonly ImportFilterOptions[] = [
    defaultImportFilter,
    {
      ...defaultImportFilter,
      disallowedHosts: ['169.254.169.254', '127.0.0.1', 'localhost', '::1', '10.0.0.5', '::ffff:a9fe:a9fe'],
    },
    {
      ...defaultImportFilter,
      allowedSchemes: ['https'],
      allowedHosts: ['images.example.org', 'localhost'],
      allowedPorts: [443],
    },
    {
      ...defaultImportFilter,
      allowedSchemes: [],
      disallowedSchemes: ['ftp', 'file'],
      allowedPorts: [],
      disallowedPorts: [443],
    },
    {
      ...defaultImportFilter,
      allowedSchemes: [],
      allowedPorts: [],
      allowedHosts: ['::1', '10.0.0.5', 'inner.example.org'],
      disallowedHosts: ['::1'],
    },
  ];

  test('gives the same verdict', () => {
    const questions = rollMany(urlCount, 3, (dice) => ({ url: rollUrl(dice), filter: dice.pick(filters), names }));
    const { answers } = ask(
      command,
      questions.map(({ url, filter }) => ({ url, names, filter: inOptionNames(filter) })),
      '--glance',
    );
    const resolver = createOfflineResolver('libc', Object.entries(names));
    const differences = compare(questions, answers, ({ url, filter }) => {
      const answer = validateImportUri(url, filter, level!, { python, resolver });
      // The stub answers 192.0.2.77 where our model knows no address.
      const pinned =
        level === 'pinning' && answer.verdict === 'pass' ? { pinned: answer.pinnedAddress ?? '192.0.2.77' } : {};
      return { verdict: answer.verdict, ...(answer.error === null ? {} : { error: answer.error }), ...pinned };
    });
    expectNoDifference(differences, questions.length, `Glance at level ${level}`);
  }, 300_000);

  test('follows the same redirects', () => {
    const questions = rollMany(urlCount / 4, 4, (dice) => ({
      url: dice.roll(3) === 0 ? rollUrl(dice) : `${dice.pick(['http', 'https'])}://images.example.org/x`,
      redirects: Array.from({ length: dice.roll(4) }, () => rollLocation(dice).replace(/[\r\n]/g, '')),
      filter: dice.pick(filters),
      names,
    }));
    const { answers } = ask(
      command,
      questions.map((question) => ({ ...question, filter: inOptionNames(question.filter) })),
      '--glance',
    );
    const resolver = createOfflineResolver('libc', Object.entries(names));
    const differences = compare(questions, answers, ({ url, redirects, filter }, real) => {
      const chain = redirects.map((location) => ({ location }));
      const run = followImport(url, chain, filter, level!, { python, resolver });
      if (run.hops.length === 1 && run.hops[0]!.target === null) {
        return { connects: [], error: 'submit' };
      }
      const targets = run.hops.flatMap(({ target }) => (target === null ? [] : [target]));
      if (targets[0]?.protocol === 'data' || targets[0]?.protocol === 'file') {
        return real;
      }
      const isFtp = targets.at(-1)?.protocol === 'ftp';
      const connects = targets.flatMap((target) => nameConnect(target, level!));
      return { connects, error: isFtp ? 'ftp' : (run.error ?? (run.outcome === 'failed' ? 'connect' : null)) };
    });
    expectNoDifference(differences, questions.length, `redirects of Glance at level ${level}`);
  }, 300_000);
});

// The stub answers 192.0.2.77 for names our model has no address for, and a pinned address is what gets connected to.
function nameConnect({ connectsTo, address }: ConnectTarget, level: FilterLevel): string[] {
  if (connectsTo === null) {
    return [];
  }
  const colon = connectsTo.lastIndexOf(':');
  const isName = address === null && !connectsTo.slice(0, colon).includes(':');
  return [level === 'pinning' && isName ? `192.0.2.77${connectsTo.slice(colon)}` : connectsTo];
}

function inOptionNames(filter: ImportFilterOptions): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(filter).map(([name, value]) => [name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`), value]),
  );
}
