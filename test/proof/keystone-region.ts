// The region of the Keystone proof: its people, its intents, and how an operator deploys a tree as its README says.
import type { FileTree } from '../../src/documents/types';
import { describeRelease } from '../../src/openstack/releases';
import type { Platform } from './beds';
import { synthesizeFor } from './configurations';
import { type Ended, type KnownPeople, type People, type RunningKeystone, runInTree, unpackTree } from './keystone-bed';

/** Projects that each use up one limit. */
export const limitedProjects = [
  'fresh',
  'count',
  'size',
  'endless',
  'stage',
  'uploading',
  'held',
  'flood',
  'fill',
] as const;

const everywhere = 'all';

/** Everybody who calls: Glance itself has the roles that docs/dos.md asks for, and no other. */
export const people: People = {
  projects: ['service', 'home', 'signed', 'keys', ...limitedProjects],
  users: {
    glance: { project: 'service', roles: ['service'], system: 'reader' },
    barbican: { project: 'service', roles: ['service'] },
    admin: { project: everywhere, roles: ['admin'] },
    member: { project: everywhere, roles: ['member'] },
    importer: { project: everywhere, roles: ['member', 'image_importer'] },
    stranger: { project: 'signed', roles: ['member'] },
    keeper: { project: 'keys', roles: ['member', 'creator'] },
  },
};

/** Limits small enough to be used up; sizes in MiB. */
export const limits = { imageCountTotal: 8, imageCountUploading: 3, imageSizeTotal: 4, imageStageTotal: 3 };

/** A certificate of the intent; `id` once it is stored. */
export interface IntentCertificate {
  readonly pem: string;
  readonly id?: string;
}

/** What an intent of the region says beyond what all of them say. */
export interface RegionWords {
  readonly imageCountTotal?: number;
  readonly audience?: 'importers';
  readonly certificates?: Readonly<Record<string, IntentCertificate>>;
  /** Names of certificates that Nova trusts. */
  readonly trusted?: readonly string[];
}

/** What `glacis synth` writes for the region. */
export function synthesizeRegion(platform: Platform, known: KnownPeople, words: RegionWords): FileTree {
  const { certificates = {}, trusted = [] } = words;
  const ids = trusted.map((name) => certificates[name]?.id);
  const sections = {
    imageImport: { allowedHosts: ['images.example.org'], enabledImportMethods: ['glance-direct', 'web-download'] },
    // The edge is another proof: here requests reach Glance itself.
    imageCreateRateLimit: false,
    unifiedLimits: {
      ...limits,
      imageCountTotal: words.imageCountTotal ?? limits.imageCountTotal,
      region: 'RegionOne',
      ...(isEndpointFound(platform) ? {} : { endpointId: known.endpoints.image }),
    },
    ...(words.audience === undefined ? {} : { imagePolicy: { audience: words.audience } }),
    signatureKeyManager: {
      authEndpoint: 'http://127.0.0.1:35357/v3',
      services: ['glance', 'nova'],
      readers: [known.users.importer],
      ...(Object.keys(certificates).length > 0 ? { certificates } : {}),
    },
    ...(ids.length > 0 ? { novaSignatures: { defaultTrustedCertificateIds: ids } } : {}),
  };
  // JSON is YAML, section by section.
  const lines = Object.entries(sections).map(([name, section]) => `${name}: ${JSON.stringify(section)}\n`);
  return synthesizeFor(platform, lines.join(''));
}

/** From this release on Glance counts the size that an upload tells, and refuses before it reads. */
export function countsToldSize({ release }: Platform): boolean {
  return describeRelease(release).ordinal >= describeRelease('2026.2').ordinal;
}

/** Later releases look the endpoint up by service and region. */
function isEndpointFound({ release }: Platform): boolean {
  return describeRelease(release).ordinal >= describeRelease('2026.1').ordinal;
}

/** Copies a tree to where the services read it, with the block of commands of its README. @throws when one of them fails */
export function copyAsToldByReadme(keystone: RunningKeystone, files: FileTree): void {
  unpackTree(keystone, files);
  const block = readmeOf(files).match(/(?<=^ {4}).+$/gm) ?? [];
  mustEnd(runInTree(keystone, ['set -e', ...block].join('\n'), { name: 'admin' }));
}

/** The command of the README that runs a script by hand. @throws when the README names none, or more than one */
export function commandOfReadme(files: FileTree, directory: 'keystone' | 'key-manager'): string {
  const [command, ...others] = [...readmeOf(files).matchAll(/`(sh [^`]+)`/g)]
    .map(([, words]) => words as string)
    .filter((words) => words.startsWith(`sh ${directory}/`));
  if (command === undefined || others.length > 0)
    throw new Error(`the README names no script of ${directory}, or several`);
  return command;
}

/** What a command printed. @throws when it failed */
export function mustEnd({ status, stdout, stderr }: Ended): string {
  if (status !== 0) throw new Error(`ended with ${status}: ${stderr}${stdout}`);
  return stdout;
}

function readmeOf(files: FileTree): string {
  return files.get('README.md') ?? '';
}
