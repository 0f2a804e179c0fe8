// One configuration on one bed: what was observed earlier and still stands is kept, the rest is run.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareText } from '../../src/problems';
import type { AttackGround, LiveAttack } from './attack-step';
import { makeCertificate, type RunningGlance, type SuiteVersions } from './bed';
import { type Bed, nameOfBed } from './beds';
import { type Configuration, isConcerned } from './configurations';
import { digestFloods, digestUploads, sendFloods, uploadDisks } from './extras';
import { glancePackageOf, judgeTree, openTree } from './judged-trees';
import { liveAttacks } from './live-attacks';
import { startGlance, stopGlance } from './live-bed';
import { digestOf, keepTree, type ObservedTree, readTree } from './results';
import { digestAttack, importOrdinaryImage, runAttacks } from './run-attacks';
import { digestSigning, importSigned } from './signed-imports';

/** What was done for one tree. */
export interface ProvedTree {
  readonly ran: number;
  readonly kept: number;
  /** Why something was run: one word each. */
  readonly why: readonly string[];
}

const bedFiles = resolve(__dirname, '../real/bed');
const isFresh = process.env.GLACIS_PROOF_FRESH === '1';

/** Runs what has to be run, and keeps everything that was seen. */
export async function proveTree(bed: Bed, versions: SuiteVersions, configuration: Configuration): Promise<ProvedTree> {
  const { files, ground, verdicts } = openTree(bed, glancePackageOf(versions), configuration);
  const digest = digestOf(
    bed,
    versions,
    [...files].sort(([a], [b]) => compareText(a, b)),
    textOfBed(),
  );
  const earlier = readTree(bed, configuration.name);
  const standing = earlier?.ground === digest && !isFresh ? earlier : undefined;
  const attacks = liveAttacks.filter(
    ({ id, isTold }) => isConcerned(bed, configuration, id) && (isTold?.(ground) ?? true),
  );
  const digests = new Map(attacks.map((attack) => [attack.id, digestAttack(attack, ground)]));
  const kept = (standing === undefined ? [] : judgeTree(standing).cells).filter(
    (cell) => cell.agrees && digests.get(cell.id) === cell.digest,
  );
  const missing = attacks.filter(({ id }) => !kept.some((cell) => cell.id === id));
  // Neither proxies nor the gate of uploads differ between the levels of a suite: test/differential asks that gate far more.
  const isPackaged = bed.level === undefined;
  const floods = keepExtra(isPackaged && configuration.isFlooded, digestFloods(), standing?.floods, standing);
  const uploads = keepExtra(isPackaged && configuration.hasUploads, digestUploads(), standing?.uploads, standing);
  const signing = keepExtra(configuration.signing !== undefined, digestSigning(), standing?.signing, standing);
  if (missing.length === 0 && ![floods, uploads, signing].includes('run'))
    return { ran: 0, kept: kept.length, why: [] };

  const run = `${nameOfBed(bed).replace('/', '-')}-${configuration.name}`;
  makeCertificate(run, listHosts(ground));
  let glance: RunningGlance | undefined;
  try {
    glance = await startGlance(run, bed.suite, bed.launcher, files, bed.level);
    const ordinaryImport = await importOrdinaryImage(glance, ground);
    const floodsSeen = floods === 'run' ? { digest: digestFloods(), found: await sendFloods(glance) } : floods;
    const seen = await runAttacks(glance, ground, missing, (id) => verdicts.get(id)?.modelled === 'open');
    const uploadsSeen = uploads === 'run' ? { digest: digestUploads(), found: await uploadDisks(glance) } : uploads;
    const signingSeen =
      signing === 'run' ? { digest: digestSigning(), found: await importSigned(glance, ground) } : signing;
    const ran = seen.map((cell) => ({ ...cell, digest: digests.get(cell.id) as string }));
    const cells = [...kept, ...ran]
      .map(({ id, digest: own, observed, steps }) => ({ id, digest: own, observed, steps }))
      .sort((a, b) => compareText(a.id, b.id));
    const name = configuration.name;
    keepTree({
      ...{ bed, versions, configuration: name, ground: digest, ordinaryImport, cells },
      ...{ floods: floodsSeen, uploads: uploadsSeen, signing: signingSeen },
    });
  } finally {
    await stopGlance(glance ?? { name: run });
  }
  return { ran: missing.length, kept: kept.length, why: [explain(earlier, standing, missing)] };
}

function explain(
  earlier: ObservedTree | undefined,
  standing: ObservedTree | undefined,
  missing: readonly LiveAttack[],
): string {
  if (isFresh) return 'all are wanted fresh';
  if (earlier === undefined) return 'never run';
  if (standing === undefined) return 'files, bed or packages changed';
  const differs = judgeTree(standing).cells.filter((cell) => !cell.agrees && missing.some(({ id }) => id === cell.id));
  return differs.length > 0 ? 'the judge says something else' : 'the attacks changed';
}

/** What stands of floods or uploads; `run` when it has to be seen again, null when this configuration has none. */
function keepExtra<Extra extends { readonly digest: string }>(
  isWanted: boolean | undefined,
  digest: string,
  extra: Extra | null | undefined,
  standing: ObservedTree | undefined,
): Extra | null | 'run' {
  if (!isWanted) return null;
  if (!extra || extra.digest !== digest || standing === undefined) return 'run';
  return judgeTree(standing).mismatches.some(({ cell }) => cell === null) ? 'run' : extra;
}

let bedText: string | undefined;

/** What runs and what attacks. The userland has its own digest, that of its packages. */
function textOfBed(): string {
  bedText ??= ['attacker.py', 'bed.conf', 'calls.py', 'glance-bed.sh', 'python/sitecustomize.py', 'witness.py']
    .map((file) => readFileSync(join(bedFiles, file), 'utf8'))
    .join('\n');
  return bedText;
}

/** Every host that a certificate can name, of all attacks in this ground. */
function listHosts(ground: AttackGround): string[] {
  const urls = liveAttacks.flatMap((attack) => ('urls' in attack ? attack.urls(ground, '') : []));
  const hosts = urls.map((url) => /^https?:\/\/(?:[^/]*@)?(\[[^\]%]*\]|[A-Za-z0-9.-]+)(?=[/:?])/.exec(url)?.[1] ?? '');
  return [...hosts.filter((host) => host !== ''), 'attacker.test', '169.254.169.254', ground.allowedHost];
}
