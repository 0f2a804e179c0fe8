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

/**
 * For what is never whole in memory: takes pieces, and gives the digest at the end. One piece alone, a small manifest say, is digested like
 * any content: setting up a stream of them takes as long as digesting it some twenty times.
 */
export class PieceDigest {
  #only: string | Uint8Array = '';
  #hash: Hash | undefined;

  update(piece: string | Uint8Array): this {
    if (piece.length === 0) return this;
    if (this.#hash === undefined && this.#only.length === 0) {
      // Readers use a buffer again.
      this.#only = typeof piece === 'string' ? piece : Uint8Array.from(piece);
      return this;
    }
    this.#hash ??= load().createHash('sha256').update(this.#only);
    this.#hash.update(piece);
    return this;
  }

  /** Hexadecimal. */
  finish(): string {
    return this.#hash?.digest('hex') ?? sha256(this.#only);
  }
}
