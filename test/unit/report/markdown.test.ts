// Markdown: tables that hold whatever the files say, and a comment that a code host takes.

import { summarize } from '../../../src/report/json';
import { reportToMarkdown } from '../../../src/report/markdown';
import { judgeFiles, judgeHostile, judgeMixed } from './sample';

const props = { today: '2026-11-21' };

test('a summary line, what is open, the rest folded away', () => {
  const judgement = judgeMixed();
  const text = reportToMarkdown([{ name: null, judgement }], props);
  const { open } = summarize(judgement);
  expect(text.split('\n')[0]).toContain(`**${open} attack`);
  expect(text.match(/^\| (critical|high|medium|low) \| [^|]*<br>`/gm)?.length).toBe(open);
  expect(text).toContain('| ssrf-port-out-of-range | a 500 fetches nothing | 2027-01-31 (71 days left) |');
  expect(text.match(/<details>/g)?.length).toBe(text.match(/<\/details>/g)?.length);
});

test('hostile text breaks no table, makes no markup, calls nobody', () => {
  const text = reportToMarkdown([{ name: '# @x', judgement: judgeHostile() }], props);
  const tags = new Set([...text.matchAll(/<\/?([a-z!-]+)/g)].map(([, tag]) => tag));
  expect([...tags].sort()).toEqual(['!--', 'br', 'code', 'details', 'summary']);
  for (const table of text.split('\n\n').filter((block) => block.startsWith('| '))) {
    const [header = '', ...rows] = table.split('\n').map((row) => row.split('|').length);
    expect(rows.every((cells) => cells === header)).toBe(true);
  }
  // Links are of this house: references of checks, never text from a file.
  const withoutCode = text.replaceAll(/`[a-z0-9-]+`/g, '').replaceAll(/\]\(https:\/\/[\w./?=-]+\)/g, ']');
  expect(withoutCode).not.toMatch(/`|@(?!<!-- -->)|\]\(|javascript:|::error::|\u001b|\u202e/);
});

test('a fleet: a table of regions, shared postures once, no more than a comment holds', () => {
  const shared = judgeMixed();
  const regions = Array.from({ length: 900 }, (_, index) => ({
    name: `region-${index}`,
    judgement: index < 880 ? shared : judgeFiles({}),
  }));
  const text = reportToMarkdown(regions, props);
  expect(text.length).toBeLessThan(65_536);
  expect(text).toContain('in 900 regions');
  expect(text).toContain('### region&#45;0'.replace('&#45;', '-'));
  expect(text).toMatch(/_\d+ more parts have no room in a comment/);
});
