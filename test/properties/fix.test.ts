// Fixes over every fixture that fires: what is claimed closed is gone, nothing opens, comments stay, and a second run has nothing to do.
import { attackIds, lintIds } from '../../src/checks';
import type { Cloud } from '../../src/checks/cloud/cloud';
import { type FixedTree, fixTree } from '../../src/checks/fix-tree';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { listSides, readCase } from '../checks/cases';

jest.setTimeout(600_000);

/** Fixtures of attacks often share one tree: each distinct tree is mended once. */
function listClouds(): [string, Cloud][] {
  const byContent = new Map<string, [string, Cloud]>();
  for (const id of [...lintIds, ...attackIds]) {
    if (!listSides(id).includes('fires')) continue;
    const { cloud } = readCase(id, 'fires');
    const key = JSON.stringify([[...cloud.files], cloud.versions]);
    if (!byContent.has(key)) byContent.set(key, [id, cloud]);
  }
  return [...byContent.values()];
}

const clouds = listClouds();

test('there are many distinct trees', () => {
  expect(clouds.length).toBeGreaterThan(60);
});

describe.each(clouds)('the tree of %s', (_, cloud) => {
  let fixed: FixedTree;
  beforeAll(() => {
    fixed = fixTree(cloud);
  });

  test('every finding has an edit or a choice in words', () => {
    const bare = fixed.before.findings.filter(({ finding }) => finding.fixes.length === 0 && !finding.choice);
    expect(bare.map(({ lint, finding }) => `${lint.id} ${finding.subject}`)).toEqual([]);
    for (const { finding } of fixed.before.findings) {
      if (finding.choice !== undefined) expect(finding.choice).toMatch(/^\S.{15,220}\.$/);
    }
  });

  test('nothing that was claimed closed is left, and whatever is left says why', () => {
    const open = listOpen(fixed.after);
    expect(fixed.closed.filter((name) => open.includes(name))).toEqual([]);
    expect(fixed.left.map(({ name }) => name)).toEqual([...new Set(open)].sort());
    expect(fixed.left.filter(({ because }) => because.length < 15)).toEqual([]);
  });

  test('no attack opens that was stopped, and no service stops that started', () => {
    for (const service of ['glance', 'nova', 'cinder'] as const) {
      if (cloud.startFault(service) === null) expect(fixed.cloud.startFault(service)).toBeNull();
    }
    if (cloud.startFault('glance') !== null) return;
    const was = listOpen(fixed.before);
    expect(listOpen(fixed.after).filter((name) => !name.includes(' ') && !was.includes(name))).toEqual([]);
  });

  test('comments stay in their order, and files that need nothing keep every byte', () => {
    for (const [file, text] of cloud.files) {
      const after = fixed.cloud.files.get(file) ?? '';
      if (!fixed.changedFiles.includes(file)) expect(after).toBe(text);
      const kept = listComments(file, after);
      let from = 0;
      for (const comment of listComments(file, text)) {
        const at = kept.indexOf(comment, from);
        expect([file, comment, at >= from]).toEqual([file, comment, true]);
        from = at + 1;
      }
    }
  });

  test('a second run changes nothing', () => {
    const again = fixTree(fixed.cloud);
    expect(again.edits).toEqual([]);
    expect(again.left.map(({ name }) => name)).toEqual(fixed.left.map(({ name }) => name));
  });
});

function listOpen({ attacks, findings }: FixedTree['after']): string[] {
  return [
    ...attacks.filter(({ answer }) => answer.verdict === 'open').map(({ attack }) => attack.id),
    ...findings.map(({ lint, finding }) => `${lint.id} ${finding.at.file} ${finding.subject}`),
  ];
}

function listComments(file: string, text: string): string[] {
  if (!file.endsWith('.conf') || /^(?:nginx|haproxy)\//.test(file)) {
    return text.split(/\r\n|\r|\n/).flatMap((line) => /^\s*(#.*)$/.exec(line)?.[1] ?? []);
  }
  return parseIni(text, file).items.flatMap((item) => (item.kind === 'comment' ? [item.text] : []));
}
