// Certificates made once with openssl and keys that were thrown away; the names say what each is.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSingleCertificate } from '../../src/documents/certificates/pem';
import { type Certificate, readCertificate } from '../../src/emulators/signatures/certificate';

const directory = join(__dirname, 'certificates');

/** Names of all, sorted. */
export const certificateNames = readdirSync(directory)
  .map((file) => file.replace(/\.pem$/, ''))
  .sort();

/** The text of one. */
export function pemOf(name: string): string {
  return readFileSync(join(directory, `${name}.pem`), 'utf8');
}

/** One as the emulator sees it. */
export function certificateOf(name: string): Certificate {
  const bytes = readSingleCertificate(pemOf(name));
  const certificate = bytes === null ? null : readCertificate(bytes);
  if (certificate === null) throw new Error(`${name} is no certificate`);
  return certificate;
}
