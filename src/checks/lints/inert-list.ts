// A deny list beside an allow list: only the allow list counts.
import type { Lint, LintFinding } from '../types';

const dimensions = ['schemes', 'hosts', 'ports'] as const;

export const lint: Lint = {
  kind: 'lint',
  id: 'inert-list',
  title: 'List that is never asked',
  severity: 'medium',
  words:
    'Glance ignores disallowed_X while allowed_X holds anything, and the defaults of allowed_schemes and allowed_ports do: a lone disallowed_ports blocks nothing. One line at DEBUG level is all it says.',
  references: ['CVE-2026-34881 (OSSA-2026-004)'],
  find: (cloud) =>
    dimensions.flatMap((dimension): LintFinding[] => {
      const config = cloud.config('glance');
      const deny = config.get('import_filtering_opts', `disallowed_${dimension}`);
      const allow = config.get('import_filtering_opts', `allowed_${dimension}`);
      if (deny.at === null || !isFilled(deny.value) || !isFilled(allow.value)) return [];
      const where = allow.at ? `set in ${allow.at.file}:${allow.at.line}` : 'its default is not empty';
      return [
        {
          at: deny.at,
          subject: `import_filtering_opts/disallowed_${dimension}`,
          message: `Nothing is refused by this list: allowed_${dimension} counts alone (${where}).`,
          fixes: [],
        },
      ];
    }),
};

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
