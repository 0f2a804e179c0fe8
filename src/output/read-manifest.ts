// Reads what a manifest says about files, piece by piece: that of a large fleet is never whole in memory.
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { PieceDigest } from '../sha256';
import { DigestTable } from './digest-table';
import { isRegion, MANIFEST, type Manifest, parseManifest } from './manifest';

/** Bytes read at a time. */
const PIECE_BYTES = 65_536;

/** A manifest without its regions, which were judged. */
export interface KnownFiles {
  /** SHA-256 of the manifest's own bytes. */
  readonly manifestDigest: string;
  readonly digests: DigestTable;
}

/** The manifest of an output directory; undefined where there is none. @throws Error when it cannot be read. */
export function readManifest(directory: string): Manifest | undefined {
  const path = join(directory, MANIFEST);
  const isFile = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  return isFile ? parseManifest(readFileSync(path, 'utf8')) : undefined;
}

/** Undefined when the file is no manifest of Glacis. @throws Error when it cannot be read. */
export function readKnownFiles(path: string): KnownFiles | undefined {
  const digest = new PieceDigest();
  const reader = new LineReader();
  for (const lines of readLines(path, (bytes) => digest.update(bytes))) for (const line of lines) reader.take(line);
  const digests = reader.finish() ?? readWhole(path);
  return digests && { manifestDigest: digest.finish(), digests };
}

/** Laid out in another way than synth does, by a formatter say: the same manifest, for more memory. */
function readWhole(path: string): DigestTable | undefined {
  const manifest = parseManifest(readFileSync(path, 'utf8'));
  if (manifest === undefined) return undefined;
  const digests = new DigestTable();
  for (const [file, digest] of Object.entries(manifest.files)) digests.set(file, digest);
  return digests;
}

const fileLine = /^ {4}("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"): "([0-9a-f]{64})"(,?)$/;

/** Takes the lines that `renderManifest` writes; on any other it gives up. */
class LineReader {
  private readonly digests = new DigestTable();
  private part: 'start' | 'regions' | 'between' | 'files' | 'end' | 'done' | 'other' = 'start';
  private lineNumber = 0;
  private region = '';
  /** True when an item must come next: at the start of a list, and behind a comma. */
  private hasMore = true;

  take(line: string): void {
    this.lineNumber += 1;
    if (this.part === 'files') this.takeFile(line);
    else if (this.part === 'regions') this.takeRegion(line);
    else if (this.part === 'start') this.takeStart(line);
    else if (this.part === 'between') this.begin(line === '  "files": {' ? 'files' : 'other');
    else this.part = this.part === 'end' && line === '}' ? 'done' : 'other';
  }

  /** Undefined when the text was not what synth writes, to the last line. */
  finish(): DigestTable | undefined {
    return this.part === 'done' ? this.digests : undefined;
  }

  private takeStart(line: string): void {
    const expected = [/^\{$/, /^ {2}"glacis": "(?:[^"\\]|\\.)*",$/, /^ {2}"regions": \[$/][this.lineNumber - 1];
    if (!expected?.test(line)) this.part = 'other';
    else if (this.lineNumber === 3) this.begin('regions');
  }

  private begin(part: 'regions' | 'files' | 'other'): void {
    this.part = part;
    this.hasMore = true;
  }

  private takeRegion(line: string): void {
    if (this.region === '' && !this.hasMore) {
      this.part = line === '  ],' ? 'between' : 'other';
      return;
    }
    this.region += line;
    if (line !== '    },' && line !== '    }') return;
    this.hasMore = line.endsWith(',');
    if (!isRegionText(this.hasMore ? this.region.slice(0, -1) : this.region)) this.part = 'other';
    this.region = '';
  }

  private takeFile(line: string): void {
    const [, path, digest, comma] = fileLine.exec(line) ?? [];
    if (path !== undefined && digest !== undefined && this.hasMore) {
      this.digests.set(JSON.parse(path) as string, digest);
      this.hasMore = comma === ',';
    } else this.part = line === '  }' && !this.hasMore ? 'end' : 'other';
  }
}

function isRegionText(text: string): boolean {
  try {
    return isRegion(JSON.parse(text));
  } catch {
    return false;
  }
}

/** Lines without their line feeds, a piece of the file at a time. What stands behind the last line feed is a line too. */
function* readLines(path: string, see: (bytes: Uint8Array) => void): Generator<readonly string[]> {
  const descriptor = openSync(path, 'r');
  try {
    let piece = Buffer.alloc(PIECE_BYTES);
    let kept = 0;
    for (;;) {
      if (kept === piece.length) piece = Buffer.concat([piece, Buffer.alloc(piece.length)]);
      const count = readSync(descriptor, piece, kept, piece.length - kept, null);
      see(piece.subarray(kept, kept + count));
      const end = kept + count;
      const cut = count === 0 ? end : piece.lastIndexOf(10, end - 1) + 1;
      if (cut > 0) yield piece.toString('utf8', 0, piece[cut - 1] === 10 ? cut - 1 : cut).split('\n');
      if (count === 0) return;
      kept = piece.copy(piece, 0, cut, end);
    }
  } finally {
    closeSync(descriptor);
  }
}
