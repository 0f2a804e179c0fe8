// An entry with a capital letter: URLs are lower-cased before they are compared, lists are not.
import type { Lint, LintFinding } from '../types';

const options = ['allowed_schemes', 'disallowed_schemes', 'allowed_hosts', 'disallowed_hosts'] as const;

export const lint: Lint = {
  kind: 'lint',
  id: 'case-never-matches',
  title: 'List entry that never matches',
  severity: 'high',
  words:
    'Glance compares the lower-cased scheme and host of a URL with the entries as written. A deny entry with a capital letter blocks nothing; an allow entry with one refuses the host it was meant to admit.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  find: (cloud) =>
    options.flatMap((name): LintFinding[] => {
      const option = cloud.config('glance').get('import_filtering_opts', name);
      const entries = Array.isArray(option.value) ? option.value.map(String) : [];
      const dead = entries.filter((entry) => !isAddress(entry) && entry !== entry.toLowerCase());
      if (option.at === null || dead.length === 0) return [];
      const isDeny = name.startsWith('dis');
      return [
        {
          at: option.at,
          subject: `import_filtering_opts/${name}`,
          message: `${dead.join(', ')} never matches: ${isDeny ? 'nothing is refused by it' : 'the host it names is refused'}.`,
          fixes: [
            {
              file: option.at.file,
              section: 'import_filtering_opts',
              option: name,
              value: `[${entries.map((entry) => entry.toLowerCase()).join(',')}]`,
            },
          ],
          severity: isDeny ? 'high' : 'low',
        },
      ];
    }),
};

/** Patched code compares IPv6 literals as addresses, whatever their case. */
function isAddress(entry: string): boolean {
  return entry.includes(':');
}
