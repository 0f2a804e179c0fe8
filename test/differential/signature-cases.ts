// Signed images as the witness makes them, and which state of the decision tables each of them is in.
import { type ImageState, signatureProperties } from '../../src/emulators/signatures/image-state';

/** Lists of trusted certificates, by the names that signing_chains.py gives its certificates. */
export const trustedLists = {
  chain: ['root', 'inter'],
  'chain, issuing authority first': ['inter', 'root'],
  'root without intermediate': ['root'],
  'intermediate without root': ['inter'],
  'the leaf itself': ['leaf'],
  'one that is gone': ['gone', 'root', 'inter'],
  'one that may not be read': ['forbidden', 'inter', 'root'],
  'path length exceeded': ['short-root', 'short-inter'],
  'no path length': ['free-root'],
  'expired intermediate': ['root', 'expired-inter'],
  'intermediate that is no authority': ['root', 'no-ca-inter'],
  'root without key usage': ['no-usage-root'],
  'root that must not sign certificates': ['no-cert-sign-root'],
  'of another authority': ['stranger-root'],
  'a self-signed leaf': ['self-signed'],
} as const satisfies Record<string, readonly string[]>;

/** The name of a list. */
export type TrustedList = keyof typeof trustedLists;

/** Which lists make a signing certificate trusted, by cursive's rules: the chain ends in a listed root, every link listed and fit. */
const trustedBy: Readonly<Record<string, readonly TrustedList[]>> = {
  leaf: ['chain', 'chain, issuing authority first', 'one that is gone', 'one that may not be read'],
  'leaf-ecc': ['chain', 'chain, issuing authority first', 'one that is gone', 'one that may not be read'],
  'leaf-of-root': [
    'chain',
    'chain, issuing authority first',
    'root without intermediate',
    'one that is gone',
    'one that may not be read',
    'expired intermediate',
    'intermediate that is no authority',
  ],
  'leaf-free': ['no path length'],
  stranger: ['of another authority'],
  'leaf-expired': [],
  'leaf-future': [],
  'self-signed': [],
  'leaf-short': [],
  'leaf-of-expired': [],
  'leaf-of-no-ca': [],
  'leaf-of-no-usage': [],
  'leaf-of-no-cert-sign': [],
};

/** Names of signing certificates. */
export const signers = Object.keys(trustedBy);

/** What is wrong with the signature of an image, in the words of the witness, and the state that means; null: nothing. */
export const spoilings: Readonly<Record<string, ImageState | null>> = {
  good: null,
  altered: 'BAD',
  unsigned: 'N',
  ...Object.fromEntries(signatureProperties.map((name) => [`without:${name}`, 'P'])),
  ...Object.fromEntries(signatureProperties.map((name) => [`only:${name}`, 'P'])),
  // Named rightly and wrong: the bytes are hashed another way than the signer did.
  'set:img_signature_hash_method:SHA-512': 'BAD',
  'set:img_signature_hash_method:MD5': 'MISS',
  'set:img_signature_hash_method:': 'MISS',
  'set:img_signature_key_type:DSA': 'MISS',
  'set:img_signature_key_type:RSA': 'MISS',
  'set:img_signature_certificate_uuid:gone': 'MISS',
  'set:img_signature_certificate_uuid:forbidden': 'MISS',
  // Python skips what is no base64, as long as the rest has a whole length.
  'set:img_signature:no base64!': 'BAD',
  'set:img_signature:AAAA': 'BAD',
  'set:img_signature:AAA': 'MISS',
};

/** An image with a signature. */
export interface SignedImage {
  readonly signer: string;
  readonly spoiled: string;
}

/** Every signer with a good signature, and every spoiling of one of them. */
export const signedImages: readonly SignedImage[] = [
  ...signers.map((signer) => ({ signer, spoiled: 'good' })),
  ...Object.keys(spoilings).map((spoiled) => ({ signer: 'leaf', spoiled })),
  { signer: 'stranger', spoiled: 'altered' },
];

/** The state of an image for a service that trusts `list`; without a list any certificate is as good as a trusted one. */
export function stateOf({ signer, spoiled }: SignedImage, list: TrustedList | null): ImageState {
  return spoilings[spoiled] ?? (list === null || isTrusted(signer, list) ? 'OK' : 'UT');
}

/** Whether cursive would accept the certificate of a signer under a list. */
export function isTrusted(signer: string, list: TrustedList): boolean {
  return trustedBy[signer]?.includes(list) === true;
}
