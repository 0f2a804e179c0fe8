// Which oslo.policy a release runs, and what differs between its versions.
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName, Service } from '../../openstack/types';

/** What changed in oslo.policy, as far as a verdict can notice. */
export interface PolicyLibrary {
  /** An unset `policy_file` falls back to policy.json when there is no policy.yaml. Nova had it in victoria, the library from 3.6.0 until 5.0.0. */
  readonly fallsBackToJson: boolean;
  /** How a policy file is parsed: before 5.0.0 Python's json module comes first, so that JSON with tabs still loads. */
  readonly reader: 'json-or-yaml' | 'yaml';
  /**
   * Checks compare by content (5.1.0 and later). Before, an override under a deprecated name always replaces the new default,
   * even when it repeats the old default word for word.
   */
  readonly comparesChecks: boolean;
  /** A check that is a lone quoted word or operator raises when it is evaluated (before 5.1.0); later it is false. */
  readonly raisesOnLeftover: boolean;
}

/** The library of a release: 4.0.0 in zed, 4.5.1 in 2025.1, 5.0.0 in 2026.1, 6.0 in 2026.2. */
export function describePolicyLibrary(service: Service, release: ReleaseName): PolicyLibrary {
  const isSince = (first: ReleaseName): boolean => compareReleases(release, first) >= 0;
  const isYamlOnly = isSince('2026.1');
  return {
    fallsBackToJson: !isYamlOnly && isSince(service === 'nova' ? 'victoria' : 'wallaby'),
    reader: isYamlOnly ? 'yaml' : 'json-or-yaml',
    comparesChecks: isSince('2026.2'),
    raisesOnLeftover: !isSince('2026.2'),
  };
}
