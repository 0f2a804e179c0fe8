// Files read into memory that is used again: whole, whatever was read before and however long.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeText, readBytes, readText } from '../../../src/output/file-bytes';

let file: string;
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'glacis-file-bytes-')), 'file');
});
afterEach(() => rmSync(join(file, '..'), { recursive: true }));

// The first is longer than the memory that there is at the start.
test.each([200_000, 0, 65_536, 10, 500_001])('%d bytes, their mode and their text', (size) => {
  const text = 'é'.repeat(size >> 1) + 'x'.repeat(size & 1);
  writeFileSync(file, text);
  chmodSync(file, 0o604);
  const { mode, bytes } = readBytes(file);
  expect(mode).toBe(0o604);
  expect(Buffer.compare(bytes, Buffer.from(text))).toBe(0);
  expect(Buffer.compare(encodeText(text), Buffer.from(text))).toBe(0);
  expect(readText(file, size)).toBe(text);
  expect(readText(file, size - 1)).toBeUndefined();
});
