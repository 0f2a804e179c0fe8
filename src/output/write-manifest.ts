// The bytes of a manifest piece by piece: that of a large fleet is never whole in memory.
import { closeSync, openSync, writeSync } from 'node:fs';
import { PieceDigest } from '../sha256';
import type { DigestTable } from './digest-table';
import { encodeText } from './file-bytes';
import type { Manifest, ManifestRegion } from './manifest';

/** Characters gathered before they are handed on. */
const PIECE = 65_536;

/** Takes a text piece by piece. */
type Take = (piece: string) => void;

/** What `JSON.stringify` would write of the manifest with two blanks, and a line feed. `files`: every digest, sorted by path. */
export function renderManifest(
  { glacis, regions }: Omit<Manifest, 'files'>,
  files: Pick<DigestTable, 'visit'>,
  take: Take,
): void {
  let gathered = '';
  const add = (text: string): void => {
    gathered += text;
    if (gathered.length < PIECE) return;
    take(gathered);
    gathered = '';
  };
  add(`{\n  "glacis": ${JSON.stringify(glacis)},\n  "regions": [`);
  let before = '\n';
  for (const region of regions) {
    add(`${before}    ${renderRegion(region)}`);
    before = ',\n';
  }
  add(`${before === '\n' ? '' : '\n  '}],\n  "files": {`);
  before = '\n';
  files.visit((path, digest) => {
    add(`${before}    ${JSON.stringify(path)}: "${digest}"`);
    before = ',\n';
  });
  add(`${before === '\n' ? '' : '\n  '}}\n}\n`);
  take(gathered);
}

/** Writes a new file. @throws Error when there is one already. */
export function writePieces(path: string, render: (take: Take) => void, mode: number): void {
  const descriptor = openSync(path, 'wx', mode);
  try {
    render((piece) => {
      const bytes = encodeText(piece);
      for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
    });
  } finally {
    closeSync(descriptor);
  }
}

/** SHA-256 of all pieces together, hexadecimal. */
export function digestPieces(render: (take: Take) => void): string {
  const digest = new PieceDigest();
  render((piece) => digest.update(piece));
  return digest.finish();
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
