// An option that this release does not know, under no section.
import { knowsOption, nearestNames, optionsNamed } from '../../openstack/catalogue';
import { printable } from '../../problems';
import { judgedServices, type Lint, type LintFinding } from '../types';
import { listDynamicSections, walkLines } from '../walk-lines';

export const lint: Lint = {
  kind: 'lint',
  id: 'unknown-option',
  title: 'Option that does not exist',
  severity: 'medium',
  words:
    'oslo.config ignores an option it does not know without a word in the log. The most quoted hardening block for image import relies on disallowed_uris, which never existed in any release.',
  references: ['OSSN-0105', 'oslo.config'],
  find: (cloud) =>
    judgedServices.flatMap((service) => {
      const { release } = cloud.versions;
      const dynamic = listDynamicSections(cloud, service);
      return walkLines(cloud, service).flatMap(({ entry, facts }): LintFinding[] => {
        if (facts || knowsOption(service, entry.section, entry.key, release, dynamic) !== 'unknown') return [];
        const homes = optionsNamed(service, entry.key);
        if (homes.some((home) => cloud.optionFacts(service, home.section ?? '', entry.key))) return [];
        const near = nearestNames(service, entry.key, release, 2);
        const hint = near.length > 0 ? ` Close to it: ${near.join(', ')}.` : '';
        const once = homes.length > 0 ? ' Another release has it.' : '';
        return [
          {
            at: entry.at,
            subject: printable(`${entry.section}/${entry.key}`, 80),
            message: `${service} ${release} has no such option and ignores the line.${once}${hint}`,
            fixes: [],
            severity: entry.section.toLowerCase() === 'import_filtering_opts' ? 'high' : 'medium',
          },
        ];
      });
    }),
};
