// What a fleet costs, in decisions and renderings instead of seconds: it pays for what differs, not for how many regions there are.
import { renderRegions } from '../../../src/cli/regions';
import { judgeRegions } from '../../../src/cli/verify-regions';
import { FleetHardening } from '../../../src/constructs/harden-fleet';
import { HardeningStack } from '../../../src/constructs/hardening-stack';
import { ImageFormats } from '../../../src/constructs/image-formats';
import { ImagePolicy } from '../../../src/constructs/image-policy';
import { ImportFilter } from '../../../src/constructs/import-filter';
import { ListMemory } from '../../../src/documents/list-memory';
import type { FileTree } from '../../../src/documents/types';
import { parseIntent } from '../../../src/intent/load';
import { settleRegions } from '../../../src/intent/settle';

afterEach(() => jest.restoreAllMocks());

/** Regions r0, r1 and so on, each with what `own` says, laid out one after the other. */
function renderFleet(release: string, count: number, own: (index: number) => string) {
  const regions = Array.from({ length: count }, (_, i) => `  r${i}: ${own(i)}\n`).join('');
  const settled = settleRegions(parseIntent(`release: "${release}"\nregions:\n${regions}`, 'glacis.yaml', 'yaml'));
  return [...renderRegions(settled)];
}

function countRendered(): () => number {
  let rendered = 0;
  const { recall } = ListMemory.prototype;
  jest.spyOn(ListMemory.prototype, 'recall').mockImplementation(function (
    this: ListMemory<unknown, unknown>,
    items,
    make,
  ) {
    return recall.call(this, items, (made) => {
      rendered += 1;
      return make(made);
    });
  });
  return () => rendered;
}

test('1,000 equal regions are decided, laid out and digested once', () => {
  const collected = jest.spyOn(HardeningStack.prototype, 'collect');
  const rendered = renderFleet('2025.1', 1000, () => '{}');
  expect(collected).toHaveBeenCalledTimes(1);
  expect(new Set(rendered.map(({ layout }) => layout)).size).toBe(1);
  expect(rendered.at(-1)?.manifest.name).toBe('r999');
});

test('regions that nobody is like push out no layout that is needed again', () => {
  const hardened = jest.spyOn(FleetHardening.prototype, 'harden');
  const rendered = renderFleet('2025.1', 100, (i) => `{ imageImport: { allowedHosts: [m${i % 99}.example.org] } }`);
  expect(hardened).toHaveBeenCalledTimes(99);
  expect(rendered[99]?.layout).toBe(rendered[0]?.layout);
});

test('a hundred kinds of regions that take turns are laid out a hundred times', () => {
  const hardened = jest.spyOn(FleetHardening.prototype, 'harden');
  const rendered = renderFleet('2025.1', 300, (i) => `{ imageImport: { allowedHosts: [m${i % 100}.example.org] } }`);
  expect(hardened).toHaveBeenCalledTimes(100);
  expect(rendered[299]?.layout).toBe(rendered[99]?.layout);
});

test('regions that differ in a host share the constructs, every decision and every text but those with the host', () => {
  const collected = jest.spyOn(HardeningStack.prototype, 'collect');
  const filter = jest.spyOn(ImportFilter.prototype, 'decide');
  const formats = jest.spyOn(ImageFormats.prototype, 'decide');
  const policy = jest.spyOn(ImagePolicy.prototype, 'decide');
  const countTexts = countRendered();
  const rendered = renderFleet('2024.1', 200, (i) => `{ imageImport: { allowedHosts: [m${i}.example.org] } }`);
  expect(filter).toHaveBeenCalledTimes(200);
  expect(formats).toHaveBeenCalledTimes(1);
  expect(policy).toHaveBeenCalledTimes(1);
  expect(collected).toHaveBeenCalledTimes(1);
  // The list of settings, the section with the host, what the section is in under its header, and the file.
  expect(countTexts()).toBeGreaterThanOrEqual(800);
  expect(countTexts()).toBeLessThan(840);
  const files = new Set(rendered.flatMap(({ layout }) => layout.files));
  expect(files.size).toBe((rendered[0]?.layout.files.length ?? 0) - 1 + rendered.length);
  for (const [i, { layout }] of rendered.entries()) {
    const conf = layout.files.find(({ path }) => path === 'glance/glance.conf.d/90-glacis.conf')?.text;
    expect(conf).toContain(`allowed_hosts = [m${i}.example.org]`);
  }
});

