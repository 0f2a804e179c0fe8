// Imports with no, half a, a wrong and a whole signature through the import plugin, with real keys and a real certificate.
import { execFileSync } from 'node:child_process';
import { constants, createPrivateKey, sign, X509Certificate } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FileTree } from '../../src/documents/types';
import type { AttackGround, AttackStep } from './attack-step';
import { answerNames, type RunningGlance, stateFile } from './bed';
import { runInside, sendSteps } from './live-bed';
import { digestOf } from './results';

const plugin = resolve(__dirname, '../../plugin');
const bedPython = resolve(__dirname, '../real/bed/python');
const checkScript = '/etc/glance/glacis-check-import-plugins.py';

/** How an image is signed. */
const states = ['unsigned', 'partly', 'forged', 'signed'] as const;
const ways = ['web-download', 'glance-direct'] as const;

/** What came of an import. */
export interface ObservedImport {
  readonly way: (typeof ways)[number];
  readonly state: (typeof states)[number];
  /** Status of the image in the end. */
  readonly image: string | null;
}

/** What the start check and the imports did. */
export interface ObservedSigning {
  /** Whether the check that Glacis renders lets glance-api start. */
  readonly check: 'passes' | 'refuses';
  readonly imports: readonly ObservedImport[];
}

/** The stand-in for Barbican, as a site would name its own. */
export const keyManagerFiles: FileTree = new Map([
  ['glance/glance.conf.d/60-keys.conf', '[key_manager]\nbackend = bed_key_manager.BedKeyManager\n'],
]);

/** The plugin as pip lays it out, where the Python of the bed looks. Configuration of the bed, which no service reads as its own. */
export function installPlugin(): FileTree {
  const python = 'glance/bed-python';
  const metadata = `${python}/glacis_signature_required-0.1.0.dist-info`;
  const setup = readFileSync(join(plugin, 'setup.cfg'), 'utf8');
  const entry = /^ *(glacis_signature_required = .*)$/m.exec(setup)?.[1];
  if (entry === undefined) throw new Error('setup.cfg names no entry point');
  const sources = readdirSync(join(plugin, 'glacis_signature_required')).filter((file) => file.endsWith('.py'));
  return new Map([
    ...sources.map((file): [string, string] => [
      `${python}/glacis_signature_required/${file}`,
      readFileSync(join(plugin, 'glacis_signature_required', file), 'utf8'),
    ]),
    [`${metadata}/METADATA`, 'Metadata-Version: 2.1\nName: glacis-signature-required\nVersion: 0.1.0\n'],
    [`${metadata}/entry_points.txt`, `[glance.image_import.plugins]\n${entry}\n`],
  ]);
}

/** The Python of the bed itself, for a tree that brings more of it. */
export function layBedPython(): FileTree {
  const files = readdirSync(bedPython).filter((file) => file.endsWith('.py'));
  return new Map(files.map((file) => [`glance/bed-python/${file}`, readFileSync(join(bedPython, file), 'utf8')]));
}

/** Of everything that decides what is imported. */
export function digestSigning(): string {
  return digestOf(readFileSync(__filename, 'utf8'), readFileSync(join(bedPython, 'bed_key_manager.py'), 'utf8'));
}

/** Asks the start check, then imports in both ways. */
export async function importSigned(glance: RunningGlance, ground: AttackGround): Promise<ObservedSigning> {
  const check = await runInside(glance, ['python3', '-B', checkScript]).then(
    () => 'passes' as const,
    () => 'refuses' as const,
  );
  // What the witness answers to whoever downloads.
  const bytes = Buffer.alloc(512);
  const { signature, certificate } = signBytes(bytes);
  writeFileSync(stateFile(glance.name, 'etc/bed-signing.der'), certificate, { mode: 0o644 });
  answerNames(glance, {});
  const steps = ways.flatMap((way) =>
    states.map((state): AttackStep => {
      const properties = propertiesOf(state, signature);
      const url = `${ground.scheme}://${ground.allowedHost}/signed.raw`;
      const step = { key: `${way} ${state}`, kind: way, url, properties };
      return way === 'glance-direct' ? { ...step, stage: bytes.toString('base64') } : step;
    }),
  );
  const outcomes = await sendSteps(glance, steps);
  const imports = ways.flatMap((way) =>
    states.map((state) => ({ way, state, image: outcomes[`${way} ${state}`]?.image ?? null })),
  );
  return { check, imports };
}

/** Images that came to be active and should not, or should and did not; and a check that said the wrong thing. */
export function listSigningFaults({ check, imports }: ObservedSigning, isInstalled: boolean): string[] {
  const mayBeActive = (state: ObservedImport['state']) => state === 'signed' || (!isInstalled && state !== 'forged');
  const wrong = imports.filter(({ state, image }) => (image === 'active') !== mayBeActive(state));
  return [
    ...(check === (isInstalled ? 'passes' : 'refuses') ? [] : [`the start check ${check}`]),
    ...wrong.map(({ way, state, image }) => `${way} of a ${state} image ends as ${image}`),
  ];
}

function propertiesOf(state: ObservedImport['state'], signature: Buffer): Readonly<Record<string, string>> {
  if (state === 'unsigned') return {};
  const whole = {
    img_signature: (state === 'forged' ? Buffer.from(signature).reverse() : signature).toString('base64'),
    img_signature_hash_method: 'SHA-256',
    img_signature_key_type: 'RSA-PSS',
    img_signature_certificate_uuid: '5b1c3c7e-6b0c-4b7c-9f59-3f1a1a1a1a1a',
  };
  if (state !== 'partly') return whole;
  const { img_signature_key_type: _, ...partly } = whole;
  return partly;
}

function signBytes(bytes: Buffer): { readonly signature: Buffer; readonly certificate: Buffer } {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-proof-signing-'));
  const [keyFile, certificateFile] = [join(directory, 'key.pem'), join(directory, 'certificate.pem')];
  try {
    const request = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '30', '-subj', '/CN=signer'];
    execFileSync('openssl', [...request, '-keyout', keyFile, '-out', certificateFile], { stdio: 'ignore' });
    const key = createPrivateKey(readFileSync(keyFile));
    const padding = constants.RSA_PKCS1_PSS_PADDING;
    const signature = sign('sha256', bytes, { key, padding, saltLength: constants.RSA_PSS_SALTLEN_MAX_SIGN });
    return { signature, certificate: new X509Certificate(readFileSync(certificateFile)).raw };
  } finally {
    rmSync(directory, { recursive: true });
  }
}
