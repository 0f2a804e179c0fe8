// The states an image can be in, as far as signatures go: every decision table counts over these six.

/** `N` unsigned, `P` partly signed, `OK` signed and trusted, `UT` signed by a stranger, `BAD` altered bytes, `MISS` certificate missing. */
export type ImageState = 'N' | 'P' | 'OK' | 'UT' | 'BAD' | 'MISS';

/** All states, in the order tables are printed. */
export const imageStates: readonly ImageState[] = ['N', 'P', 'OK', 'UT', 'BAD', 'MISS'];

/** The four image properties that make a signature; a service that finds fewer of them finds none. */
export const signatureProperties = [
  'img_signature',
  'img_signature_hash_method',
  'img_signature_key_type',
  'img_signature_certificate_uuid',
] as const;

/** One state in words, for reports and the table of the documentation. */
export const imageStateWords: Readonly<Record<ImageState, string>> = {
  N: 'none of the four properties',
  P: 'one to three of the four properties',
  OK: 'signature fits, certificate leads to the trusted list',
  UT: 'signature fits, certificate leads elsewhere',
  BAD: 'signature does not fit the bytes',
  MISS: 'certificate unknown, or not readable for this user',
};
