// Settings of V8 for a program that runs for a second: set while it runs, because nobody starts it with options of node.
import { statSync } from 'node:fs';

/** Loaded when used: a small synth sets none. */
const setFlag = (flag: string): void => (require('node:v8') as typeof import('node:v8')).setFlagsFromString(flag);

/** V8 refuses a flag that it does not know, and says so on standard error: each is set on the releases of Node that were seen to have it. */
const nodeMajor = Number.parseInt(process.versions.node, 10);

/** From 4 KiB on, some 30 regions that differ, optimizing late pays for what it costs: V8 refuses code compiled ahead under other flags. */
const FLEET_BYTES = 4 * 1024;

/** 128 KiB. Below, 1,500 regions or so stay small anyway, and collecting often takes up to a fifth more CPU. */
const LARGE_INTENT_BYTES = 128 * 1024;

/**
 * A function is optimized after six times as much work as else. Most commands are over before optimized code has paid for the time it
 * took to make, and what runs for long still gets it. Later releases compile in more stages and have no such flag. To be called when
 * modules are loaded: V8 refuses the code of those to come that was compiled ahead, those of Node included, because its flags were others.
 */
export function compileLate(): void {
  if (nodeMajor === 20) setFlag('--interrupt-budget=400000');
}

/**
 * Settings for the size of an intent, to be called before it is read; a file that cannot be looked at is left to whoever reads it. Of a
 * fleet functions are optimized late. For a large one the space for young objects stays at the size it starts with, 1 MiB in place of up
 * to 16, and the rest of the heap is collected when it has grown by three fifths, not when it is several times as large: most of what a
 * fleet needed is dead long before V8 collects it.
 */
export function suitIntent(intentFile: string): void {
  const size = sizeOf(intentFile);
  if (size >= FLEET_BYTES) compileLate();
  if (nodeMajor < 20 || nodeMajor > 26 || size < LARGE_INTENT_BYTES) return;
  setFlag('--semi-space-growth-factor=1');
  setFlag('--heap-growing-percent=60');
}

function sizeOf(file: string): number {
  try {
    return statSync(file).size;
  } catch {
    return 0;
  }
}
