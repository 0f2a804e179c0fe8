// Certificates that lead to no root of the trusted list.
import { followBelow, followChain, isTakenForIssuer } from '../../emulators/signatures/certificate-chain';
import { createCertificateLint, findCertificate, quoteName } from '../mechanisms/trusted-certificates';

export const lint = createCertificateLint(
  {
    id: 'trusted-certificate-chain',
    title: 'Certificate whose chain does not end on the trusted list',
    severity: 'medium',
    words:
      'cursive builds the chain from default_trusted_certificate_ids alone and goes on until it meets a self-signed member: the root and every intermediate must be listed. Where one is missing every boot under it ends in ERROR. Two members that issue each other keep it going for ever.',
    choice:
      'Put the certificate that issued it into the key manager and its id on the trusted list, or take this one off.',
    references: ['cursive certificate_utils', 'nova default_trusted_certificate_ids'],
  },
  ({ held, trusted, isComplete }) => {
    if (!isComplete) return [];
    return held.flatMap((one) => {
      const { certificate, isTrusted } = one;
      // A member that may not sign is skipped: trusted-certificate-authority says so.
      if (isTrusted && !isTakenForIssuer(certificate)) return [];
      const end = isTrusted ? followBelow(certificate, trusted) : followChain(certificate, trusted);
      if (end.ends === 'ring') {
        return [findCertificate(one, `Boots hang: ${quoteName(end.last)} and another member issue each other.`)];
      }
      if (end.ends !== 'no-issuer') return [];
      const message = `No member of the trusted list that may sign issued ${quoteName(end.last)}: boots under it end in ERROR.`;
      return [findCertificate(one, message)];
    });
  },
);
