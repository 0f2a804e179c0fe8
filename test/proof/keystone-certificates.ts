// Certificates in a real Barbican: stored by the rendered script, fetched by castellan, believed or not by Glance and Nova.
import { copyFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import type { AttackStep } from './attack-step';
import { stateFile } from './bed';
import { type Ended, type RunningKeystone, runInside, runInTree, sendAsTenants } from './keystone-bed';
import { commandOfReadme, type IntentCertificate, mustEnd } from './keystone-region';
import { createImage } from './sharing-attacks';

const witnesses = ['signed-images.py', '../../differential/signing_chains.py'];

/** Certificates that the script stores: root and intermediate, and two that sign. */
export const certificateNames = ['inter', 'leaf', 'root', 'stranger'];

/** The bytes of an image, and by name a certificate with its signature of them. Made anew for every run; the keys are gone. */
export interface SigningChains {
  readonly data: string;
  readonly certificates: Readonly<Record<string, { readonly pem: string; readonly signature: string }>>;
}

/** Makes certificates in the userland. */
export function makeChains(keystone: RunningKeystone): SigningChains {
  for (const file of witnesses) {
    const from = resolve(__dirname, '../real/bed', file);
    copyFileSync(from, stateFile(keystone.name, `tmp/${file.replace(/.*\//, '')}`));
  }
  return askWitness(keystone, ['make', ...certificateNames, 'leaf-expired']) as SigningChains;
}

/** The certificates of an intent, with ids where they are known. */
export function intentCertificates(
  chains: SigningChains,
  wanted: readonly string[],
  ids: Readonly<Record<string, string>> = {},
): Readonly<Record<string, IntentCertificate>> {
  return Object.fromEntries(
    wanted.map((name) => {
      const id = ids[name];
      return [name, { pem: chains.certificates[name]?.pem ?? '', ...(id === undefined ? {} : { id }) }];
    }),
  );
}

/** Runs the script as the README says, with the credentials of a user in the project of the certificates; the ids that it printed, by name. */
export function storeCertificates(
  keystone: RunningKeystone,
  files: FileTree,
  user: 'keeper' | 'member' = 'keeper',
): { readonly ended: Ended; readonly ids: Readonly<Record<string, string>> } {
  const ended = runInTree(keystone, commandOfReadme(files, 'key-manager'), { name: user, project: 'keys' });
  const lines = ended.stdout
    .trim()
    .split('\n')
    .filter((line) => line !== '');
  return { ended, ids: Object.fromEntries(lines.map((line) => line.split(' ') as [string, string])) };
}

/** Stores a certificate past the script, which refuses it. */
export function storeExpired(keystone: RunningKeystone, chains: SigningChains): string {
  const payload = Buffer.from(chains.certificates['leaf-expired']?.pem ?? '').toString('base64');
  const line = `openstack secret store --secret-type certificate --payload-content-type application/octet-stream \\
    --payload-content-encoding base64 --payload ${payload} --format value --column 'Secret href'`;
  const href = mustEnd(runInTree(keystone, line, { name: 'keeper', project: 'keys' })).trim();
  const grant = `openstack acl user add --operation-type read --user ${keystone.people.users.importer} ${href}`;
  mustEnd(runInTree(keystone, grant, { name: 'keeper', project: 'keys' }));
  return href.replace(/.*\//, '');
}

/** What castellan gives to a user, with the files of a service: SHA-256 of the certificate, or the name of the error. */
export function fetchCertificates(
  keystone: RunningKeystone,
  service: 'glance' | 'nova',
  user: string,
  ids: readonly string[],
): readonly string[] {
  const told = askWitness(keystone, ['castellan', service], questionOf(keystone, user, ids)) as Record<string, string>;
  return ids.map((id) => told[id] ?? '');
}

/** An image that an importer uploads with a signature. */
export interface SignedUpload {
  readonly name: string;
  /** Whose signature; of other bytes when it is forged. */
  readonly signer: string;
  readonly isForged?: boolean;
  readonly certificateId: string;
}

/** The status of PUT /file, and what Nova makes of the image when a user boots it who may read certificates, or may not: `boots`, or the name of the error. */
export interface ObservedSigned {
  readonly upload: number;
  readonly reader: string;
  readonly stranger: string;
}

/** Uploads each to Glance and lets Nova download it as two users, with the list of the files in /etc. */
export function bootSigned(
  keystone: RunningKeystone,
  chains: SigningChains,
  uploads: readonly SignedUpload[],
): Readonly<Record<string, ObservedSigned>> {
  // One by one: a limit on uploads at a time is registered.
  const answers = uploads.map(
    (upload) => sendAsTenants(keystone, [uploadStep(chains, upload)])[upload.name]?.answers ?? [],
  );
  const images = answers.map(([created]) => idOf(created?.body ?? ''));
  const [reader, stranger] = ['importer', 'stranger'].map(
    (user) => askWitness(keystone, ['nova'], questionOf(keystone, user, images)) as Record<string, string>,
  );
  return Object.fromEntries(
    uploads.map(({ name }, index) => {
      const image = images[index] as string;
      const upload = answers[index]?.[1]?.status ?? 0;
      return [name, { upload, reader: reader?.[image] ?? '', stranger: stranger?.[image] ?? '' }];
    }),
  );
}

function uploadStep({ certificates, data }: SigningChains, upload: SignedUpload): AttackStep {
  const { name, signer, isForged, certificateId } = upload;
  const signature = Buffer.from(certificates[signer]?.signature ?? '', 'base64');
  const properties = {
    img_signature: (isForged === true ? signature.reverse() : signature).toString('base64'),
    img_signature_hash_method: 'SHA-256',
    img_signature_key_type: 'RSA-PSS',
    img_signature_certificate_uuid: certificateId,
  };
  const calls = [
    { ...createImage({ name, ...properties }), keepBytes: 4000 },
    { method: 'PUT' as const, path: '/v2/images/{image}/file', base64: data },
  ];
  const rounds = [{ calls: calls.map((call) => ({ ...call, project: 'signed', role: 'importer' as const })) }];
  return { key: name, kind: 'calls', url: '', rounds };
}

function idOf(body: string): string {
  return (JSON.parse(body) as { readonly id: string }).id;
}

function questionOf({ people }: RunningKeystone, user: string, ids: readonly string[]): object {
  const token = people.tokens[user]?.signed;
  return { token, project: people.projects.signed, user: people.users[user], ids };
}

function askWitness(keystone: RunningKeystone, words: readonly string[], question: object = {}): unknown {
  const command = ['python3', '-B', '/tmp/signed-images.py', ...words];
  return JSON.parse(mustEnd(runInside(keystone, command, JSON.stringify(question))));
}
