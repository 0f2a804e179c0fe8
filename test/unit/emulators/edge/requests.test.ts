// Request targets and regular expressions as nginx and PCRE read them.
import { creatingRequests } from '../../../../src/emulators/edge/creating-requests';
import { parseNginxUri } from '../../../../src/emulators/edge/nginx-uri';
import { testPcre, translatePcre } from '../../../../src/emulators/edge/pcre';

test('every creating spelling is listed once and matches the measured expression on the decoded path', () => {
  expect(new Set(creatingRequests.map((one) => JSON.stringify(one))).size).toBe(creatingRequests.length);
  for (const { rawPath } of creatingRequests) {
    expect(parseNginxUri(rawPath, false)?.uri).toMatch(/^\/+(v2(\.\d+)?\/+)?images\/*\n?$/);
  }
});

test.each([
  ['/a//b', true, '/a/b'],
  ['/a//b', false, '/a//b'],
  ['//v2/images/', true, '/v2/images/'],
  ['/a/./b/../c', true, '/a/c'],
  ['/a%2fb%2F..%2Fc', true, '/a/c'],
  ['/a/b/..', true, '/a/'],
  ['/%3f%23%25', true, '/?#%'],
  ['/a?b#c', true, '/a'],
  ['http://host/v2/images', true, '/v2/images'],
  ['http://host', true, '/'],
])('%s (merging: %s) is %s', (rawPath, merges, wanted) => {
  expect(parseNginxUri(rawPath, merges)?.uri).toBe(wanted);
});

test.each(['/..', '/a/../../b', '/%zz', '/%', '/%00', 'x', '*', '/a b'])('%j is a bad request', (rawPath) => {
  expect(parseNginxUri(rawPath, true)).toBeNull();
});

test.each([
  ['(?s)^(?<a>.{2}).$', false, '\n\nx', true],
  ['^.$', false, '\n', false],
  ['^a$', false, 'a\n', true],
  ['\\Aa\\z', false, 'a\n', false],
  ['^(?P<n>\\d+)$', false, '12', true],
  ['^[[:alpha:]_]+$', false, 'a_', true],
  ['^[]a]$', false, ']', true],
  ['^\\s$', false, '\u00a0', false],
  ['^A$', true, 'a', true],
  ['(?i)^A$', false, 'a', true],
])('%s (ignoring case: %s) on %j: %s', (pattern, ignoresCase, subject, wanted) => {
  const translated = translatePcre(pattern, ignoresCase);
  expect(translated === null ? null : testPcre(translated, subject) !== false).toBe(wanted);
});

test.each([
  '(?>a)',
  'a++',
  'a{2}+',
  '(?R)',
  '\\Qa\\E',
  '(*UTF8)a',
  '(a+)+',
  '((a|b)*c)*',
  '(',
  '\\K',
  '[[:constructor:]]',
  'x'.repeat(3000),
])('%s is not guessed', (pattern) => {
  expect(translatePcre(pattern, false)).toBeNull();
});
