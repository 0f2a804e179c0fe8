// What a target leaves open that plain /etc stops is never a surprise: the manifest names what the target cannot carry.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST, parseManifest } from '../../src/output/manifest';
import { targetNames } from '../../src/targets';
import { listExamples, snapshotsDirectory } from './render-snapshot';

/** Lines that the tools write by themselves: no file is missing, and the report shows them. */
const toolsOwn = new Set(['sig-volume-clone']);

function readOpen(directory: string): Set<string> {
  const text = readFileSync(join(directory, 'verdicts.txt'), 'utf8');
  const open = /^OPEN \(\d+\)\n([\s\S]*?)\n\n(?=\S)/m.exec(text)?.[1] ?? '';
  return new Set(
    [...open.matchAll(/^ {4}(?:critical|high|medium|low) +([a-z0-9-]+)$/gm)].map((match) => match[1] as string),
  );
}

const differing: string[] = [];

test.each(listExamples())('%s', (example) => {
  const directory = join(snapshotsDirectory, example);
  const manifest = parseManifest(readFileSync(join(directory, MANIFEST), 'utf8'));
  expect(manifest?.regions.length).toBeGreaterThan(0);
  for (const { name, uncarried } of manifest?.regions ?? []) {
    const plain = readOpen(join(directory, 'etc', name ?? ''));
    for (const target of targetNames) {
      const more = [...readOpen(join(directory, target, name ?? ''))].filter(
        (id) => !plain.has(id) && !toolsOwn.has(id),
      );
      if (more.length === 0) continue;
      differing.push(target);
      expect({ target, name, more, told: uncarried?.[target] ?? [] }).toMatchObject({
        told: expect.arrayContaining([expect.objectContaining({ because: expect.any(String) })]),
      });
    }
  }
});

test('the examples show such a difference for every target but plain /etc', () => {
  expect([...new Set(differing)].sort()).toEqual(targetNames.filter((target) => target !== 'etc'));
  expect(readdirSync(snapshotsDirectory).length).toBeGreaterThan(5);
});
