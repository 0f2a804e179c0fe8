// Redirect chains at the three levels, as the lab measured them.

import type { FilterLevel } from '../../../../src/emulators/url/import-filter';
import { defaultImportFilter, type ImportFilterOptions } from '../../../../src/emulators/url/import-filter-options';
import type { PythonVersion } from '../../../../src/emulators/url/python';
import { createOfflineResolver } from '../../../../src/emulators/url/resolver';
import { followImport, type Redirect } from '../../../differential/follow-import';

const names: [string, string[]][] = [
  ['images.example.test', ['203.0.113.10']],
  ['meta.example.test', ['169.254.169.254']],
];
const start = 'http://images.example.test/x';
const img = '203.0.113.10:80';
const allow: ImportFilterOptions = { ...defaultImportFilter, allowedHosts: ['images.example.test'] };
const deny: ImportFilterOptions = { ...defaultImportFilter, disallowedHosts: ['169.254.169.254'] };

function run(
  level: FilterLevel,
  filter: ImportFilterOptions,
  redirects: readonly Redirect[],
  python: PythonVersion = '3.11',
) {
  return followImport(start, redirects, filter, level, { python, resolver: createOfflineResolver('libc', names) });
}

test.each([
  ['http://169.254.169.254/', allow, { unfixed: true, normalizing: false, pinning: false }],
  ['http://169.254.169.254/', deny, { unfixed: true, normalizing: false, pinning: false }],
  ['http://meta.example.test/', deny, { unfixed: true, normalizing: true, pinning: false }],
  ['http://meta.example.test/', allow, { unfixed: true, normalizing: false, pinning: false }],
  ['//169.254.169.254/', deny, { unfixed: true, normalizing: false, pinning: false }],
  ['http://2852039166/', deny, { unfixed: true, normalizing: false, pinning: false }],
] as const)('a redirect to %s (%#) reaches the metadata service', (location, filter, reaches) => {
  for (const level of ['unfixed', 'normalizing', 'pinning'] as const) {
    const { sockets, outcome, error } = run(level, filter, [{ location: '/next' }, { location }]);
    expect([level, sockets]).toEqual([level, reaches[level] ? [img, img, '169.254.169.254:80'] : [img, img]]);
    const refusal = level === 'pinning' ? 'InvalidRedirect' : 'ImportTaskError';
    expect([outcome, error]).toEqual(reaches[level] ? ['fetched', null] : ['refused', refusal]);
  }
});

test('only the code since OSSA-2026-004 judges redirects', () => {
  const validated = (level: FilterLevel) =>
    run(level, allow, [{ location: '/a' }, { location: '/b' }]).hops.map(({ answer }) => answer !== null);
  expect(validated('unfixed')).toEqual([true, false, false]);
  expect(validated('normalizing')).toEqual([true, true, true]);
  expect(validated('pinning')).toEqual([true, true, true]);
});

test('urllib goes to http, https and ftp only; ftp ends the chain', () => {
  expect(run('unfixed', allow, [{ location: 'file:///etc/passwd' }])).toMatchObject({
    outcome: 'refused',
    sockets: [img],
    error: 'HTTPError',
  });
  const ftp = [{ location: 'ftp://meta.example.test/' }, { location: start }];
  expect(run('unfixed', allow, ftp)).toMatchObject({ outcome: 'fetched', sockets: [img, '169.254.169.254:21'] });
  expect(run('normalizing', deny, ftp)).toMatchObject({ outcome: 'refused', sockets: [img] });
});

test('307 is followed; 308 from Python 3.11 on; 300 never', () => {
  const follow = (status: number, python: PythonVersion) =>
    run('unfixed', allow, [{ status, location: '/y' }], python).sockets.length;
  expect([follow(307, '3.9'), follow(308, '3.9'), follow(308, '3.11'), follow(300, '3.14')]).toEqual([2, 1, 2, 1]);
});

test('ten different URLs or the fifth visit of one end the chain', () => {
  const different = Array.from({ length: 12 }, (_, i) => ({ location: `/${i}` }));
  expect(run('unfixed', allow, different)).toMatchObject({ outcome: 'refused', error: 'HTTPError' });
  expect(run('unfixed', allow, different).sockets).toHaveLength(11);
  const same = Array.from({ length: 8 }, () => ({ location: '/same' }));
  expect(run('unfixed', allow, same).sockets).toHaveLength(5);
  expect(run('unfixed', allow, different.slice(0, 10))).toMatchObject({ outcome: 'fetched' });
});

test('a refused first URL opens nothing', () => {
  const env = { python: '3.11', resolver: createOfflineResolver('libc') } as const;
  expect(followImport('http://other.example/', [], allow, 'unfixed', env)).toMatchObject({
    outcome: 'refused',
    sockets: [],
    error: null,
  });
  expect(followImport('http://[::1/', [], allow, 'unfixed', env)).toMatchObject({ error: 'ValueError', sockets: [] });
  expect(followImport('http://h/a b', [], defaultImportFilter, 'unfixed', env)).toMatchObject({
    outcome: 'failed',
    error: 'InvalidURL',
  });
});
