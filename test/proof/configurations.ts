// The trees that are proved: what people have, what the blog says, and what Glacis writes for the same Glance.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { renderLoaded } from '../../src/cli/regions';
import type { FileTree } from '../../src/documents/types';
import { loadIntent } from '../../src/intent/load';
import { readTree } from '../../src/output/read-tree';
import type { Bed, Platform } from './beds';
import { proxyMains, rateLimit } from './proxies';
import { installPlugin, keyManagerFiles, layBedPython } from './signed-imports';

const trees = resolve(__dirname, '../checks/trees');
const ownTrees = resolve(__dirname, 'trees');

/** One tree to prove. */
export interface Configuration {
  readonly name: string;
  /** One line for the page. */
  readonly words: string;
  readonly read: (platform: Platform) => FileTree;
  /** Which attacks are run; absent: all. */
  readonly concerns?: RegExp;
  /** Floods are sent, to Glance itself and through each proxy of the tree. */
  readonly isFlooded?: boolean;
  /** Whether an ordinary import gets through; absent: it must. */
  readonly isImportTold?: (platform: Platform) => boolean;
  /** Signed and unsigned images are imported; whether the plugin is there. */
  readonly signing?: { readonly isInstalled: boolean };
  /** Crafted disks are uploaded under every label. */
  readonly hasUploads?: boolean;
  /** Run on code without the newer patches too, where these change what happens: without any of them, or on each level in between. */
  readonly levels?: 'unpatched' | 'each';
}

const importIntent = 'imageImport: { allowedHosts: [images.example.org] }\n';
const guardIntent = `${importIntent}importEgress:
  resolvers: [192.0.2.53]
  mirrors: [203.0.113.200]
`;
const namedPython: FileTree = new Map([
  ['glance/glance.conf.d/95-python.conf', '[wsgi]\npython_interpreter = /usr/bin/python3\n'],
]);
const switches = /^(?:config|dos|locations|policy|sharing)-|location-api|legacy-tasks/;

