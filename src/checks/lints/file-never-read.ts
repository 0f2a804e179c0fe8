// A configuration or policy file that the service never opens.
import type { IniEntry } from '../../documents/ini/model';
import { parseValues } from '../../documents/ini/values/parse-value';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { isHardeningOption } from '../hardening-options';
import { findProtectionFile } from '../mechanisms/signature-properties';
import { isSecretOption } from '../secrets';
import { type Fix, judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'file-never-read',
  title: 'File that the service never opens',
  severity: 'low',
  words:
    'Which files are read depends on what starts the service: eventlet never reads glance-image-import.conf, uWSGI never reads glance-api.conf.d/. A hardening option in such a file, or a rule in a policy file that policy_file does not name, is a comfort and nothing else.',
  references: ['oslo.config', 'OSSN-0105'],
  find: (cloud) =>
    judgedServices.flatMap((service) => [
      ...findUnreadPolicies(cloud, service),
      ...cloud.filesRead(service).unread.flatMap(({ file, because }) => {
        // Named by an option and given to Python's configparser: read, though not as options.
        if (file === findProtectionFile(cloud)) return [];
        const { entries } = cloud.iniDocument(file);
        const hardening = entries.filter((entry) => isHardeningOption(service, entry.section, entry.key));
        const [lost] = hardening;
        const isMissed = hardening.some(({ section, key }) => cloud.config(service).get(section, key).at === null);
        if (entries.length === 0 || (lost === undefined && otherReaders.test(file))) return [];
        const at = lost?.at ?? { file, line: 1 };
        const subject = lost ? `${lost.section}/${lost.key}` : file;
        const fixes = proposeMoves(cloud, service, hardening);
        const choice =
          fixes.length > 0
            ? {}
            : { choice: 'Move what is meant to count into a file that is read, and delete this one.' };
        return [
          {
            at,
            subject,
            message: `Never read: ${because}.`,
            fixes,
            ...choice,
            severity: isMissed ? 'high' : 'low',
          } as const,
        ];
      }),
    ]),
};

/** Files of other programs of the packages (rootwrap, glance-manage, the scrubber, the cache's) and of the swift driver, which names its own. */
const otherReaders = /\/(?:rootwrap|glance-(?:cache|manage|scrubber|swift(?:-store)?))\.conf$/;

/** policy.json has a lint of its own; a file that holds comments alone misleads nobody. */
function findUnreadPolicies(cloud: Cloud, service: Service): LintFinding[] {
  return cloud
    .policy(service)
    .files.unread.filter(({ file }) => !file.endsWith('.json') && /^\s*[^#\s]/m.test(cloud.files.get(file) ?? ''))
    .map(({ file, because }) => ({
      at: { file, line: 1 },
      subject: file,
      message: `Never read: ${because}.`,
      fixes: [],
      choice: 'Move the rules that are meant to count into a policy file that is read, and delete this one.',
      severity: 'medium',
    }));
}

/** All of them go where they count, or none: nothing that is set there is replaced, and no service is kept from starting. */
function proposeMoves(cloud: Cloud, service: Service, entries: readonly IniEntry[]): Fix[] {
  const [target] = [...cloud.filesRead(service).read].reverse();
  if (target === undefined) return [];
  const fixes = entries.flatMap(({ section, key, value, at }): Fix[] => {
    const facts = cloud.optionFacts(service, section, key);
    const isFree = cloud.config(service).get(section, key).at === null;
    const isPlain = facts !== undefined && !/[\r\n$]/.test(value) && !isSecretOption(key, facts);
    if (!isFree || !isPlain || !parseValues(facts.type, [value]).ok) return [];
    return [{ file: target, section, option: key, value, edit: { kind: 'move', at } }];
  });
  const names = new Set(fixes.map(({ section, option }) => `${section}/${option}`));
  // From the last line up: what is taken out moves no line that is still to go.
  return fixes.length === entries.length && names.size === fixes.length ? fixes.reverse() : [];
}
