// PEM armour of certificates: read as the key manager's clients read it, written in one fixed shape.
import type { FileTree, Source } from '../types';

/** Directory of certificates in a tree laid out like /etc. */
export const CERTIFICATE_DIRECTORY = 'key-manager/certificates';

/** One armoured block. */
export interface PemBlock {
  /** `CERTIFICATE`, `RSA PRIVATE KEY`. */
  readonly label: string;
  /** Decoded; null when the block is not closed or not base64. */
  readonly bytes: Buffer | null;
  /** Counts from 1. */
  readonly line: number;
}

const base64Line = /^[A-Za-z0-9+/]{1,76}={0,2}$/;

/** Every block of a text; what stands outside is explanation. Never throws. */
export function parsePem(text: string): PemBlock[] {
  const blocks: PemBlock[] = [];
  let open: { label: string; line: number; body: string[] } | null = null;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    const [, kind, label = ''] = /^-----(BEGIN|END) ([A-Z0-9 ]{1,64})-----$/.exec(line) ?? [];
    if (kind === 'BEGIN') {
      if (open) blocks.push({ label: open.label, bytes: null, line: open.line });
      open = { label, line: index + 1, body: [] };
    } else if (kind === 'END' && open) {
      const isSound = label === open.label && open.body.length > 0 && open.body.every((one) => base64Line.test(one));
      const bytes = isSound ? Buffer.from(open.body.join(''), 'base64') : null;
      blocks.push({ label: open.label, bytes, line: open.line });
      open = null;
    } else if (open && line !== '') open.body.push(line);
  }
  if (open) blocks.push({ label: open.label, bytes: null, line: open.line });
  return blocks;
}

/** True when a text holds a private key of any kind, whole or broken. */
export function holdsPrivateKey(text: string): boolean {
  return /-----BEGIN [A-Z0-9 ]{0,50}PRIVATE KEY-----/.test(text);
}

/** The bytes of a text that is one certificate and nothing else in armour; null for anything else. */
export function readSingleCertificate(text: string): Buffer | null {
  const blocks = parsePem(text);
  const [only] = blocks;
  return blocks.length === 1 && only?.label === 'CERTIFICATE' ? only.bytes : null;
}

/** Armours certificate bytes in lines of 64. */
export function renderCertificate(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

/** A certificate file of a tree. */
export interface CertificateFile {
  readonly at: Source;
  /** The file name without `.pem`. */
  readonly name: string;
  /** Id in the key manager, in lower case: what the file is named after; null when it has another name. */
  readonly id: string | null;
  readonly text: string;
}

const uuid = /^[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}$/;

/** A key manager id in one spelling, for comparing. */
export function plainId(id: string): string {
  return id.trim().toLowerCase().replaceAll('-', '');
}

/** Certificate files of a tree, by name. */
export function listCertificateFiles(files: FileTree): CertificateFile[] {
  const pattern = new RegExp(`^${CERTIFICATE_DIRECTORY}/([^/]+)\\.pem$`);
  return [...files].flatMap(([file, text]) => {
    const name = pattern.exec(file)?.[1];
    if (name === undefined) return [];
    const line = parsePem(text)[0]?.line ?? 1;
    return [{ at: { file, line }, name, id: uuid.test(name.toLowerCase()) ? plainId(name) : null, text }];
  });
}
