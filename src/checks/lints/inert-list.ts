// A deny list beside an allow list: only the allow list counts.
import type { Cloud } from '../cloud/cloud';
import type { Fix, Lint, LintFinding } from '../types';

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
          ...adviseOn(cloud, dimension),
        },
      ];
    }),
};

/** A list that repeats what is refused anyway goes. What it was to take from the default of the other list is taken from there. */
function adviseOn(cloud: Cloud, dimension: (typeof dimensions)[number]): Pick<LintFinding, 'fixes' | 'choice'> {
  const [section, option] = ['import_filtering_opts', `disallowed_${dimension}`];
  const config = cloud.config('glance');
  const [deny, allow] = [config.get(section, option), config.get(section, `allowed_${dimension}`)];
  if (deny.at === null) return { fixes: [] };
  const removal: Fix = { file: deny.at.file, section, option, value: '', edit: { kind: 'remove', at: deny.at } };
  const denied = listItems(deny.value);
  const kept = listItems(allow.value).filter((item) => !denied.includes(item));
  if (kept.length === listItems(allow.value).length) return { fixes: [removal] };
  if (allow.at === null && kept.length > 0) {
    const value = `[${kept.join(',')}]`;
    return {
      fixes: [
        { file: deny.at.file, section, option: `allowed_${dimension}`, value, edit: { kind: 'move', at: deny.at } },
      ],
    };
  }
  const choice = `Both lists name the same entry: take it out of allowed_${dimension} to refuse it, or out of ${option} to admit it.`;
  return { fixes: [], choice };
}

/** In lower case, as Glance compares. */
function listItems(value: unknown): string[] {
  return Array.isArray(value) ? value.map((item) => String(item).toLowerCase()) : [];
}

function isFilled(value: unknown): boolean {
  return Array.isArray(value) && value.length > 0;
}
