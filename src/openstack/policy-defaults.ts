// The `[oslo_policy]` defaults in effect: what the service sets over what the library of that release has.
import { compareReleases } from './releases';
import type { ReleaseName, Service } from './types';

/** What oslo.policy does in a service when no file says otherwise. */
export interface PolicyDefaults {
  /** `policy_file`. */
  readonly policyFile: 'policy.json' | 'policy.yaml';
  /** `policy_dirs`; read after the policy file, in the order of the file names. */
  readonly policyDirs: readonly string[];
  /** Whether scope is enforced: the `enforce_scope` option, or always where the library no longer has it (2026.2). */
  readonly enforceScope: boolean;
  /** Whether the file may still switch `enforce_scope`. */
  readonly hasEnforceScopeOption: boolean;
  /** `enforce_new_defaults`: when true the deprecated check of a rule is no longer offered as an alternative. */
  readonly enforceNewDefaults: boolean;
}

/** First release whose default policy file is policy.yaml. */
const firstYaml: Readonly<Record<Service, ReleaseName>> = { glance: 'wallaby', nova: 'victoria', cinder: 'queens' };

/** First release that enforces the new defaults and scope by itself. Cinder switched both off until it dropped its override for 2026.2. */
const firstStrict: Readonly<Record<Service, ReleaseName>> = { glance: '2023.1', nova: '2023.1', cinder: '2026.2' };

/** The defaults of a service in a release. */
export function policyDefaults(service: Service, release: ReleaseName): PolicyDefaults {
  const isStrict = compareReleases(release, firstStrict[service]) >= 0;
  return {
    policyFile: compareReleases(release, firstYaml[service]) >= 0 ? 'policy.yaml' : 'policy.json',
    policyDirs: ['policy.d'],
    enforceScope: isStrict,
    hasEnforceScopeOption: compareReleases(release, '2026.2') < 0,
    enforceNewDefaults: isStrict,
  };
}
