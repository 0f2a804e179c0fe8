// An option under a section where the service does not look for it.
import type { IniEntry } from '../../documents/ini/model';
import { parseValues } from '../../documents/ini/values/parse-value';
import { knowsOption, optionsNamed } from '../../openstack/catalogue';
import type { Service } from '../../openstack/types';
import { printable } from '../../problems';
import type { Cloud } from '../cloud';
import { isHardeningOption } from '../hardening-options';
import { isSecretOption } from '../secrets';
import { type Fix, judgedServices, type Lint, type LintFinding } from '../types';
import { listDynamicSections, walkLines } from '../walk-lines';

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
        const [home] = homes;
        if (home === undefined) return [];
        const isHardening = homes.some((section) => isHardeningOption(service, section, entry.key));
        return [
          {
            at: entry.at,
            subject: printable(`${entry.section}/${entry.key}`, 80),
            message: `${service} looks for ${entry.key} under ${homes.map((s) => `[${s}]`).join(', ')}; here it is ignored.`,
            fixes: homes.length === 1 ? proposeMove(cloud, service, entry, home) : [],
            severity: isHardening ? 'high' : 'medium',
          },
        ];
      });
    }),
};

/** Moves the line to where it is read, unless something is set there, the service would not start with it, or it is a secret. */
function proposeMove(cloud: Cloud, service: Service, entry: IniEntry, section: string): Fix[] {
  const facts = cloud.optionFacts(service, section, entry.key);
  const isSet = cloud.config(service).get(section, entry.key).at !== null;
  if (!facts || isSet || isSecretOption(entry.key, facts) || /[\r\n$]/.test(entry.value)) return [];
  if (!parseValues(facts.type, [entry.value]).ok) return [];
  return [{ file: entry.at.file, section, option: entry.key, value: printable(entry.value), removes: entry.at }];
}
