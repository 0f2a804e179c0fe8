// Digests of whole content and of pieces, against node:crypto itself.
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { PieceDigest, sha256 } from '../../src/sha256';

const reference = (...pieces: readonly (string | Uint8Array)[]): string =>
  pieces.reduce((hash, piece) => hash.update(piece), createHash('sha256')).digest('hex');

const piece = fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array(), fc.constant(''));

test('any pieces, in any number, give the digest of all of them together', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 4 }), (pieces) => {
      const digest = new PieceDigest();
      for (const one of pieces) digest.update(one);
      expect(digest.finish()).toBe(reference(...pieces));
    }),
  );
});

test('a piece may be changed when it has been taken', () => {
  const buffer = Buffer.from('first');
  const digest = new PieceDigest().update(buffer);
  buffer.fill('x');
  expect(digest.finish()).toBe(reference('first'));
  expect(sha256('first')).toBe(reference('first'));
});
