// Texts as bytes and files as bytes, in two pieces of memory that are used again and again: a fleet has 100,000s of both.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';

let encoded = Buffer.alloc(65_536);
let encodedText: string | undefined;
let encodedBytes = 0;
let found = Buffer.alloc(65_536);

/** The text in UTF-8, valid until the next call with another text. */
export function encodeText(text: string): Uint8Array {
  if (text !== encodedText) {
    // No UTF-16 unit takes more than three bytes.
    if (encoded.length < text.length * 3) encoded = Buffer.alloc(text.length * 3);
    encodedBytes = encoded.write(text);
    encodedText = text;
  }
  return encoded.subarray(0, encodedBytes);
}

/** What lies on disk: permission bits, and bytes that are valid until the next call. */
export interface FoundFile {
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/** Reads a file to the size it has when it is opened. @throws Error when it cannot be read. */
export function readBytes(path: string): FoundFile {
  const descriptor = openSync(path, 'r');
  try {
    const { mode, size } = fstatSync(descriptor);
    if (found.length < size) found = Buffer.alloc(size);
    let length = 0;
    for (let count = -1; count !== 0 && length < size; length += count) {
      count = readSync(descriptor, found, length, size - length, null);
    }
    return { mode: mode & 0o777, bytes: found.subarray(0, length) };
  } finally {
    closeSync(descriptor);
  }
}

/** Writes a new file. @throws Error when there is one already. */
export function writeNewFile(path: string, text: string, mode: number): void {
  writeFileSync(path, text, { encoding: 'utf8', flag: 'wx', mode });
}

/** A whole file as text; undefined when it has more than `maxBytes`. Asks nobody for its size, which may change. @throws Error */
export function readText(path: string, maxBytes: number): string | undefined {
  const descriptor = openSync(path, 'r');
  try {
    let length = 0;
    for (let count = -1; count !== 0; length += count) {
      if (length > maxBytes) return undefined;
      if (length === found.length) found = Buffer.concat([found], length * 2);
      count = readSync(descriptor, found, length, found.length - length, null);
    }
    return found.toString('utf8', 0, length);
  } finally {
    closeSync(descriptor);
  }
}
