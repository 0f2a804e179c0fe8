// A check string that oslo.policy cannot use as it is meant.
import { printable } from '../../problems';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-rule-syntax',
  title: 'Policy check that does not mean what it says',
  severity: 'high',
  words:
    'A check that cannot be parsed refuses everybody. A reference to a rule that is not defined falls to the rule `default`, which Glance leaves open to all. Rules that refer to each other in a circle raise on every request.',
  references: ['oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service): LintFinding[] => {
      const { syntaxErrors, undefinedReferences, cycles, rule } = cloud.enforcer(service);
      const broken = syntaxErrors.flatMap(({ rule: name, at, message }) =>
        at ? [{ at, subject: name, message }] : [],
      );
      const dangling = undefinedReferences.flatMap(({ rule: name, reference, at }) =>
        at
          ? [{ at, subject: name, message: `rule:${reference} is not defined: the rule \`default\` decides instead.` }]
          : [],
      );
      const circular = cycles.flatMap((name) => {
        const at = rule(name)?.at;
        return at ? [{ at, subject: name, message: 'The rule leads back to itself: evaluating it raises.' }] : [];
      });
      return [...broken, ...dangling, ...circular].map((finding) => ({
        at: finding.at,
        subject: printable(finding.subject, 80),
        message: printable(finding.message),
        fixes: [],
      }));
    }),
};