/** All of them, in the order of the page. */
export const configurations: readonly Configuration[] = [
  {
    name: 'stock',
    words: 'the install guide, nothing hardened',
    read: () => readFixture('stock'),
    hasUploads: true,
    levels: 'each',
  },
  {
    name: 'blog-filter',
    words: 'the blog: schemes, denied ports and `disallowed_uris` in glance-image-import.conf',
    read: () => readFixture('blog-filter'),
    levels: 'unpatched',
  },
  {
    name: 'glacis',
    words: 'the install guide with what `glacis synth` writes for one allowlisted mirror, nginx and HAProxy in front',
    read: (platform) => lay(readFixture('stock'), proxyMains, synthesizeFor(platform, importIntent + rateLimit)),
    isFlooded: true,
    hasUploads: true,
    levels: 'each',
  },
  {
    name: 'http-store',
    words: 'the install guide with an http store, as the deployment tools enable it',
    read: () => readFixture('stock-http-store'),
    concerns: /location-api|legacy-tasks/,
  },
  {
    name: 'glacis-http-store',
    words: 'the same http store with what `glacis synth` writes',
    read: (platform) => lay(readFixture('stock-http-store'), synthesizeFor(platform, importIntent)),
    concerns: /location-api|legacy-tasks/,
  },
  {
    name: 'careless',
    words:
      'every switch and policy rule that recipes open: locations shown, quotas off, anonymous readers, rules for everybody',
    read: () => readFixture('careless', ownTrees),
    concerns: switches,
  },
  {
    name: 'glacis-careless',
    words: 'the same switches and rules below what `glacis synth` writes, nginx and HAProxy in front',
    read: (platform) =>
      lay(readFixture('careless', ownTrees), proxyMains, synthesizeFor(platform, importIntent + rateLimit)),
    concerns: switches,
  },
  {
    name: 'empty-flavor',
    words: 'the install guide with an empty `[paste_deploy] flavor`, which is what Glance takes for none',
    read: () => readFixture('empty-flavor', ownTrees),
    // Whom Glance takes the importer for is what is attacked.
    isImportTold: () => false,
  },
  {
    name: 'open-to-all',
    words: 'the careless tree without a flavor, and with rules that ask for no role',
    read: () => lay(readFixture('careless', ownTrees), readFixture('open-to-all', ownTrees)),
    // A namespace of nobody's must name its owner there, which the attack of the proof does not (by hand it works on zed and 2026.2).
    concerns: /^(?:config|dos|locations|policy-(?!metadef)|sharing)\w*-|location-api|legacy-tasks/,
    // No task comes to be for a caller without a project.
    isImportTold: () => false,
  },
  {
    name: 'small-cap',
    words: 'the install guide with an `image_size_cap` small enough to be overrun',
    read: () => lay(readFixture('stock'), readFixture('small-cap', ownTrees)),
    concerns: /endless|oversize/,
    levels: 'each',
  },
  {
    name: 'unpacking',
    words: 'the install guide with the plugin that unpacks archives',
    read: () => lay(readFixture('stock'), readFixture('unpacking', ownTrees)),
    concerns: /-bomb|skips-plugins/,
  },
  {
    name: 'converting',
    words: 'the install guide with the plugin that converts to raw',
    read: () => lay(readFixture('stock'), readFixture('converting', ownTrees)),
    concerns: /huge-virtual|skips-plugins|host-file/,
    // Under uWSGI the plugin fails, and every import with it.
    isImportTold: ({ launcher }) => launcher !== 'uwsgi',
  },
  {
    name: 'converting-python',
    words: 'the same with `[wsgi] python_interpreter`, which lets the plugin run under uWSGI too',
    read: () => lay(readFixture('stock'), readFixture('converting', ownTrees), namedPython),
    concerns: /huge-virtual|host-file/,
    levels: 'each',
  },
  {
    name: 'signed',
    words: 'what `glacis synth` writes for `signedImports`, with the import plugin installed',
    read: (platform) => lay(signedTree(platform), layBedPython(), installPlugin()),
    concerns: /^sig-unsigned-stored|skips-plugins/,
    signing: { isInstalled: true },
    isImportTold: () => false,
  },
  {
    name: 'signed-missing',
    words:
      'the same without the plugin, as after a forgotten package: imports go on unasked, and the start check is what tells',
    read: (platform) => lay(signedTree(platform), layBedPython()),
    concerns: /^$/,
    signing: { isInstalled: false },
  },
  {
    name: 'no-lists',
    words: 'every list of the filter empty',
    read: () => lay(readFixture('stock'), readFixture('no-lists')),
    concerns: /^ssrf-.*(?:scheme|port|identity|zone|octal|hex|decimal)/,
    levels: 'each',
  },
  {
    name: 'filter-alone',
    words: 'the install guide with what `glacis synth` writes, but none of its policy: who may start a task still may',
    read: (platform) => lay(readFixture('stock'), withoutPolicy(synthesizeFor(platform, importIntent))),
    concerns: /^ssrf-(?:legacy-tasks|ovf-process|redirect)/,
    levels: 'each',
  },
  {
    name: 'glance-download',
    words: 'glance-download enabled',
    read: () => lay(readFixture('stock'), readFixture('glance-download')),
    concerns: /glance-download/,
  },
  {
    name: 'glance-download-filtered',
    words: 'the same with an allowlist of one mirror',
    read: () => lay(readFixture('stock'), readFixture('glance-download'), allowOneMirror()),
    concerns: /glance-download/,
    levels: 'each',
  },
  {
    name: 'guard-alone',
    words: 'the http store with only the nftables guard that `glacis synth` writes: no filter, no policy',
    read: (platform) =>
      lay(
        readFixture('stock-http-store'),
        new Map([...synthesizeFor(platform, guardIntent)].filter(([path]) => /^(nftables\.d|systemd)\//.test(path))),
      ),
    concerns: /^ssrf-/,
  },
];

function allowOneMirror(): FileTree {
  const lines = 'allowed_hosts = [images.example.test]\n';
  return new Map([['glance/glance.conf.d/60-mirror.conf', `[import_filtering_opts]\n${lines}`]]);
}

/** No patch between two levels touches anything else. */
const patched = /^ssrf-|endless|host-file/;

/** The trees of a bed. */
export function configurationsOf({ level, isBetween }: Bed): readonly Configuration[] {
  if (level === undefined) return configurations;
  return configurations.filter(({ levels }) => levels !== undefined && (levels === 'each' || !isBetween));
}

/** Whether an attack is run on a tree of a bed. */
export function isConcerned({ isBetween }: Bed, { concerns }: Configuration, id: string): boolean {
  return (concerns?.test(id) ?? true) && (!isBetween || patched.test(id));
}

/** What `glacis synth` writes below /etc. @throws IntentProblems */
export function synthesizeFor({ release, glancePackage, launcher }: Platform, controls: string): FileTree {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-proof-intent-'));
  const file = join(directory, 'glacis.yaml');
  const packages = glancePackage === undefined ? '' : `packages: { glance: "${glancePackage}" }\n`;
  try {
    writeFileSync(file, `release: "${release}"\n${packages}launcher: ${launcher}\n${controls}`);
    return renderLoaded(loadIntent(file), ['etc']).synthesis.trees[0]?.files ?? new Map();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function withoutPolicy(files: FileTree): FileTree {
  return new Map([...files].filter(([path]) => !path.startsWith('glance/policy.d/')));
}

function signedTree(platform: Platform): FileTree {
  return lay(readFixture('stock'), keyManagerFiles, synthesizeFor(platform, `${importIntent}signedImports: {}\n`));
}

function readFixture(name: string, directory = trees): FileTree {
  return readTree(join(directory, name)).files;
}

function lay(...layers: readonly FileTree[]): FileTree {
  return new Map(layers.flatMap((layer) => [...layer]));
}
