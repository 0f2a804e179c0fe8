// Certificates that others can forge, and keys that no service verifies a signature of an image with.
import type { Certificate } from '../../emulators/signatures/certificate';
import {
  createCertificateLint,
  findCertificate,
  type HeldCertificate,
  quoteName,
} from '../mechanisms/trusted-certificates';

/** Curves of `img_signature_key_type`, as OpenSSL names them. */
const imageCurves: ReadonlySet<string> = new Set([
  'sect571k1',
  'sect409k1',
  'sect571r1',
  'sect409r1',
  'secp521r1',
  'secp384r1',
]);

function describeWeakness({ certificate, isTrusted }: HeldCertificate): string | null {
  const { key, signedWith, fingerprint, isSelfIssued } = certificate;
  const minimum = key.curve === null ? 2048 : 224;
  if (key.bits !== null && key.bits < minimum) return `a key of ${key.bits} bits can be broken`;
  // Nobody trusts a root for its own signature.
  const isForgeable = ['md2', 'md5', 'sha1'].includes(signedWith.hash) && !isSelfIssued;
  if (isForgeable) return `its signature is over ${signedWith.hash}, for which collisions are made`;
  if (signedWith.family === null)
    return 'cursive verifies neither RSA-PSS nor Ed25519 on certificates: it leads nowhere';
  return isTrusted || fingerprint === '' ? null : describeImageKey(key);
}

/** What a certificate that is not listed, and so signs images, must have. */
function describeImageKey({ type, curve }: Certificate['key']): string | null {
  const isKnown = type === 'rsa' || type === 'dsa' || (curve !== null && imageCurves.has(curve));
  return isKnown ? null : `img_signature_key_type has no word for ${curve ?? type}`;
}

export const lint = createCertificateLint(
  {
    id: 'trusted-certificate-weak',
    title: 'Certificate with a weak or unusable key or signature',
    severity: 'high',
    words:
      'RSA and DSA keys under 2048 bits, curves under 224 and signatures over MD5 or SHA-1 let others forge what Nova then trusts; cursive refuses none of them. Keys that img_signature_key_type cannot name, and certificates signed with RSA-PSS or Ed25519, verify nothing: boots end in ERROR.',
    choice:
      'Issue the certificate anew with a key and a signature that hold, and sign the images that rest on it again.',
    references: ['cursive signature_utils', 'NIST SP 800-131A'],
  },
  ({ held }) =>
    held.flatMap((one) => {
      const weakness = describeWeakness(one);
      return weakness === null ? [] : [findCertificate(one, `${quoteName(one.certificate)}: ${weakness}.`)];
    }),
);
