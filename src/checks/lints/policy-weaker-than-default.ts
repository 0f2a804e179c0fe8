// An override that admits somebody whom the release's own default refuses.
import { compareChecks } from '../../emulators/oslo-policy/compare-checks';
import { findRule } from '../../openstack/catalogue';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-weaker-than-default',
  title: 'Policy override weaker than the default',
  severity: 'medium',
  words:
    'The override is asked in place of the default for every caller and object that matter; here somebody gains a right. Files copied from an older release do this quietly.',
  references: ['oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service) => {
      const policy = cloud.policy(service);
      const seen = new Set<string>();
      return [...policy.documents]
        .reverse()
        .flatMap((document) => document.rules)
        .flatMap((rule): LintFinding[] => {
          if (seen.has(rule.name) || !findRule(service, rule.name, cloud.versions.release)) return [];
          seen.add(rule.name);
          const { gained } = compareChecks(service, rule.name, policy.defaults, policy.enforcer);
          const [first] = gained;
          if (!first) return [];
          const who = [...new Set(gained.map((answer) => answer.persona))].join(', ');
          const message = `Gains: ${who} (for example on ${first.target}).`;
          // For a person: somebody may use the right that a removal would take away.
          const choice = 'Take the override out, or keep it if these callers are meant to have the right.';
          const edit = { kind: 'remove', at: rule.at } as const;
          const fixes = [{ file: rule.at.file, section: 'policy', option: rule.name, value: '', edit }];
          return [{ at: rule.at, subject: rule.name, message, fixes, choice }];
        });
    }),
};
