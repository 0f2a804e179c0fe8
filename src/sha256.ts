// SHA-256 by node:crypto, which is loaded when something is digested: that takes a sixth of what starting Node does.
import type { Hash } from 'node:crypto';

let loaded: typeof import('node:crypto') | undefined;

function load(): typeof import('node:crypto') {
  loaded ??= require('node:crypto') as typeof import('node:crypto');
  return loaded;
}

/** The digest of text, as UTF-8, or of bytes. */
export function sha256(content: string | Uint8Array, encoding: 'hex' | 'base64' = 'hex'): string {
  return load().hash('sha256', content, encoding);
}

/** For what is never whole in memory: takes pieces, and gives the digest at the end. */
export function startSha256(): Hash {
  return load().createHash('sha256');
}
