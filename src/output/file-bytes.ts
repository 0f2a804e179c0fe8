// Texts as bytes and files as bytes, in two pieces of memory that are used again and again: a fleet has 100,000s of both.
import { closeSync, fstatSync, openSync, readSync, writeFileSync } from 'node:fs';

let encoded = Buffer.alloc(65_536);
let found = Buffer.alloc(65_536);

/** The text in UTF-8, valid until the next call. */
export function encodeText(text: string): Uint8Array {
  // No UTF-16 unit takes more than three bytes.
  if (encoded.length < text.length * 3) encoded = Buffer.alloc(text.length * 3);
  return encoded.subarray(0, encoded.write(text));
}

/** What lies on disk: permission bits, and bytes that are valid until the next call. */
export interface FoundFile {
  readonly mode: number;
  readonly bytes: Uint8Array;
}

/** Reads a whole file. @throws Error when it cannot be read. */
export function readBytes(path: string): FoundFile {
  return readOpened(path, (descriptor) => {
    const { mode } = fstatSync(descriptor);
    // First the length: a long file takes a new piece of memory.
    const length = fillFound(descriptor, Number.POSITIVE_INFINITY);
    return { mode: mode & 0o777, bytes: found.subarray(0, length) };
  });
}

/** A whole file as text; undefined when it has more than `maxBytes`. @throws Error when it cannot be read. */
export function readText(path: string, maxBytes: number): string | undefined {
  return readOpened(path, (descriptor) => readDescriptor(descriptor, maxBytes));
}

/** Standard input as text; undefined when it has more than `maxBytes`. @throws Error when it cannot be read. */
export function readStandardInput(maxBytes: number): string | undefined {
  return readDescriptor(0, maxBytes);
}

function readDescriptor(descriptor: number, maxBytes: number): string | undefined {
  const length = fillFound(descriptor, maxBytes);
  return length > maxBytes ? undefined : found.toString('utf8', 0, length);
}

function readOpened<T>(path: string, read: (descriptor: number) => T): T {
  const descriptor = openSync(path, 'r');
  try {
    return read(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Reads to the end, or until there are more than `maxBytes`, and answers how many. Asks nobody for the size, which may change. */
function fillFound(descriptor: number, maxBytes: number): number {
  let length = 0;
  for (let count = -1; count !== 0 && length <= maxBytes; length += count) {
    if (length === found.length) found = Buffer.concat([found], length * 2);
    count = readSync(descriptor, found, length, found.length - length, null);
  }
  return length;
}

/** Writes a new file. @throws Error when there is one already. */
export function writeNewFile(path: string, text: string, mode: number): void {
  writeFileSync(path, text, { encoding: 'utf8', flag: 'wx', mode });
}
