// The reader, case by case, as the real library was measured.
import { parseIni } from '../../../../src/documents/ini/parse-ini';

function read(text: string): unknown {
  return parseIni(text, 'f').entries.map(({ section, key, value }) => [section, key, value]);
}

function refusals(text: string): number[] {
  return parseIni(text, 'f')
    .faults.filter((fault) => fault.effect === 'refuses-to-load')
    .map((fault) => fault.at.line);
}

describe('parseIni', () => {
  it.each([
    ['[a]\nk = v', [['a', 'k', 'v']]],
    ['[a]\nk: v=w', [['a', 'k', 'v=w']]],
    ['[a]\r\nk = v\r\n', [['a', 'k', 'v']]],
    ['[a]\rk = v', [['a', 'k', 'v']]],
    ['[a]\nk = v # no comment', [['a', 'k', 'v # no comment']]],
    ['[a]\nk = "v"', [['a', 'k', 'v']]],
    ['[a]\nk = "v', [['a', 'k', '"v']]],
    ['[a]\nk = "', [['a', 'k', '']]],
    ['[a]\nk = x\n  # part\n\ty', [['a', 'k', 'x\n# part\ny']]],
    ['[ a ]\nk = v', [[' a ', 'k', 'v']]],
    [
      '[a]\nk = 1\nk = 2\n[A]\nK = 3',
      [
        ['a', 'k', '1'],
        ['a', 'k', '2'],
        ['A', 'K', '3'],
      ],
    ],
  ])('reads %j', (text, entries) => {
    expect(read(text)).toEqual(entries);
    expect(refusals(text)).toEqual([]);
  });

  it.each([
    ['\ufeff[a]\nk = v', [1, 2]],
    ['[a] # x\nk = v', [1]],
    ['[]\n', [1]],
    ['[a]\njunk\nk = v', [2]],
    ['[a]\n= v', [2]],
    ['k = v\n[a]', [1]],
    ['[a]\n  k = v', [2]],
    ['[a]\nk = v\n# c\n  more', [4]],
  ])('%j stops the service', (text, lines) => {
    expect(refusals(text)).toEqual(lines);
  });

  it('goes on after a fault, so that the rest can be judged', () => {
    expect(read('[a] # x\nk = v\njunk\nl = w')).toEqual([
      ['a', 'k', 'v'],
      ['a', 'l', 'w'],
    ]);
  });

  it('points at what reads otherwise than it looks', () => {
    const { faults } = parseIni('[ a ]\nk = v # c\nl = x\n  # c\n  m = y\n[Default]\n', 'f');
    expect(faults.map(({ effect, at }) => [effect, at.line])).toEqual([1, 2, 4, 5, 6].map((line) => ['misread', line]));
  });

  it('keeps places and raw lines', () => {
    const entry = parseIni('# c\n[a]\r\nk = 1\r\n  2\r\n', 'glance/x.conf').entries[0];
    expect(entry).toMatchObject({ at: { file: 'glance/x.conf', line: 3 }, raw: ['k = 1\r\n', '  2\r\n'] });
  });

  it('shows no control characters', () => {
    const { faults } = parseIni('\u001b[31m\n', 'f');
    expect(faults[0]?.message).toContain('\\u001b[31m');
  });

  it('reads a megabyte in a moment, whatever it holds', () => {
    for (const piece of ['[', 'k=v\n', ' x\n', ' # ', '"', 'k=\n a\n', '\r', '$']) {
      parseIni(`[a]\nk = v${piece.repeat(1_000_000 / piece.length)}`, 'f');
    }
  }, 20_000);
});
