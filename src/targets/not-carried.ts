// What a target has no way to carry, in words: a control that silently stays behind would be a comfort and nothing else.
import type { Artifact, HardeningDocuments, Residual, Setting } from '../documents/hardening';
import { compareReleases } from '../openstack/releases';
import type { ReleaseName } from '../openstack/types';
import { isRunByHand } from './operator-scripts';

const controls: Readonly<Record<string, string>> = {
  nginx: 'image-create-rate-limit',
  haproxy: 'image-create-rate-limit',
  repose: 'image-create-rate-limit',
  nftables: 'import-egress-guard',
};

/**
 * Residuals for the files that stay behind: all but those of `carried` programs and the scripts an operator runs by hand.
 * `because`: the tool's own words for a program; without them the sentence names the files and the target that has them.
 */
export function listUncarriedArtifacts(
  documents: HardeningDocuments,
  tool: string,
  carried: readonly Artifact['program'][],
  because: Readonly<Partial<Record<Artifact['program'], string>>>,
): Residual[] {
  const groups = new Map<Artifact['program'], string[]>();
  for (const { program, name } of documents.artifacts) {
    if (carried.includes(program) || isRunByHand(program)) continue;
    // The units of the guard are nothing without its rules.
    const isGuard = program === 'systemd' && /import-egress|service\.d\/90-glacis/.test(name);
    const group = isGuard ? 'nftables' : program;
    groups.set(group, [...(groups.get(group) ?? []), name]);
  }
  return [...groups].map(([program, names]): Residual => {
    const generic = `${tool} has no place for files of ${program}: add the target etc and copy them from there`;
    const words = because[program] ?? generic;
    const orphans =
      program === 'glance' && dropOrphans(documents) !== documents ? '; the option that names it is left out' : '';
    return { control: controls[program] ?? program, because: `${words} (${names.sort().join(', ')})${orphans}` };
  });
}

/**
 * The documents without settings that name a file of Glance which stays behind: glance-api does not start when
 * `property_protection_file` is missing. The attack they stop is then open, and the judge of the target says so.
 */
export function dropOrphans(documents: HardeningDocuments): HardeningDocuments {
  const left = new Set(
    documents.artifacts.flatMap(({ program, name }) => (program === 'glance' ? [`/etc/glance/${name}`] : [])),
  );
  const isOrphan = ({ service, value }: Setting): boolean =>
    service === 'glance' && typeof value === 'string' && left.has(value);
  if (!documents.settings.some(isOrphan)) return documents;
  return { ...documents, settings: documents.settings.filter((setting) => !isOrphan(setting)) };
}

/** Up to train Glance's rules came from policy.json; a tool that sets policy_file to another file would drop all the others. */
export function mayReplacePolicyFile(documents: HardeningDocuments): boolean {
  return compareReleases(documents.release, 'ussuri') >= 0;
}

/** Why Glance's overrides stay behind before ussuri. */
export function listUncarriedPolicy(documents: HardeningDocuments, tool: string): Residual[] {
  const hasOverrides = documents.overrides.some(({ service }) => service === 'glance');
  if (mayReplacePolicyFile(documents) || !hasOverrides) return [];
  const because = `${tool} replaces the whole policy file, and up to train Glance's rules live only there: merge the overrides into policy.json by hand`;
  return [{ control: 'image-policy', because }];
}

/** A layout that was read in the tool's source of 2024.1 to 2026; an older release of the tool may place files elsewhere. */
export function listUnreadLayout(
  documents: HardeningDocuments,
  tool: string,
  since: ReleaseName = '2024.1',
): Residual[] {
  if (compareReleases(documents.release, since) >= 0) return [];
  const because = `the layout was read in ${tool} of ${since} and later: compare the paths with your release of it`;
  return [{ control: 'layout', because }];
}
