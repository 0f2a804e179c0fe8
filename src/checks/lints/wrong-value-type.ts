// A value that the declared type of its option refuses: the service fails when it reads it.
import { normalizeSection } from '../../documents/ini/model';
import { walkLines } from '../cloud/walk-lines';
import { respell } from '../fix/spellings';
import { holdsSecret } from '../secrets';
import { judgedServices, type Lint, type LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'wrong-value-type',
  title: 'Value that its option cannot hold',
  severity: 'high',
  words:
    'Lists of the import options need brackets, host entries must not be quoted, numbers have no exponent. The service raises ConfigFileValueError when it reads the option: at start, for the import filter with every URL, and for a few others with the requests that need them. user_storage_quota takes digits and one of B, KB, MB, GB and TB; any other text ends every upload.',
  references: ['oslo.config types'],
  find: (cloud) =>
    judgedServices.flatMap((service) =>
      walkLines(cloud, service).flatMap(({ entry, facts }): LintFinding[] => {
        if (!facts) return [];
        const option = cloud.config(service).get(entry.section, facts.name);
        const isWinner = option.at?.file === entry.at.file && option.at.line === entry.at.line;
        const late = service === 'glance' ? cloud.lateFaults.find(({ at }) => at === option.at) : undefined;
        const error = option.error ?? late?.message;
        if (!isWinner || error === undefined) return [];
        const isFilter = service === 'glance' && normalizeSection(entry.section) === 'import_filtering_opts';
        const effect = late ? 'requests that need it end in an error' : `${service} does not start`;
        const what = isFilter ? 'no URL can be imported' : effect;
        const message = `${what}: ${error}`;
        const subject = `${entry.section}/${entry.key}`;
        const isSecret = holdsSecret(cloud, service, entry.section, entry.key);
        const value = isSecret ? null : respell(facts, entry.value);
        if (value !== null) {
          const fix = { file: entry.at.file, section: entry.section, option: facts.name, value };
          return [{ at: entry.at, subject, message, fixes: [fix] }];
        }
        const choice = 'Write a value that the option takes, or take the line out: its default counts then.';
        return [{ at: entry.at, subject, message, fixes: [], choice }];
      }),
    ),
};
