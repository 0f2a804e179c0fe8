// Paths that an expression of a proxy matches: one for each alternative, cut where it is open; null where it is not read.
import { fillSamples, samplePattern } from '../../../../src/emulators/edge/path-samples';

test.each<[string, readonly string[]]>([
  ['^/image/(.*)$', ['/image/<>']],
  ['^/a|/b$', ['/a', '/b']],
  ['^/x(y|z)?/(?:q)', ['/x/q', '/xy/q', '/xz/q']],
  ['/(?:a|b)(?:c|d)', ['/ac', '/ad', '/bc', '/bd']],
  ['/v\\d+/\\w/\\.x', ['/v1/x/.x']],
  ['/[0-9]+[a-z][A-Za-z][.][\\-_][]x]', ['/1xx.-]']],
  ['/[^/]+/[^x]', ['/x/y']],
  ['/[[:digit:]][[:alpha:]-]', ['/1x']],
  ['/a{3}b{2,}', ['/aaabb']],
  ['/a?b', ['/b', '/ab']],
  ['/a*b', ['/b', '/ab']],
  ['/a+?b', ['/ab']],
  ['/.', ['/x']],
  ['/.+', ['/<>']],
  ['(?<n>/k)(?P<m>/l)/(.*)', ['/k/l/<>']],
  ['/(.+)x(.*)y', ['/<>xy']],
  ['(?i)/A', ['/A']],
  ['image', ['/image']],
])('%s', (pattern, paths) => {
  const samples = samplePattern(pattern);
  expect(fillSamples(samples ?? [], ['<>'])).toEqual(paths);
  const own = new RegExp(
    pattern
      .replace('?P<', '?<')
      .replace(/^\(\?i\)/, '')
      .replace('[]x]', '[\\]x]')
      .replace('[[:digit:]][[:alpha:]-]', '\\d[a-z-]'),
  );
  for (const path of paths) expect(path).toMatch(own);
});

test.each([
  ...['/\\s', '/\\Qx', '/a{9}', '(?=x)', '(?!x)/', '(?<!x)', '/a**', '/(a', '/a)', '[z', '*', '/+?+', '{'],
  '/(a|b|c|d|e|f|g|h)(a|b|c|d|e|f|g|h)(a|b)',
])('%s is not read', (pattern) => {
  expect(samplePattern(pattern)).toBeNull();
});

test('of several open parts the first is filled, with each part once', () => {
  expect(fillSamples(samplePattern('^/a/(.*)|b(.*)c') ?? [], ['/v2', 'v2', '/v2'])).toEqual([
    ...['/a//v2', '/a/v2', '/b/v2c', '/bv2c'],
  ]);
});
