// What a target has no way to carry, in words: a control that silently stays behind would be a comfort and nothing else.
import type { Artifact, HardeningDocuments, Residual } from '../documents/hardening';
import { compareReleases } from '../openstack/releases';
import type { ReleaseName } from '../openstack/types';

const controls: Readonly<Record<string, string>> = {
  glance: 'glance-files',
  nginx: 'image-create-rate-limit',
  haproxy: 'image-create-rate-limit',
  nftables: 'import-egress-guard',
  systemd: 'import-egress-guard',
};

/** One residual for each program whose files stay behind. `because`: program to the reason; a program without one is carried. */
export function listUncarriedArtifacts(
  documents: HardeningDocuments,
  because: Readonly<Partial<Record<Artifact['program'], string>>>,
): Residual[] {
  const programs = [...new Set(documents.artifacts.map(({ program }) => program))].sort();
  return programs.flatMap((program) => {
    const reason = because[program];
    return reason === undefined ? [] : [{ control: controls[program] ?? program, because: reason }];
  });
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
