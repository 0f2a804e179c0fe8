// Level `pinning`: which addresses are refused after the name lookup, and which the measured lab still reached.

import { fetchTarget } from '../../../../src/emulators/url/fetch-target';
import { filterLevelOf, validateImportUri } from '../../../../src/emulators/url/import-filter';
import { defaultImportFilter, type ImportFilterOptions } from '../../../../src/emulators/url/import-filter-options';
import { createOfflineResolver } from '../../../../src/emulators/url/resolver';

const names: [string, string[]][] = [
  ['meta.example.test', ['169.254.169.254']],
  ['meta6.example.test', ['fd00:ec2::254']],
  ['mixed.example.test', ['169.254.169.254', '203.0.113.10']],
  ['images.example.test', ['203.0.113.10']],
  ['inner.example.test', ['169.254.169.254']],
];
const env = { python: '3.11-debian12', resolver: createOfflineResolver('libc', names) } as const;
const deny = (...disallowedHosts: string[]): ImportFilterOptions => ({ ...defaultImportFilter, disallowedHosts });
const allow = (...allowedHosts: string[]): ImportFilterOptions => ({ ...defaultImportFilter, allowedHosts });
const judge = (url: string, filter: ImportFilterOptions) => validateImportUri(url, filter, 'pinning', env);

test.each([
  ['http://169.254.169.254/x', 'address'],
  ['http://127.0.0.2/x', 'address'],
  ['http://localhost/x', 'address'],
  ['http://localhost./x', 'address'],
  ['http://[::1]/x', 'address'],
  ['http://[::ffff:169.254.169.254]/x', 'address'],
  ['http://[::ffff:a9fe:a9fe%25lo]/x', 'address'],
  ['http://[fe80::1]/x', 'address'],
  ['http://meta.example.test/x', 'address'],
  ['http://2852039166/x', 'host'],
  ['http://0xa9fea9fe/x', 'host'],
  ['http://169.254.169%2e254/x', 'host'],
  ['http://images.example.test../x', 'host'],
  ['http://images.example.test:99999/x', 'port'],
  ['http://[::1/x', 'shape'],
])('%s is refused by its %s without any list', (url, dimension) => {
  expect(judge(url, defaultImportFilter)).toMatchObject({
    verdict: 'reject',
    error: null,
    decidedBy: { dimension, list: null },
  });
});

test.each([
  ['http://0.0.0.0/x', '0.0.0.0'],
  ['http://[::]/x', '::'],
  ['http://[fd00:ec2::254]/x', 'fd00:ec2::254'],
  ['http://meta6.example.test/x', 'fd00:ec2::254'],
  ['http://10.77.0.5/x', '10.77.0.5'],
  ['http://mixed.example.test/x', '203.0.113.10'],
])('%s passes and is pinned to %s, as measured', (url, pinnedAddress) => {
  expect(judge(url, defaultImportFilter)).toMatchObject({ verdict: 'pass', decidedBy: null, pinnedAddress });
});

test('an address in disallowed_hosts is refused behind a name and in any spelling', () => {
  const filter = deny('FD00:EC2::254', '203.0.113.10');
  const decidedBy = { dimension: 'address', list: 'disallowed' };
  expect(judge('http://[fd00:ec2:0::254]/x', filter)).toMatchObject({ verdict: 'reject', decidedBy });
  expect(judge('http://meta6.example.test/x', filter)).toMatchObject({ verdict: 'reject', decidedBy });
  expect(judge('http://mixed.example.test/x', filter)).toMatchObject({ verdict: 'reject', decidedBy });
  expect(judge('http://[::ffff:203.0.113.10]/x', filter)).toMatchObject({ verdict: 'pass' });
});

test('an allowlisted name is never checked for where it leads', () => {
  const filter = allow('inner.example.test');
  expect(judge('http://inner.example.test/x', filter)).toMatchObject({
    verdict: 'pass',
    pinnedAddress: '169.254.169.254',
  });
  expect(fetchTarget('http://inner.example.test/x', filter, 'pinning', env).connectsTo).toBe('169.254.169.254:80');
});

test('the connection goes to the host the filter saw, not to what urllib reads', () => {
  const url = 'http://user@images.example.test/x';
  expect(fetchTarget(url, defaultImportFilter, 'pinning', env).connectsTo).toBe('203.0.113.10:80');
  expect(fetchTarget(url, defaultImportFilter, 'normalizing', env)).toMatchObject({
    connectsTo: 'user@images.example.test:80',
    isOpened: false,
  });
  expect(fetchTarget('<http://images.example.test/x>', defaultImportFilter, 'pinning', env).connectsTo).toBe(
    '203.0.113.10:80',
  );
  expect(fetchTarget('http://meta.example.test/', defaultImportFilter, 'pinning', env)).toMatchObject({
    connectsTo: null,
    error: 'Invalid',
  });
  expect(fetchTarget('http://elsewhere.example.test/', defaultImportFilter, 'pinning', env).connectsTo).toBe(
    'elsewhere.example.test:80',
  );
});

test('the fixes of a code level name the filter level', () => {
  const code = { service: 'glance', release: 'zed', packageVersion: null } as const;
  expect(filterLevelOf({ ...code, fixes: new Set() })).toBe('unfixed');
  expect(filterLevelOf({ ...code, fixes: new Set(['OSSA-2026-004'] as const) })).toBe('normalizing');
  expect(filterLevelOf({ ...code, fixes: new Set(['OSSA-2026-004', 'CVE-2026-71196'] as const) })).toBe('pinning');
});
