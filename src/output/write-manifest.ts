// The bytes of a manifest piece by piece: that of a large fleet is never whole in memory.
import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Manifest, ManifestRegion } from './manifest';

/** Characters gathered before they are handed on. */
const PIECE = 65_536;

/** What `JSON.stringify` would write of the manifest with two blanks, and a line feed. `files`: path and digest, sorted by path. */
export function* renderManifest(
  { glacis, regions }: Omit<Manifest, 'files'>,
  files: Iterable<readonly [path: string, digest: string]>,
): Generator<string> {
  yield* gather(renderParts(glacis, regions, files));
}

/** Writes a new file. @throws Error when there is one already. */
export function writePieces(path: string, pieces: Iterable<string>, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    for (const piece of pieces) {
      const bytes = Buffer.from(piece);
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    }
  } finally {
    closeSync(descriptor);
  }
}

/** SHA-256 of all pieces together, hexadecimal. */
export function digestPieces(pieces: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

function* renderParts(
  glacis: string,
  regions: Manifest['regions'],
  files: Iterable<readonly [string, string]>,
): Generator<string> {
  yield `{\n  "glacis": ${JSON.stringify(glacis)},\n  "regions": [`;
  let before = '\n';
  for (const region of regions) {
    yield `${before}    ${renderRegion(region)}`;
    before = ',\n';
  }
  yield `${before === '\n' ? '' : '\n  '}],\n  "files": {`;
  before = '\n';
  for (const [path, digest] of files) {
    yield `${before}    ${JSON.stringify(path)}: "${digest}"`;
    before = ',\n';
  }
  yield `${before === '\n' ? '' : '\n  '}}\n}\n`;
}

/** As `JSON.stringify` does, four blanks further in. */
function renderRegion(region: ManifestRegion): string {
  const members = Object.entries(region)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `\n      ${JSON.stringify(name)}: ${renderMember(value)}`);
  return `{${members.join()}\n    }`;
}

/** Texts of what the regions of a fleet share, residuals for the most part. */
const shared = new WeakMap<object, string>();

function renderMember(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  let text = shared.get(value);
  if (text === undefined) {
    text = JSON.stringify(value, null, 2).replaceAll('\n', '\n      ');
    shared.set(value, text);
  }
  return text;
}

function* gather(parts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const part of parts) {
    piece += part;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
