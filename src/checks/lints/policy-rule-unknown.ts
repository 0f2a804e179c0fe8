// A rule that no code of this release asks for.
import { nearestRules, ruleReleases } from '../../openstack/catalogue';
import { printable } from '../../problems';
import { type Fix, judgedServices, type Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-rule-unknown',
  title: 'Policy rule that nobody asks',
  severity: 'medium',
  words:
    'oslo.policy loads rules it does not know and never asks them: `import_image: "!"` stops nothing, because no release has such a rule. Renamed and removed rules end the same way.',
  references: ['oslo.policy'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      cloud
        .enforcer(service)
        .unknownOverrides.filter((rule) => !rule.isReferenced)
        .map(({ name, at }) => {
          const once = ruleReleases(service, name);
          const [first, last] = once.length > 0 ? [once[0]?.[0], once[once.length - 1]?.[1]] : [];
          const near = nearestRules(service, name, cloud.versions.release, 2);
          const hint = first
            ? `It existed from ${first} to ${last}.`
            : near.length > 0
              ? `Close to it: ${near.join(', ')}.`
              : '';
          const message = `${service} ${cloud.versions.release} never asks this rule. ${hint}`.trim();
          const fixes: Fix[] = [
            { file: at.file, section: 'policy', option: name, value: '', edit: { kind: 'remove', at } },
          ];
          return { at, subject: printable(name, 80), message, fixes };
        }),
    ),
};
