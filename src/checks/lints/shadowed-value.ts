// A hardening option that a stronger file sets to something else.
import type { Source } from '../../documents/types';
import { programsOf } from '../../emulators/oslo-config/programs';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { walkLines } from '../cloud/walk-lines';
import { isHardeningOption } from '../hardening-options';
import { describeOutside } from '../outside-lines';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'shadowed-value',
  title: 'Value that another file overrides',
  severity: 'low',
  words:
    'Later files win: glance-image-import.conf is the weakest file under WSGI, glance-api.conf beats it, and the conf.d directories beat both. The line that loses looks as if it were in force.',
  references: ['oslo.config'],
  find: (cloud) =>
    judgedServices.flatMap((service) => {
      const seen = new Set<string>();
      return walkLines(cloud, service).flatMap(({ entry, facts }): LintFinding[] => {
        if (!facts || !isHardeningOption(service, facts.section ?? entry.section, facts.name)) return [];
        const subject = `${facts.section ?? entry.section}/${facts.name}`;
        if (seen.has(subject)) return [];
        seen.add(subject);
        const option = cloud.config(service).get(facts.section ?? entry.section, facts.name);
        const winner = option.at;
        if (winner === null) return [];
        return option.shadows
          .filter((shadow) => shadow.raw.trim() !== option.raw?.trim())
          .map((shadow) => ({
            at: shadow.at,
            subject,
            message: `Not in force: ${winner.file}:${winner.line} wins.`,
            ...(cloud.filesRead(service).read.includes(winner.file)
              ? adviseOn(cloud, service, facts.section ?? entry.section, facts.name, shadow.at)
              : { fixes: [], choice: describeOutside(winner) }),
            // A drop-in is there to override; two plain files that disagree are a mistake.
            severity: winner.file.includes('.conf.d/') ? 'low' : 'medium',
          }));
      });
    }),
};

/** The line goes, unless a program that does not read the winner's file still goes by it. */
function adviseOn(
  cloud: Cloud,
  service: Service,
  section: string,
  option: string,
  at: Source,
): Pick<LintFinding, 'fixes' | 'choice'> {
  const counts = programsOf[service].find((program) => {
    const held = cloud.programConfig(service, program).get(section, option).at;
    return held?.file === at.file && held.line === at.line;
  });
  if (counts !== undefined) {
    const choice = `${counts} still goes by this line: keep both only if the programs are meant to differ.`;
    return { fixes: [], choice };
  }
  return { fixes: [{ file: at.file, section, option, value: '', edit: { kind: 'remove', at } }] };
}
