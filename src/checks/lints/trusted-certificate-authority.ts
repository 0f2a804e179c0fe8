// Members of the trusted list that may not issue what they are trusted for.
import { followBelow, followChain, isTakenForIssuer } from '../../emulators/signatures/certificate-chain';
import {
  createCertificateLint,
  findCertificate,
  type HeldCertificate,
  quoteName,
} from '../mechanisms/trusted-certificates';

const words = ({ certificate }: HeldCertificate): string =>
  !certificate.isAuthority ? 'its basicConstraints do not say CA' : 'its keyUsage has no keyCertSign';

export const lint = createCertificateLint(
  {
    id: 'trusted-certificate-authority',
    title: 'Trusted certificate that cannot issue',
    severity: 'medium',
    words:
      'cursive skips members of the trusted list without CA in basicConstraints or without keyCertSign, a self-signed signing certificate among them, and ends in ERROR where pathLenConstraint is too small. Up to 0.2.3 it fails on an issuer without any pathLenConstraint; 0.3 takes it for no limit.',
    choice:
      'Issue the certificate anew as an authority with a path length that fits, or take its id off the trusted list.',
    references: ['cursive certificate_utils'],
  },
  ({ held, trusted }) =>
    held.flatMap((one) => {
      const { certificate, isTrusted } = one;
      if (isTrusted && !isTakenForIssuer(certificate)) {
        return [findCertificate(one, `${quoteName(certificate)} is skipped as if it were not listed: ${words(one)}.`)];
      }
      const end = isTrusted ? followBelow(certificate, trusted) : followChain(certificate, trusted);
      if (end.ends === 'too-long') {
        const message = `${quoteName(end.issuer)} allows a path length of ${end.allowed}, and ${end.needed} is needed: boots under ${quoteName(certificate)} end in ERROR.`;
        return [findCertificate(one, message)];
      }
      if (end.ends !== 'no-path-length' || !isTrusted || certificate.pathLength !== null) return [];
      const message = `${quoteName(certificate)} has no pathLenConstraint: with cursive up to 0.2.3 every boot ends in ERROR.`;
      return [{ ...findCertificate(one, message), severity: 'low' as const }];
    }),
);
