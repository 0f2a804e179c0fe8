// An option that this release does not know, under no section.
import type { IniEntry } from '../../documents/ini/model';
import { parseValues } from '../../documents/ini/values/parse-value';
import { knowsOption, nearestNames, optionsNamed } from '../../openstack/catalogue';
import { countEdits } from '../../openstack/catalogue/count-edits';
import type { ReleaseName, Service } from '../../openstack/types';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { listDynamicSections, walkLines } from '../cloud/walk-lines';
import { isHardeningOption } from '../hardening-options';
import { isSecretOption } from '../secrets';
import { type Fix, judgedServices, type Lint, type LintFinding } from '../types';

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
        const near = recallNearest(service, entry.key, release);
        const fix = proposeFix(cloud, service, entry, near);
        // What the line was to close is open: the filter does not hold it, or the option it was meant for is not set.
        const isFilter = entry.section.toLowerCase() === 'import_filtering_opts';
        const isMeant = fix.edit?.kind === 'move' && isHardeningOption(service, entry.section, fix.option);
        const isHardening = isHardeningOption(service, entry.section, entry.key);
        const hint = near.length > 0 ? ` Close to it: ${near.slice(0, 2).join(', ')}.` : '';
        const once = homes.length > 0 ? ' Another release has it.' : '';
        return [
          {
            at: entry.at,
            subject: printable(`${entry.section}/${entry.key}`, 80),
            message: `${service} ${release} has no such option and ignores the line.${once}${hint}`,
            fixes: [fix],
            severity: isFilter || isMeant ? 'high' : isHardening ? 'medium' : 'low',
          },
        ];
      });
    }),
};

/** Names near a misspelt one: each fix that is tried asks for all of them again. */
const nearest = new Map<string, readonly string[]>();
const MAX_REMEMBERED = 10_000;

function recallNearest(service: Service, name: string, release: ReleaseName): readonly string[] {
  const key = `${service} ${release} ${name}`;
  const near = nearest.get(key) ?? nearestNames(service, name, release, 8);
  if (nearest.size >= MAX_REMEMBERED) nearest.clear();
  nearest.set(key, near);
  return near;
}

/** More letters than these and it is another word: `disallowed_uris` never was `disallowed_ports`. */
const maxSlips = 2;

/** The one option of its section among `names` that is nearly the same, where nothing is set; else the line becomes a comment. */
function proposeFix(cloud: Cloud, service: Service, entry: IniEntry, names: readonly string[]): Fix {
  const { section, key, value, at } = entry;
  const base = { file: at.file, section };
  const near = names.filter((name) => {
    const facts = cloud.optionFacts(service, section, name);
    return facts !== undefined && countEdits(key, name, maxSlips) <= maxSlips;
  });
  const [option] = near;
  const facts = option === undefined ? undefined : cloud.optionFacts(service, section, option);
  const isPlain = !/[\r\n$]/.test(value) && !isSecretOption(key, undefined) && !isSecretOption(option ?? key, facts);
  if (option !== undefined && near.length === 1 && facts && isPlain && key.length > 3 * maxSlips) {
    const isFree = cloud.config(service).get(section, option).at === null;
    if (isFree && parseValues(facts.type, [value]).ok)
      return { ...base, option, value: printable(value), edit: { kind: 'move', at } };
  }
  return { ...base, option: printable(key, 80), value: '', edit: { kind: 'comment-out', at } };
}
