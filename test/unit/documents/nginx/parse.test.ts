// nginx files: words, comments, nested and Lua blocks, faults, includes and globs.
import { matchGlob } from '../../../../src/documents/glob';
import { loadNginx } from '../../../../src/documents/nginx/load';
import { parseNginx } from '../../../../src/documents/nginx/parse';
import { renderNginx } from '../../../../src/documents/nginx/render';
import type { NginxDirective, NginxStatement } from '../../../../src/documents/nginx/types';

const args = (text: string): readonly string[] => {
  const one = parseNginx(text, 'x').statements.find((statement) => statement.kind === 'directive');
  return one?.args ?? [];
};
const names = (statements: readonly NginxStatement[]): string[] =>
  statements.map((one) => (one.kind === 'comment' ? '#' : `${one.name} ${one.args.join(' ')}`.trim()));

describe('words', () => {
  test.each([
    ['a b c;', ['b', 'c']],
    ['a "b c";', ['b c']],
    ["a 'b \\' c';", ["b ' c"]],
    ['a "";', ['']],
    ['a "~^\\d+\\.$";', ['~^\\d+\\.$']],
    ['a b\\;c;', ['b\\;c']],
    ['a ${x}y;', ['${x}y']],
    ['a b"c"d;', ['b"c"d']],
    ['a "\\n\\t\\\\";', ['\n\t\\']],
    ['a b # c;\n d;', ['b', 'd']],
  ])('%j', (text, wanted) => {
    expect(args(text)).toEqual(wanted);
  });
});

test('places count lines through quoted line breaks and Lua', () => {
  const { statements } = parseNginx('a "x\ny";\nb {\n  c;\n}\nd_by_lua_block {\n local t = { 1 }\n}\ne;', 'f');
  expect(statements.map((one) => one.at.line)).toEqual([1, 3, 6, 9]);
  const block = statements[1] as NginxDirective;
  expect(block.block?.[0]?.at).toEqual({ file: 'f', line: 4 });
  expect(statements[2]).toMatchObject({ kind: 'lua', code: '\n local t = { 1 }\n' });
});

test.each([
  ['a b', 1],
  ['a {\n b;', 2],
  ['a "b;', 1],
  ['}', 1],
  ['a "b"c;', 1],
  [';', 1],
  ['a {\n b }\n', 2],
])('%j refuses to load', (text, line) => {
  expect(parseNginx(text, 'f').faults).toMatchObject([{ at: { file: 'f', line }, effect: 'refuses-to-load' }]);
});

test('deep nesting is a fault, not a stack overflow', () => {
  expect(parseNginx('a {'.repeat(100_000), 'f').faults).toHaveLength(1);
});

test('control characters are refused by the renderer', () => {
  const at = { file: 'f', line: 1 };
  expect(() =>
    renderNginx({ statements: [{ kind: 'directive', name: 'a', args: ['\u0000'], block: null, at }] }),
  ).toThrow(/control/);
  expect(() => renderNginx({ statements: [{ kind: 'comment', text: 'a\nb;', at }] })).toThrow(/line break/);
});

test.each([
  ['conf.d/*.conf', 'conf.d/a.conf', true],
  ['conf.d/*.conf', 'conf.d/.a.conf', false],
  ['conf.d/*.conf', 'conf.d/x/a.conf', false],
  ['a?[b-d][!x]', 'azcy', true],
  ['a?[b-d][!x]', 'azcx', false],
  ['*a*a*a*b', 'a'.repeat(50), false],
])('glob %s %s', (pattern, path, wanted) => {
  expect(matchGlob(pattern, path)).toBe(wanted);
});

describe('a tree', () => {
  test("without nginx.conf is read as Debian's: drop-ins, then sites, sorted, dot files skipped", () => {
    const tree = new Map([
      ['nginx/sites-enabled/b', 'b;'],
      ['nginx/conf.d/z.conf', 'z;'],
      ['nginx/conf.d/a.conf', 'a;'],
      ['nginx/conf.d/.c.conf', 'c;'],
      ['nginx/conf.d/d.conf.bak', 'd;'],
    ]);
    const [http] = loadNginx(tree).statements;
    expect(names((http as NginxDirective).block ?? [])).toEqual(['a', 'z', 'b']);
    expect(loadNginx(tree).files).toEqual(['nginx/conf.d/a.conf', 'nginx/conf.d/z.conf', 'nginx/sites-enabled/b']);
  });

  test('includes keep their own places, missing literal files stay visible', () => {
    const tree = new Map([
      ['nginx/nginx.conf', 'include snippets/x.conf;\ninclude gone.conf;\ninclude gone/*.conf;'],
      ['nginx/snippets/x.conf', '\nx;'],
    ]);
    const { statements } = loadNginx(tree);
    expect(statements.map((one) => one.at)).toEqual([
      { file: 'nginx/snippets/x.conf', line: 2 },
      { file: 'nginx/nginx.conf', line: 2 },
    ]);
    expect(names(statements)).toEqual(['x', 'include gone.conf']);
  });

  test('circles and multiplying includes end with a fault', () => {
    const circle = new Map([
      ['nginx/nginx.conf', 'include a;'],
      ['nginx/a', 'include nginx.conf; include a;'],
    ]);
    expect(loadNginx(circle).faults).toMatchObject([{ effect: 'refuses-to-load' }, { effect: 'refuses-to-load' }]);
    const bomb = new Map([['nginx/nginx.conf', 'include 0;']]);
    for (let i = 0; i < 30; i++) bomb.set(`nginx/${i}`, `include ${i + 1};include ${i + 1};`);
    expect(loadNginx(bomb).faults.length).toBeGreaterThan(0);
  });
});
