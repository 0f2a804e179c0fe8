// What a reviewer reads of a comparison: lines that go the same way together, and never more than a code host takes.
import type { FleetChange, FleetDiff } from '../../../src/checks/diff/fleet';
import { groupChanges } from '../../../src/report/diff-groups';
import { diffToMarkdown } from '../../../src/report/diff-markdown';
import { diffToText } from '../../../src/report/diff-text';
import { createPaint } from '../../../src/report/paint';

const change = (more: Partial<FleetChange>): FleetChange => ({
  kind: 'artifact',
  direction: 'looser',
  file: 'nginx/a.conf',
  subject: 'line 1',
  before: 'old',
  after: 'new',
  because: 'why',
  attacks: [],
  regions: [],
  ...more,
});
const diff = (changes: readonly FleetChange[], more: Partial<FleetDiff> = {}): FleetDiff => ({
  changes,
  attacksOpened: [],
  attacksClosed: [],
  regions: [],
  notCompared: [],
  ...more,
});

test('lines of one file that go the same way for the same reason are one entry', () => {
  const lines = [3, 7, 7].map((line) => change({ subject: `line ${line}`, before: null, after: `to ${line}` }));
  const others = [
    change({ subject: 'line 9', because: 'other' }),
    change({ file: 'nginx/b.conf', because: 'other' }),
    change({ file: 'glance/c.conf', kind: 'option', subject: 's/o' }),
    change({ file: 'glance/c.conf', kind: 'option', subject: 's/p' }),
    change({ file: '', kind: 'region', subject: 'region' }),
  ];
  expect(groupChanges([...lines, ...others]).map(({ where }) => where)).toEqual([
    'nginx/a.conf lines 3, 7',
    'nginx/a.conf line 9',
    'nginx/b.conf line 1',
    'glance/c.conf s/o',
    'glance/c.conf s/p',
    'region',
  ]);
  const text = diffToText(diff(lines), createPaint(false));
  expect(text).toContain(
    'LOOSER (3)\n  nginx/a.conf lines 3, 7\n    + to 3\n    + to 7\n    + to 7\n    why\n\n3 looser',
  );
  expect(diffToMarkdown(diff(lines))).toContain('| nginx/a.conf lines 3, 7 |  | to 3<br>to 7<br>to 7 | why |');
  const many = Array.from({ length: 20 }, (_, line) => change({ subject: `line ${line}` }));
  expect(groupChanges(many)[0]?.where).toBe('nginx/a.conf lines 0, 1, 2, 3, 4, 5, 6, 7 and 12 more');
  expect(diffToMarkdown(diff(many))).toContain(`${'new<br>'.repeat(6)}and 14 more lines |`);
});

test('however much differs, a comment fits, looser comes first and what is left out is counted', () => {
  const wide = '[]{}<>|*_~'.repeat(40);
  const make = (direction: FleetChange['direction']) =>
    Array.from({ length: 500 }, (_, index) =>
      change({ direction, file: `${wide}${index}`, before: wide, after: wide, because: wide }),
    );
  const all = [...make('looser'), ...make('tighter'), ...make('neutral')];
  const lost = { side: 'after', file: wide, because: wide, lost: wide } as const;
  const region = { name: wide, attacksOpened: ['a'], attacksClosed: [], looser: 1, tighter: 0, neutral: 0 };
  const markdown = diffToMarkdown(
    diff(all, {
      regions: Array.from({ length: 300 }, () => region),
      notCompared: Array.from({ length: 30 }, () => lost),
    }),
  );
  expect(markdown.length).toBeLessThan(65_536);
  const titles = ['**Not compared**', '**Looser**', '**Regions that open attacks**', 'Tighter (500)', 'Neutral (500)'];
  const parts = titles.map((title, index) => markdown.split(title)[1]?.split(titles[index + 1] ?? '\0')[0] ?? '');
  const listRows = (part: string) => part.split('\n').filter((line) => /^\| (?!where|side|region)/.test(line)).length;
  for (const [index, total] of [30, 500, 300, 500, 500].entries()) {
    const shown = listRows(parts[index] ?? '');
    expect(shown).toBeGreaterThan(0);
    expect(parts[index]).toContain(`\nand ${total - shown} more\n`);
  }
  const few = diffToMarkdown(diff([...make('looser').slice(0, 1), ...make('neutral').slice(0, 1)]));
  expect(few).not.toContain(' more');
  const text = diffToText(diff(all, { notCompared: Array.from({ length: 401 }, () => lost) }), createPaint(false));
  expect(text.match(/and 100 more; --format json has all of them/g)).toHaveLength(3);
  expect(text).toContain('\n  and 1 more\n');
});
