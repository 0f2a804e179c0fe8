// Keeps V8 from taking memory because there is some: most of what a fleet needed is dead long before V8 collects it.
import { statSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** Releases of Node whose V8 knows the two flags; any other would say on standard error that it does not. */
const FIRST_NODE = 20;
const LAST_NODE = 24;

/** 128 KiB. Below, 1,500 regions or so stay small anyway, and collecting often takes up to a fifth more CPU. */
const LARGE_INTENT_BYTES = 128 * 1024;

/**
 * For a large intent the space for young objects stays at the size it starts with, 1 MiB in place of up to 16, and the
 * rest of the heap is collected when it has grown by three fifths, not when it is several times as large. To be called
 * before the file is read; one that cannot be looked at is left to whoever reads it.
 */
export function keepHeapSmall(intentFile: string): void {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < FIRST_NODE || major > LAST_NODE || sizeOf(intentFile) < LARGE_INTENT_BYTES) return;
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=60');
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
