// What a command says, on standard output and on standard error. Written at once and through the file descriptor: process.stdout would load
// the sockets and streams of Node at every start, and keep in memory what a slow reader has not taken yet.
import { writeSync } from 'node:fs';
import { exitCodes } from './command';

type Descriptor = 1 | 2;

/** Whether a person looks at standard output (1) or standard error (2). */
export function isTerminal(descriptor: Descriptor): boolean {
  return (require('node:tty') as typeof import('node:tty')).isatty(descriptor);
}

/**
 * Prints a result. False when its reader is gone (`glacis list attacks | head`), which is no failure and changes nothing of what was
 * found; a full disk behind it is one, and the end.
 */
export function print(text: string): boolean {
  try {
    writeWhole(1, text);
    return true;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EPIPE') return false;
    tell(`glacis: standard output: ${message}; what was printed is not whole\n`);
    process.exit(exitCodes.failed);
  }
}

/** Tells whoever started the command; when nobody listens, nobody is left to be told. */
export function tell(text: string): void {
  try {
    writeWhole(2, text);
  } catch {
    // Standard error is where that would be said.
  }
}

/** How long to wait for the reader of a pipe that somebody made non-blocking, in milliseconds. */
const BUSY_MS = 5;

function writeWhole(descriptor: Descriptor, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BUSY_MS);
    }
  }
}
