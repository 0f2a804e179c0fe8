// A policy.json that still counts where policy.yaml is the name of the day.
import { policyDefaults } from '../../openstack/policy-defaults';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-json-left-behind',
  title: 'policy.json that counts until somebody adds policy.yaml',
  severity: 'low',
  words:
    'oslo.policy falls back to policy.json while no policy.yaml is there. A policy.yaml that holds one comment switches it off, and so does the library of 2026.2: the rules in it are gone without a word.',
  references: ['oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service): LintFinding[] => {
      const { release } = cloud.versions;
      const file = `${service}/policy.json`;
      const named = cloud.programConfig(service, `${service}-api`).get('oslo_policy', 'policy_file');
      const isExpected = named.at !== null || policyDefaults(service, release).policyFile === 'policy.json';
      if (isExpected || !cloud.policy(service).files.read.includes(file)) return [];
      const message = 'It is read as a fallback alone: move its rules to policy.yaml.';
      const choice =
        'Write the rules that differ from the defaults into policy.yaml (oslopolicy-convert-json-to-yaml does it) and delete policy.json.';
      return [{ at: { file, line: 1 }, subject: file, message, fixes: [], choice }];
    }),
};
