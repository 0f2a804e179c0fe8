// One X.509 certificate as cursive sees it: what its extensions allow, how it was signed, and whether another one signed it.
import type { KeyObject, X509Certificate } from 'node:crypto';
import type { AsnType, Constructed, Sequence } from 'asn1js';

/** What the chain of a trusted list turns on. Dates are left out: without a clock nobody can judge them. */
export interface Certificate {
  /** SHA-256 of the certificate, hexadecimal: the same certificate under two names has one. */
  readonly fingerprint: string;
  /** Common name, else the whole subject, for a reader. */
  readonly subject: string;
  readonly issuer: string;
  /** basicConstraints says CA. */
  readonly isAuthority: boolean;
  /** keyUsage is there and has keyCertSign. */
  readonly maySignCertificates: boolean;
  /** pathLenConstraint of basicConstraints; null when it has none. */
  readonly pathLength: number | null;
  /** `rsa 2048`, `ec secp384r1`, `ed25519`. */
  readonly key: { readonly type: string; readonly bits: number | null; readonly curve: string | null };
  /** How it was signed, `rsa` meaning PKCS#1 v1.5; `null` for a family that cursive does not verify: PSS, Ed25519. */
  readonly signedWith: { readonly family: 'rsa' | 'ec' | 'dsa' | null; readonly hash: string };
  /** Subject and issuer are the same name. */
  readonly isSelfIssued: boolean;
  /** What cursive's is_issuer asks: the name fits and so does the signature. */
  readonly isIssuedBy: (other: Certificate) => boolean;
  /** For `isIssuedBy`: the subject's bytes and the public key. */
  readonly identity: { readonly subject: string; readonly publicKey: KeyObject };
}

type Family = Certificate['signedWith'];

const algorithms: Readonly<Record<string, Family>> = {
  '1.2.840.113549.1.1.2': { family: 'rsa', hash: 'md2' },
  '1.2.840.113549.1.1.4': { family: 'rsa', hash: 'md5' },
  '1.2.840.113549.1.1.5': { family: 'rsa', hash: 'sha1' },
  '1.2.840.113549.1.1.14': { family: 'rsa', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { family: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { family: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { family: 'rsa', hash: 'sha512' },
  '1.2.840.10045.4.1': { family: 'ec', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { family: 'ec', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { family: 'ec', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { family: 'ec', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { family: 'ec', hash: 'sha512' },
  '1.2.840.10040.4.3': { family: 'dsa', hash: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { family: 'dsa', hash: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { family: 'dsa', hash: 'sha256' },
};

const BASIC_CONSTRAINTS = '2.5.29.19';
const KEY_USAGE = '2.5.29.15';

/** Reads DER; null for whatever is no certificate. */
export function readCertificate(der: Buffer): Certificate | null {
  try {
    return openCertificate(der);
  } catch {
    return null;
  }
}

function openCertificate(der: Buffer): Certificate {
  const crypto = require('node:crypto') as typeof import('node:crypto');
  const x509 = new crypto.X509Certificate(der);
  const asn1 = require('asn1js') as typeof import('asn1js');
  const parse = (bytes: ArrayBuffer | Uint8Array): AsnType => {
    const { offset, result } = asn1.fromBER(bytes);
    if (offset < 0) throw new Error('no ASN.1');
    return result;
  };
  const [toBeSigned, algorithm] = (parse(x509.raw) as Sequence).valueBlock.value as [Sequence, Sequence];
  // The version is absent from certificates of the first version, and shifts what follows.
  const fields = toBeSigned.valueBlock.value.filter(
    (block) => !(block.idBlock.tagClass === 3 && block.idBlock.tagNumber === 0),
  );
  const bytesOf = (block: AsnType | undefined): string =>
    Buffer.from(block?.toBER() ?? new ArrayBuffer(0)).toString('hex');
  const [, , issuer, , subject] = fields;
  const extensions = readExtensions(fields, asn1, parse);
  const constraints = extensions.get(BASIC_CONSTRAINTS) as Sequence | undefined;
  const usage = extensions.get(KEY_USAGE);
  const members = constraints?.valueBlock.value ?? [];
  const flag = members.find((one) => one instanceof asn1.Boolean);
  const limit = members.find((one) => one instanceof asn1.Integer);
  const signedWith = algorithms[asn1OidOf(algorithm.valueBlock.value[0])] ?? { family: null, hash: 'none' };
  const names = { subject: bytesOf(subject), issuer: bytesOf(issuer) };
  return {
    fingerprint: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
    subject: nameOf(x509.subject),
    issuer: nameOf(x509.issuer),
    isAuthority: flag instanceof asn1.Boolean && flag.getValue(),
    // keyCertSign is the sixth bit of the string.
    maySignCertificates:
      usage instanceof asn1.BitString && ((usage.valueBlock.valueHexView[0] ?? 0) & 0b0000_0100) !== 0,
    pathLength: limit instanceof asn1.Integer ? limit.valueBlock.valueDec : null,
    key: describeKey(x509.publicKey),
    signedWith,
    isSelfIssued: names.subject === names.issuer,
    isIssuedBy: ({ identity }) =>
      identity.subject === names.issuer &&
      signedWith.family !== null &&
      signedWith.family === describeKey(identity.publicKey).type &&
      verifies(x509, identity.publicKey),
    identity: { subject: names.subject, publicKey: x509.publicKey },
  };

  function asn1OidOf(block: AsnType | undefined): string {
    return block instanceof asn1.ObjectIdentifier ? block.valueBlock.toString() : '';
  }
}

/** The third tagged field: object identifier, perhaps a flag, and the value wrapped in an octet string. */
function readExtensions(
  fields: readonly AsnType[],
  asn1: typeof import('asn1js'),
  parse: (bytes: Uint8Array) => AsnType,
): ReadonlyMap<string, AsnType> {
  const tagged = fields.find((one) => one.idBlock.tagClass === 3 && one.idBlock.tagNumber === 3);
  const list = (tagged as Constructed | undefined)?.valueBlock.value[0] as Sequence | undefined;
  return new Map(
    (list?.valueBlock.value ?? []).map((extension) => {
      const parts = (extension as Sequence).valueBlock.value;
      const id = parts[0] as import('asn1js').ObjectIdentifier;
      const wrapped = parts.find((one) => one instanceof asn1.OctetString);
      return [id.valueBlock.toString(), parse(wrapped?.valueBlock.valueHexView ?? new Uint8Array())];
    }),
  );
}

function describeKey(key: KeyObject): Certificate['key'] {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const curveBits = namedCurve === undefined ? null : Number(/\d{3}/.exec(namedCurve)?.[0] ?? Number.NaN);
  const bits = modulusLength ?? (Number.isNaN(curveBits) ? null : curveBits);
  return { type: key.asymmetricKeyType ?? 'unknown', bits, curve: namedCurve ?? null };
}

function verifies(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.verify(key);
  } catch {
    return false;
  }
}

function nameOf(name: string | undefined): string {
  const lines = (name ?? '').split('\n');
  const common = lines.findLast((line) => line.startsWith('CN='));
  return common?.slice(3) ?? lines.join(', ');
}
