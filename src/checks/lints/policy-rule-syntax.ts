// A check string that oslo.policy cannot use as it is meant.
import { printable } from '../../problems';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-rule-syntax',
  title: 'Policy check that does not mean what it says',
  severity: 'high',
  words:
    'An unquoted `!` or an empty value opens a rule to everybody, a check that cannot be parsed closes it. A reference to a rule that is not defined falls to the rule `default`, which Glance leaves open to all. Rules that refer to each other in a circle raise on every request.',
  references: ['oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service): LintFinding[] => {
      const misread = cloud
        .policy(service)
        .documents.flatMap((document) => document.faults)
        .filter((fault) => fault.effect === 'misread')
        .map(({ at, message }) => ({ at, subject: at.file, message }));
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
      return [...misread, ...broken, ...dangling, ...circular].map((finding) => ({
        at: finding.at,
        subject: printable(finding.subject, 80),
        message: printable(finding.message),
        fixes: [],
      }));
    }),
};
