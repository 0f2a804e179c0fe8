// An option under a section where the service does not look for it.
import type { IniEntry } from '../../documents/ini/model';
import { parseValues } from '../../documents/ini/values/parse-value';
import { knowsOption, optionsNamed } from '../../openstack/catalogue';
import type { Service } from '../../openstack/types';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { listDynamicSections, walkLines } from '../cloud/walk-lines';
import { isHardeningOption } from '../hardening-options';
import { isSecretOption } from '../secrets';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'wrong-section',
  title: 'Option under the wrong section',
  severity: 'medium',
  words:
    'The service knows the option, but under another section: here the line is ignored without a word. A published sample puts the whole import filter under [DEFAULT], where it filters nothing.',
  references: ['oslo.config'],
  find: (cloud) =>
    judgedServices.flatMap((service) => {
      const dynamic = listDynamicSections(cloud, service);
      return walkLines(cloud, service).flatMap(({ entry, facts }): LintFinding[] => {
        if (facts || knowsOption(service, entry.section, entry.key, cloud.versions.release, dynamic) !== 'unknown')
          return [];
        const homes = optionsNamed(service, entry.key)
          .map((home) => home.section)
          .filter((section) => section !== null)
          .filter((section) => cloud.optionFacts(service, section, entry.key));
        if (homes.length === 0) return [];
        // Where the option is set in its own place, the stray line leaves nothing open.
        const isMissed = homes.some(
          (section) =>
            isHardeningOption(service, section, entry.key) && cloud.config(service).get(section, entry.key).at === null,
        );
        return [
          {
            at: entry.at,
            subject: printable(`${entry.section}/${entry.key}`, 80),
            message: `${service} looks for ${entry.key} under ${homes.map((s) => `[${s}]`).join(', ')}; here it is ignored.`,
            ...adviseOn(cloud, service, entry, homes),
            severity: isMissed ? 'high' : 'low',
          },
        ];
      });
    }),
};

/** Moves the line to where it is read. Where something is set already it becomes a comment; a secret moves by hand. */
function adviseOn(
  cloud: Cloud,
  service: Service,
  { section: from, key, value, at }: IniEntry,
  homes: readonly string[],
): Pick<LintFinding, 'fixes' | 'choice'> {
  const places = homes.map((home) => `[${home}]`).join(' or ');
  const [section = '', ...others] = homes;
  if (others.length > 0)
    return { fixes: [], choice: `Move the line to ${places}, whichever is meant, or take it out.` };
  const facts = cloud.optionFacts(service, section, key);
  if (cloud.config(service).get(section, key).at !== null) {
    const edit = { kind: 'comment-out', at } as const;
    return { fixes: [{ file: at.file, section: printable(from, 80), option: key, value: '', edit }] };
  }
  const isPlain = facts !== undefined && !isSecretOption(key, facts) && !/[\r\n$]/.test(value);
  if (isPlain && parseValues(facts.type, [value]).ok) {
    const edit = { kind: 'move', at } as const;
    return { fixes: [{ file: at.file, section, option: key, value: printable(value), edit }] };
  }
  return { fixes: [], choice: `Move the line to ${places} with a value that counts there, or take it out.` };
}
