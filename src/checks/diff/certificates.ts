// Certificates that are stored under the same name: another one in a trusted place is another authority, whatever its letters are.
import { plainId, readSingleCertificate } from '../../documents/certificates/pem';
import { sha256 } from '../../sha256';
import type { Cloud } from '../cloud/cloud';
import type { DraftChange } from './types';

/** Null for a path of another kind, or one that a side lacks; else what differs, told by its fingerprint. */
export function diffCertificate(path: string, before: Cloud, after: Cloud): DraftChange[] | null {
  const [, name = ''] = /^key-manager\/certificates\/(.+)\.pem$/.exec(path) ?? [];
  const [old, now] = [before, after].map(({ files }) => files.get(path));
  if (name === '' || old === undefined || now === undefined) return null;
  const [was, is] = [old, now].map(describeCertificate) as [string, string];
  if (was === is) return [];
  const trusted = after.programConfig('nova', 'nova-api').get('glance', 'default_trusted_certificate_ids').value;
  const isTrusted = Array.isArray(trusted) && trusted.some((id) => plainId(String(id)) === plainId(name));
  return [
    {
      kind: 'artifact',
      direction: isTrusted ? 'looser' : 'neutral',
      file: path,
      subject: 'the certificate',
      before: was,
      after: is,
      because: isTrusted ? 'another certificate is trusted: what its key signs boots' : '',
      beforeAt: null,
      afterAt: null,
    },
  ];
}

/** The fingerprint that `openssl x509 -fingerprint -sha256` prints. */
function describeCertificate(text: string): string {
  const bytes = readSingleCertificate(text) ?? text;
  const digest = sha256(bytes).toUpperCase();
  return `SHA-256 ${digest.replace(/..(?!$)/g, '$&:')}`;
}
