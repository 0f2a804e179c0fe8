// Attacks on a rate limit itself: they have ground only where a plain creation is limited, or where the client chooses its bucket.
import type { Cloud } from '../cloud/cloud';
import { plainCreation } from './flood-attack';
import { floodEdge } from './flood-edge';

/** Why another spelling gains nothing: the plain one is not limited either. */
export function explainNoLimit(cloud: Cloud): string | null {
  const plain = floodEdge(cloud, [plainCreation]);
  if (plain.kind === 'limited') return null;
  return plain.kind === 'cannot-say'
    ? plain.because
    : 'no proxy limits a plain creation, so there is no limit to walk around (dos-image-create-flood)';
}

/** Why forging headers gains nothing: there is no limit, or it is not keyed by a header of this kind. */
export function explainNoHeaderKey(cloud: Cloud, isOfKind: (header: string) => boolean): string | null {
  const plain = floodEdge(cloud, [plainCreation]);
  if (plain.kind === 'limited') return null;
  if (plain.kind === 'cannot-say') return plain.because;
  if (plain.kind === 'open' && plain.freeHeader !== null && isOfKind(plain.freeHeader)) return null;
  return 'no proxy keys a limit by such a header (dos-image-create-flood tells what there is)';
}

/** Headers that carry a token or another proof of who calls. */
export function isTokenHeader(header: string): boolean {
  return /token|auth/.test(header);
}

/** Headers that name the caller rather than an address. Before keystonemiddleware has looked, each proves nothing. */
export function isNameHeader(header: string): boolean {
  return !isTokenHeader(header) && /project|tenant|user|role|account|domain/.test(header);
}
