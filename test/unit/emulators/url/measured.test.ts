// Every measured URL: three filters, two code levels, and the place urllib connects to. Not one may differ.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ConnectTarget } from '../../../../src/emulators/url/connect-answer';
import { connectTarget } from '../../../../src/emulators/url/connect-target';
import { validateImportUri } from '../../../../src/emulators/url/import-filter';
import { defaultImportFilter, type ImportFilterOptions } from '../../../../src/emulators/url/import-filter-options';
import { readInetAton } from '../../../../src/emulators/url/inet-aton';
import type { PythonVersion } from '../../../../src/emulators/url/python';
import { createOfflineResolver } from '../../../../src/emulators/url/resolver';

type FilterName = 'allowlist' | 'denylist' | 'defaults';

interface Measured {
  readonly url: string;
  readonly unfixed: Readonly<Record<FilterName, string>>;
  readonly normalizing: Readonly<Record<FilterName, string>>;
  /** What urllib.request of 3.11.7 handed to the socket layer, or what it raised. */
  readonly urllib: string;
  /** Verdict of Python 3.9 under every filter, where it differs. */
  readonly python39?: string;
}

const filters: Readonly<Record<FilterName, ImportFilterOptions>> = {
  allowlist: {
    ...defaultImportFilter,
    allowedSchemes: ['https'],
    allowedHosts: ['cloud-images.ubuntu.com', 'cloud.debian.org', 'images.example.org'],
    allowedPorts: [443],
  },
  denylist: {
    ...defaultImportFilter,
    disallowedHosts: ['169.254.169.254', '127.0.0.1', 'localhost', '::1', 'metadata.google.internal', '10.0.0.5'],
  },
  defaults: defaultImportFilter,
};

const measured: readonly Measured[] = readFileSync(join(__dirname, '../../../data/urls/measured.jsonl'), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Measured);

function judge(url: string, filter: FilterName, level: 'unfixed' | 'normalizing', python: PythonVersion): string {
  const answer = validateImportUri(url, filters[filter], level, { python, resolver: createOfflineResolver('libc') });
  return answer.verdict === 'error' ? `raises:${answer.error}` : answer.verdict;
}

// The recorder called these types "not-http" before it asked urllib.
const notHttp = new Set(['ftp', 'ftps', 'file', 'local_file', 'local-file']);

function describeTarget(target: ConnectTarget): string {
  if (target.connectsTo === null) {
    return notHttp.has(target.protocol ?? '') ? 'not-http' : `error:${target.errorReason ?? target.error}`;
  }
  const host = target.connectsTo.replace(/:-?\d+$/, '');
  const numeric = readInetAton(host);
  return numeric === null || numeric === host ? target.connectsTo : `${target.connectsTo} (libc reads ${numeric})`;
}

test('the corpus is all there', () => {
  expect(measured).toHaveLength(497);
});

describe.each(['unfixed', 'normalizing'] as const)('validator at level %s', (level) => {
  test.each(['allowlist', 'denylist', 'defaults'] as const)('filter %s', (filter) => {
    const answers = measured.map(({ url }) => [url, judge(url, filter, level, '3.11')]);
    expect(answers).toEqual(measured.map((row) => [row.url, row[level][filter]]));
  });
});

test('Python 3.9 takes Arabic digits for a port', () => {
  const differing = measured.filter(({ python39 }) => python39 !== undefined);
  expect(differing).toHaveLength(2);
  for (const { url, python39 } of differing) {
    for (const filter of ['allowlist', 'denylist', 'defaults'] as const) {
      expect([url, judge(url, filter, 'unfixed', '3.9')]).toEqual([url, python39]);
      expect([url, judge(url, filter, 'normalizing', '3.9')]).toEqual([url, python39]);
    }
  }
});

test('urllib connects where it was seen to connect', () => {
  const env = { python: '3.11', resolver: createOfflineResolver('libc') } as const;
  const answers = measured.map(({ url }) => [url, describeTarget(connectTarget(url, env))]);
  expect(answers).toEqual(measured.map(({ url, urllib }) => [url, urllib]));
});

test('the address is the one libc reads', () => {
  const env = { python: '3.11', resolver: createOfflineResolver('libc') } as const;
  const numeric = measured.filter(({ urllib }) => urllib.includes('(libc reads '));
  expect(numeric.length).toBeGreaterThan(40);
  for (const { url, urllib } of numeric) {
    expect([url, connectTarget(url, env).address]).toEqual([url, /\(libc reads (.*)\)$/.exec(urllib)![1]]);
  }
});
