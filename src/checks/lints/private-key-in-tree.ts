// Private keys beside the certificates that everybody may read.
import { holdsPrivateKey, parsePem } from '../../documents/certificates/pem';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'private-key-in-tree',
  title: 'Private key among public certificates',
  severity: 'critical',
  words:
    'Certificates for the key manager are public and made to be read by everybody who boots. A private key among them signs images that Nova takes for those of the operator; it counts as leaked once it lies in a repository.',
  references: ['cursive signature_utils'],
  find: (cloud) =>
    [...cloud.files]
      .filter(([file, text]) => file.startsWith('key-manager/') && holdsPrivateKey(text))
      .map(([file, text]) => {
        const line = parsePem(text).find(({ label }) => label.endsWith('PRIVATE KEY'))?.line ?? 1;
        const message = 'A private key lies here: take it away, and replace the certificate that belongs to it.';
        const choice =
          'Delete the key from here and from the history of the repository, and have the certificate issued anew.';
        return { at: { file, line }, subject: 'key-manager', message, fixes: [], choice };
      }),
};
