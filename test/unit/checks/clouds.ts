// What the tests of the checks share: clouds from a few lines, verdicts by id, and a fix applied as an operator would.
import { type AttackId, attackIds, type LintId, lintIds, loadAttack, loadLint } from '../../../src/checks';
import { Cloud } from '../../../src/checks/cloud/cloud';
import type { CloudVersions } from '../../../src/checks/cloud/configured-services';
import type { AttackAnswer, Remedy } from '../../../src/checks/types';
import { applyControl } from './control-files';

/** File name to text, as below /etc. */
export type Files = Readonly<Record<string, string>>;

/** Patch levels by the label of the measurements. */
export const levels = {
  Z0: { release: 'zed', packages: { glance: '25.1.0' } },
  Z5: { release: 'zed', packages: { glance: '2:25.1.0-2+deb12u5' } },
  E0: { release: '2025.1', packages: { glance: '30.0.0' } },
  E2: { release: '2025.1', packages: { glance: '2:30.0.0-3+deb13u2' } },
  H: { release: '2026.2', packages: { glance: '33.0.0' } },
} as const;

/** Default: 2025.1 as Debian 13 has it, under uWSGI. */
export function openCloud(files: Files | ReadonlyMap<string, string>, versions: Partial<CloudVersions> = {}): Cloud {
  const tree = files instanceof Map ? files : new Map(Object.entries(files));
  return new Cloud(tree, { ...levels.E2, launcher: 'uwsgi', glanceUid: 64062, ...versions });
}

/** A drop-in that every launcher reads, with lines for `[import_filtering_opts]`. */
export function dropIn(...lines: readonly string[]): Files {
  return { 'glance/glance.conf.d/50-import.conf': `[import_filtering_opts]\n${lines.join('\n')}\n` };
}

/** The verdict of one attack. */
export function verdictOf(cloud: Cloud, id: AttackId): AttackAnswer['verdict'] {
  return loadAttack(id).judge(cloud).verdict;
}

/** Layers and places of what stops an attack, `layer file:line`; empty when it is open. */
export function defencesOf(cloud: Cloud, id: AttackId): string[] {
  const answer = loadAttack(id).judge(cloud);
  const defences = answer.verdict === 'stopped' ? answer.defences : [];
  return defences.map(({ layer, at }) => (at ? `${layer} ${at.file}:${at.line}` : layer));
}

/** Ids of the attacks with this verdict, sorted. */
export function listVerdict(cloud: Cloud, verdict: AttackAnswer['verdict']): AttackId[] {
  return attackIds.filter((id) => verdictOf(cloud, id) === verdict);
}

/** Every finding of every lint, `severity id file:line subject`. */
export function listFindings(cloud: Cloud, ids: readonly LintId[] = lintIds): string[] {
  return ids.flatMap((id) => {
    const lint = loadLint(id);
    return lint
      .find(cloud)
      .map(({ at, subject, severity }) => `${severity ?? lint.severity} ${id} ${at.file}:${at.line} ${subject}`);
  });
}

/** Writes a fix where it says: as a last section of the file, as a rule of a policy file, or as all files of a control. */
export function applyFix(cloud: Cloud, fix: Remedy): Cloud {
  if ('control' in fix) return applyControl(cloud, fix);
  const text = cloud.files.get(fix.file) ?? '';
  const added =
    fix.section === 'policy' ? `"${fix.option}": "${fix.value}"\n` : `[${fix.section}]\n${fix.option} = ${fix.value}\n`;
  return new Cloud(new Map([...cloud.files, [fix.file, `${text}${added}`]]), cloud.versions);
}
