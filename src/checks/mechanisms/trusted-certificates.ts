// The certificates of a tree and the list of ids that Nova trusts, put together: what the lints on certificates read.
import {
  type CertificateFile,
  listCertificateFiles,
  plainId,
  readSingleCertificate,
} from '../../documents/certificates/pem';
import type { Source } from '../../documents/types';
import { type Certificate, readCertificate } from '../../emulators/signatures/certificate';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import type { Lint, LintFinding } from '../types';
import { surveySignatures } from './signature-ground';

/** One certificate that could be read. */
export interface HeldCertificate extends CertificateFile {
  readonly certificate: Certificate;
  /** Its id stands in `default_trusted_certificate_ids`. */
  readonly isTrusted: boolean;
}

/** Everything about certificates. */
export interface HeldCertificates {
  readonly files: readonly CertificateFile[];
  readonly held: readonly HeldCertificate[];
  /** Certificates of the trusted list, in its order: cursive takes the first issuer that fits. */
  readonly trusted: readonly Certificate[];
  /** Ids of the list for which the tree has no certificate that can be read. */
  readonly missing: readonly string[];
  /** Where the list stands; null when it is empty. */
  readonly at: Source | null;
  /** Every member of the list was read: only then does it show what the list lacks. */
  readonly isComplete: boolean;
}

/** Reads them. A tree without certificates, as most are, costs nothing. */
function holdCertificates(cloud: Cloud): HeldCertificates {
  const files = listCertificateFiles(cloud.files);
  if (files.length === 0) return { files, held: [], trusted: [], missing: [], at: null, isComplete: false };
  const { at, nova } = surveySignatures(cloud);
  const { value } = cloud.programConfig('nova', 'nova-api').get('glance', 'default_trusted_certificate_ids');
  const ids = nova.hasTrustedList && Array.isArray(value) ? [...new Set(value.map((id) => plainId(String(id))))] : [];
  const held = files.flatMap((file): HeldCertificate[] => {
    const bytes = readSingleCertificate(file.text);
    const certificate = bytes === null ? null : readCertificate(bytes);
    return certificate === null ? [] : [{ ...file, certificate, isTrusted: file.id !== null && ids.includes(file.id) }];
  });
  const byId = new Map(held.map((one) => [one.id, one.certificate]));
  const missing = ids.filter((id) => id !== '' && !byId.has(id));
  return {
    files,
    held,
    trusted: ids.flatMap((id) => byId.get(id) ?? []),
    missing,
    at: nova.hasTrustedList ? at.trusted : null,
    isComplete: ids.length > 0 && missing.length === 0,
  };
}

/** A finding about one certificate. */
export function findCertificate({ at, name }: CertificateFile, message: string): LintFinding {
  return { at, subject: `key-manager/${printable(name, 63)}`, message, fixes: [] };
}

/** Where a certificate can be asked for in a sentence. */
export function quoteName({ subject }: Certificate): string {
  return printable(subject, 60);
}

/** A lint that looks at certificates, which no edit mends. `choice`: what a person has to decide. */
export function createCertificateLint(
  { choice, ...words }: Omit<Lint, 'kind' | 'find'> & Required<Pick<LintFinding, 'choice'>>,
  find: (certificates: HeldCertificates) => readonly LintFinding[],
): Lint {
  const advise = (finding: LintFinding): LintFinding => ({ ...finding, choice });
  return { kind: 'lint', ...words, find: (cloud) => find(holdCertificates(cloud)).map(advise) };
}