test('a decision that heeds its neighbours is taken anew when they differ', () => {
  const policy = jest.spyOn(ImagePolicy.prototype, 'decide');
  const own = ['{}', '{ imageConversion: { outputFormat: raw } }', '{ imageFormats: { diskFormats: [raw] } }'];
  const [plain, converted, formatted] = renderFleet('2023.2', 3, (i) => own[i] as string).map(({ layout }) =>
    layout.documents.overrides.some(({ rule }) => rule === 'upload_image'),
  );
  expect({ plain, converted, formatted }).toEqual({ plain: false, converted: true, formatted: false });
  expect(policy).toHaveBeenCalledTimes(2);
});

test('a fleet without a problem asks for no place: to know them all is to hold the whole file a second time', () => {
  const regions = Array.from(
    { length: 3 },
    (_, i) => `  r${i}: { imageImport: { allowedHosts: [m${i}.example.org] } }\n`,
  );
  const shared = 'release: "2025.1"\nimageFormats: { diskFormats: [vmdk], vmdkAllowedTypes: [streamOptimized] }\n';
  const loaded = parseIntent(`${shared}regions:\n${regions.join('')}`, 'glacis.yaml', 'yaml');
  const asked = (): never => {
    throw new Error('a place was asked for');
  };
  const settled = settleRegions({ ...loaded, placeOf: asked, placeOfKey: asked, depthOf: asked });
  expect([...renderRegions(settled)]).toHaveLength(3);
});

test('places are read from the text again, and only for a problem', () => {
  const text = 'release: "2025.1"\nimageImport:\n  allowedHosts: [a.example.org, a.example.org]\n';
  const loaded = parseIntent(text, 'glacis.yaml', 'yaml');
  expect(loaded.placeOf('/imageImport/allowedHosts/1')).toMatchObject({ line: 3, column: 33 });
  expect(() => settleRegions(loaded)).toThrow(
    expect.objectContaining({ problems: [expect.objectContaining({ code: 'bad-value' })] }),
  );
});

test('verify reads the bytes of equal regions as often for 100 as for two', () => {
  const two = countReads(2);
  expect(two).toBeGreaterThan(0);
  expect(countReads(100)).toBe(two);
});

/** How often `verify` goes through all files of a tree, for `count` regions that settle to the same thing. */
function countReads(count: number): number {
  let reads = 0;
  class WatchedFiles extends Map<string, string> {
    override [Symbol.iterator](): MapIterator<[string, string]> {
      reads += 1;
      return super[Symbol.iterator]();
    }
  }
  const watched = new Map<FileTree, FileTree>();
  const watch = (files: FileTree): FileTree => {
    const known = watched.get(files) ?? new WatchedFiles([...files]);
    watched.set(files, known);
    return known;
  };
  const regions = renderFleet('2025.1', count, () => '{}').map(({ layout, manifest }) => ({
    manifest,
    trees: layout.trees.map(({ target, files }) => ({ target, files: watch(files) })),
    placeOfRisk: () => ({ file: 'glacis.yaml' }),
  }));
  const judged: (string | null)[] = [];
  judgeRegions(
    regions,
    '2026-01-01',
    () => null,
    ({ name }) => judged.push(name),
  );
  expect(judged).toHaveLength(count);
  return reads;
}

test('verify takes no region for the one before it when a byte of one file differs, or the name of one', () => {
  const [first] = renderFleet('2025.1', 1, () => '{ imageImport: { allowedHosts: [m.example.org] } }');
  if (first === undefined) throw new Error('no region');
  const { layout, manifest } = first;
  const [tree] = layout.trees;
  if (tree === undefined) throw new Error('no tree');
  const file = 'glance/glance.conf.d/90-glacis.conf';
  const text = tree.files.get(file) ?? '';
  const changed = new Map([...tree.files, [file, text.replace('allowed_hosts = [m.', 'allowed_hosts = [n.')]]);
  const renamed = new Map(
    [...tree.files].map(([path, own]) => [path === file ? 'glance/glance.conf.d/89.conf' : path, own]),
  );
  const trees: FileTree[] = [tree.files, changed, new Map(tree.files), renamed, changed];
  const judged: number[] = [];
  let judgements = 0;
  judgeRegions(
    trees.map((files) => ({
      manifest,
      trees: [{ target: tree.target, files }],
      placeOfRisk: () => ({ file: 'glacis.yaml' }),
    })),
    '2026-01-01',
    () => {
      judgements += 1;
      return judgements;
    },
    (_, number) => judged.push(number),
  );
  expect(judged).toEqual([1, 2, 1, 3, 2]);
});
