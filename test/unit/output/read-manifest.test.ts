// The manifest read piece by piece says of files what the manifest read whole says, and is refused when that is.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Manifest, type ManifestRegion, parseManifest } from '../../../src/output/manifest';
import { readKnownFiles } from '../../../src/output/read-manifest';
import { sha256 } from '../../../src/sha256';
import '../../seed';
import { renderPieces } from './manifest-pieces';

const directory = mkdtempSync(join(tmpdir(), 'glacis-manifest-'));
afterAll(() => rmSync(directory, { recursive: true }));

const region = (name: string): ManifestRegion => ({
  name,
  release: '2025.1',
  packages: {},
  launcher: 'uwsgi',
  glanceUid: 64062,
  intentDigest: 'abc',
  targets: { etc: name },
  acceptedRisks: [{ risk: 'r', reason: '"files": {\n  },', until: '2030-01-01' }],
});

function write(names: readonly string[]): string {
  const paths = names
    .flatMap((name) => [`${name}/"odd" \\ name`, `${name}/é`, `${name}/a/${'long'.repeat(20)}`])
    .sort();
  const files = Object.fromEntries(paths.map((path) => [path, sha256(path)]));
  const manifest: Manifest = { glacis: '0.1.0', regions: names.map(region), files };
  return renderPieces(manifest).join('');
}

function read(text: string) {
  const path = join(directory, 'manifest.json');
  writeFileSync(path, text);
  const known = readKnownFiles(path);
  if (known === undefined) return undefined;
  const files: Record<string, string> = {};
  known.digests.visit((file, digest) => {
    files[file] = digest;
  });
  return { digest: known.manifestDigest, files };
}

/** What is no digest is told as one that no file has. */
function readWhole(text: string) {
  const manifest = parseManifest(text);
  if (manifest === undefined) return undefined;
  const files = Object.entries(manifest.files).map(([path, digest]) => [
    path,
    /^[0-9a-f]{64}$/.test(digest) ? digest : '0'.repeat(64),
  ]);
  return { digest: sha256(text), files: Object.fromEntries(files) };
}

test.each([1, 2, 1500])('%d regions', (count) => {
  const text = write(Array.from({ length: count }, (_, i) => `r${i}`));
  expect(read(text)).toEqual(readWhole(text));
  expect(Object.keys(read(text)?.files ?? {})).toHaveLength(count * 3);
});

test('laid out by somebody else: the same', () => {
  const text = JSON.stringify(JSON.parse(write(['r1', 'r2'])));
  expect(readWhole(text)).toBeDefined();
  expect(read(text)).toEqual(readWhole(text));
  expect(read('')).toBeUndefined();
});

test('lines that went missing, came twice, moved or broke off: never more than JSON would take', () => {
  const lines = write(['r1', 'r2']).split('\n');
  const at = fc.integer({ min: 0, max: lines.length - 1 });
  const junk = fc.constantFrom(',', '}', '', '  },', '  ],', '    "x": "y",', '    "x\\q": "y"', '    },', '"');
  fc.assert(
    fc.property(at, at, junk, fc.integer({ min: 0, max: 4 }), (one, other, line, way) => {
      const changed = [...lines];
      if (way === 0) changed.splice(one, 1);
      else if (way === 1) changed.splice(other, 0, lines[one] as string);
      else if (way === 2) changed[one] = line;
      else if (way === 3) changed[one] = (lines[one] as string).replace(/,$/, '');
      else changed.length = one;
      const text = changed.join('\n');
      expect(read(text)).toEqual(readWhole(text));
    }),
    { numRuns: 1000 },
  );
});
