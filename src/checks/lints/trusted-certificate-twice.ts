// One certificate under two ids.
import { createCertificateLint, findCertificate, quoteName } from '../mechanisms/trusted-certificates';

export const lint = createCertificateLint(
  {
    id: 'trusted-certificate-twice',
    title: 'One certificate under two names',
    severity: 'low',
    words:
      'The same certificate stands in the key manager twice. Nothing is revoked but by taking an id off the trusted list, and whoever takes one of two off has revoked nothing.',
    choice: 'Keep one of the two and take the other out of the key manager and off the trusted list.',
    references: ['cursive certificate_utils'],
  },
  ({ held }) =>
    held.flatMap((one, index) => {
      const earlier = held
        .slice(0, index)
        .find(({ certificate }) => certificate.fingerprint === one.certificate.fingerprint);
      if (earlier === undefined) return [];
      return [findCertificate(one, `${quoteName(one.certificate)} is ${earlier.at.file} again.`)];
    }),
);
