// HAProxy files: words as HAProxy 2.6 prints them back, sections, load order, the composed limit.
import { composeHaproxyImageCreateLimit } from '../../../../src/documents/haproxy/compose';
import { loadHaproxy, parseHaproxy } from '../../../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../../../src/documents/haproxy/render';
import { cutHaproxyLine } from '../../../../src/documents/haproxy/words';

/** Right-hand sides were printed by `.notice` of HAProxy 2.6.12. */
test.each([
  ['a\\.b\\d\\', 'a\\.b\\d\\'],
  ['"x\\\'y"', "x'y"],
  ["'x\\ny'", 'x\\ny'],
  ['a\\ b\\#c', 'a b#c'],
  ['"a\\.b\\#c\\ d"', 'a\\.b#c d'],
  ['ab"c d"\'e f\'g', 'abc de fg'],
  ['a#b', 'a'],
  ['\\x41\\x42', 'AB'],
  ['$HOME', '$HOME'],
  ['"a\\qb"', 'a\\qb'],
  ["'a$b'", 'a$b'],
  ["''", ''],
])('%s is read as %j', (line, wanted) => {
  expect(cutHaproxyLine(line).words).toEqual([{ text: wanted }]);
});

test('words with environment variables keep their raw text', () => {
  expect(cutHaproxyLine('"${HOME}x"').words).toEqual([{ text: '"${HOME}x"', raw: '"${HOME}x"' }]);
});

test.each(['"$1"', "'open", '"open', '\\xzz'])('%s is broken', (line) => {
  expect(cutHaproxyLine(line).broken).not.toBeNull();
  expect(parseHaproxy(`global\n ${line}`, 'f').faults).toMatchObject([{ at: { line: 2 }, effect: 'refuses-to-load' }]);
});

test('lines before a section, overlong lines and too many words are faults', () => {
  expect(parseHaproxy('mode http', 'f').faults).toHaveLength(1);
  expect(parseHaproxy(`global\n ${'x'.repeat(3000)}`, 'f').faults).toHaveLength(1);
  expect(parseHaproxy(`global\n ${'x '.repeat(70)}`, 'f').faults).toHaveLength(1);
});

test('sections, comments and places', () => {
  const document = parseHaproxy('# top\n\nfrontend a from b # why\n  mode http\nbackend c\n', 'f');
  expect(document.preamble).toEqual([{ kind: 'comment', text: ' top', at: { file: 'f', line: 1 } }]);
  expect(document.sections.map((one) => [one.type, one.words.map((word) => word.text).join(' '), one.at.line])).toEqual(
    [
      ['frontend', 'a from b', 3],
      ['backend', 'c', 5],
    ],
  );
});

test('haproxy.cfg comes first, then conf.d in C order', () => {
  const tree = new Map([
    ['haproxy/conf.d/b.cfg', ''],
    ['haproxy/conf.d/B.cfg', ''],
    ['haproxy/conf.d/.x.cfg', ''],
    ['haproxy/haproxy.cfg', ''],
  ]);
  expect(loadHaproxy(tree).files).toEqual(['haproxy/haproxy.cfg', 'haproxy/conf.d/B.cfg', 'haproxy/conf.d/b.cfg']);
});

describe('the composed limit', () => {
  const props = {
    requestsPerMinute: 6,
    burst: 5,
    bind: ['*:9292', '[::]:9293'],
    servers: ['glance-1.internal:9292', '10.0.0.4:9292'],
  };

  test('reads back as the same model, places included', () => {
    const document = composeHaproxyImageCreateLimit({ ...props, header: ['by Glacis'], trustedProxies: ['10.0.0.5'] });
    expect(parseHaproxy(renderHaproxy(document), document.file)).toEqual(document);
  });

  test('the window is burst over rate, entries live for two windows', () => {
    expect(renderHaproxy(composeHaproxyImageCreateLimit(props))).toContain(
      'expire 100000ms store gpc0,gpc0_rate(50000ms)',
    );
  });

  test('every bad value is named at once', () => {
    const bad = {
      requestsPerMinute: 1.5,
      burst: 0,
      bind: ['*:9292 ssl', '*:0', '*:70000', '999.1.1.1:1', 'host:1', '[zz]:1'],
      servers: ['a\n b:1', 'a b:1', '$X:1', '-a:1', 'a'],
      trustedProxies: ['0.0.0.0/0'],
    };
    expect(() => composeHaproxyImageCreateLimit(bad)).toThrow(
      expect.objectContaining({ problems: Array.from({ length: 14 }, () => expect.anything()) }),
    );
    expect(() => composeHaproxyImageCreateLimit({ ...props, bind: [], servers: [] })).toThrow(/empty list/);
    expect(() => composeHaproxyImageCreateLimit({ ...props, requestsPerMinute: 1, burst: 10_000 })).toThrow(/12 hours/);
  });
});
