// Trusted ids, or files, of which nobody can say what certificate they are.
import { holdsPrivateKey } from '../../documents/certificates/pem';
import { printable } from '../../problems';
import { createCertificateLint, findCertificate } from '../mechanisms/trusted-certificates';

export const lint = createCertificateLint(
  {
    id: 'trusted-certificate-unseen',
    title: 'Trusted certificate that cannot be judged',
    severity: 'low',
    words:
      'Some certificates of the trusted list lie in the tree and others do not, or a file holds something else than one certificate: the chain is judged only where all of it can be read. Nova fetches by id and skips what it cannot read, with one warning.',
    choice:
      'Put the certificate into key-manager/certificates as one PEM file of its own, or take its id off the trusted list.',
    references: ['nova default_trusted_certificate_ids'],
  },
  ({ files, held, missing, at }) => [
    ...files
      .filter((file) => !held.some(({ name }) => name === file.name) && !holdsPrivateKey(file.text))
      .map((file) =>
        findCertificate(file, 'The file is not one X.509 certificate: the key manager would hold something else.'),
      ),
    ...(at === null ? [] : missing).map((id) => ({
      at: at as NonNullable<typeof at>,
      subject: 'glance/default_trusted_certificate_ids',
      message: `No certificate for ${printable(id, 40)} in key-manager/certificates: its place in the chain is not judged.`,
      fixes: [],
    })),
  ],
);
