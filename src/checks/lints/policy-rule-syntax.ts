// A check string that oslo.policy cannot use as it is meant.

import type { Service } from '../../openstack/types';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
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
        .map(({ at, message }) => ({ at, subject: at.file, message, choice: openChoice }));
      const { syntaxErrors, undefinedReferences, cycles, rule } = cloud.enforcer(service);
      const broken = syntaxErrors.flatMap(({ rule: name, at, message }) =>
        at
          ? [
              {
                at,
                subject: name,
                message,
                choice: 'Write the check as oslo.policy reads it: until then it refuses everybody.',
              },
            ]
          : [],
      );
      const dangling = undefinedReferences.flatMap(({ rule: name, reference, at }) =>
        at
          ? [
              {
                at,
                subject: name,
                message: `rule:${reference} is not defined: the rule \`default\` decides instead.`,
                choice: 'Define the rule it refers to in the same file, or name one that is defined.',
              },
            ]
          : [],
      );
      const circular = cycles.flatMap((name) => {
        const at = rule(name)?.at;
        const message = 'The rule leads back to itself: evaluating it raises.';
        return at
          ? [{ at, subject: name, message, choice: 'Break the circle: let one of the rules say whom it admits.' }]
          : [];
      });
      return [...misread, ...broken, ...dangling, ...circular].map((finding) => ({
        at: finding.at,
        subject: printable(finding.subject, 80),
        message: printable(finding.message),
        ...adviseOn(cloud, service, finding),
      }));
    }),
};

const openChoice = 'Write "@" if everybody is meant, "!" if nobody is, or take the rule out for its default.';

/** An exclamation mark without quotes was meant to close: it gets its quotes. */
function adviseOn(
  cloud: Cloud,
  service: Service,
  { at, choice }: { readonly at: LintFinding['at']; readonly choice: string },
): Pick<LintFinding, 'fixes' | 'choice'> {
  const line = (cloud.files.get(at.file) ?? '').split(/\r\n|\r|\n/)[at.line - 1] ?? '';
  const rule = cloud
    .policy(service)
    .documents.flatMap((document) => document.rules)
    .find((one) => one.at.file === at.file && one.at.line === at.line);
  if (rule === undefined || !/:\s*!\s*(?:#.*)?$/.test(line)) return { fixes: [], choice };
  return { fixes: [{ file: at.file, section: 'policy', option: rule.name, value: '!' }] };
}
