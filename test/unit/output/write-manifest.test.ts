// The manifest piece by piece has the bytes that JSON would have, whatever its size.
import type { Manifest, ManifestRegion } from '../../../src/output/manifest';
import { renderPieces } from './manifest-pieces';

const region = (name: string): ManifestRegion => ({
  name,
  release: '2025.1',
  packages: { glance: '30.0.0' },
  launcher: 'uwsgi',
  glanceUid: 64062,
  intentDigest: 'abc',
  targets: { etc: name },
  acceptedRisks: [{ risk: 'r', reason: 'two\nlines "quoted"', until: '2030-01-01' }],
});

/** What regions of a fleet share are the same objects. */
const alike = {
  packages: { glance: '30.0.0', nova: '31.0.0' },
  residuals: [{ control: 'image-sharing', because: 'names are\nnot unique' }],
};

test.each([
  [0, {}],
  [1, {}],
  [2000, {}],
  [3, alike],
])('%d regions that share %j', (count, shared) => {
  const names = Array.from({ length: count }, (_, i) => `r${i}`);
  const manifest: Manifest = {
    glacis: '0.1.0',
    regions: names.map((name) => ({ ...region(name), ...shared })),
    files: Object.fromEntries(names.map((name) => [`${name}/README.md`, 'f'.repeat(64)])),
  };
  const pieces = renderPieces(manifest);
  expect(pieces.join('')).toBe(`${JSON.stringify(manifest, null, 2)}\n`);
  expect(pieces.every((piece) => piece.length < 100_000)).toBe(true);
});
