// The trees that are proved: what people have, what the blog says, and what Glacis writes for the same Glance.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { renderIntent } from '../../src/cli/regions';
import type { FileTree } from '../../src/documents/types';
import type { Launcher, ReleaseName } from '../../src/openstack/types';
import { readTree } from '../../src/output/read-tree';

const trees = resolve(__dirname, '../checks/trees');

/** What runs: the intent names it, the judge keys on it. */
export interface Platform {
  readonly release: ReleaseName;
  readonly glancePackage: string;
  readonly launcher: Launcher;
}

/** One tree to prove. */
export interface Configuration {
  readonly name: string;
  /** One line for the page. */
  readonly words: string;
  readonly read: (platform: Platform) => FileTree;
  /** Which attacks are run; absent: all. */
  readonly concerns?: RegExp;
}

const importIntent = 'imageImport: { allowedHosts: [images.example.org] }';
const guardIntent = `imageImport: { allowedHosts: [images.example.org] }
importEgress:
  resolvers: [192.0.2.53]
  mirrors: [203.0.113.200]
`;

/** All of them, in the order of the page. */
export const configurations: readonly Configuration[] = [
  {
    name: 'stock',
    words: 'the install guide, nothing hardened',
    read: () => readFixture('stock'),
  },
  {
    name: 'blog-filter',
    words: 'the blog: schemes, denied ports and `disallowed_uris` in glance-image-import.conf',
    read: () => readFixture('blog-filter'),
  },
  {
    name: 'glacis',
    words: 'the install guide with what `glacis synth` writes for one allowlisted mirror',
    read: (platform) => lay(readFixture('stock'), synthesizeFor(platform, importIntent)),
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
    name: 'no-lists',
    words: 'every list of the filter empty',
    read: () => lay(readFixture('stock'), readFixture('no-lists')),
    concerns: /scheme|port|identity|zone|octal|hex|decimal/,
  },
  {
    name: 'glance-download',
    words: 'glance-download enabled',
    read: () => lay(readFixture('stock'), readFixture('glance-download')),
    concerns: /glance-download/,
  },
  {
    name: 'guard-alone',
    words: 'the http store with only the nftables guard that `glacis synth` writes: no filter, no policy',
    read: (platform) =>
      lay(
        readFixture('stock-http-store'),
        new Map([...synthesizeFor(platform, guardIntent)].filter(([path]) => /^(nftables\.d|systemd)\//.test(path))),
      ),
  },
];

/** What `glacis synth` writes below /etc. @throws IntentProblems */
export function synthesizeFor({ release, glancePackage, launcher }: Platform, controls: string): FileTree {
  const directory = mkdtempSync(join(tmpdir(), 'glacis-proof-intent-'));
  const file = join(directory, 'glacis.yaml');
  const head = `release: "${release}"\npackages: { glance: "${glancePackage}" }\nlauncher: ${launcher}\n`;
  try {
    writeFileSync(file, `${head}${controls}\n`);
    return renderIntent(file, ['etc']).synthesis.trees[0]?.files ?? new Map();
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function readFixture(name: string): FileTree {
  return readTree(join(trees, name)).files;
}

function lay(below: FileTree, above: FileTree): FileTree {
  return new Map([...below, ...above]);
}
