// Options that the environment of a program sets: they count before every file, under their present names alone.
import { type IniDocument, type IniEntry, normalizeSection } from '../../documents/ini/model';
import type { EnvironmentVariable } from '../../documents/systemd/environment';
import {
  type EffectiveConfig,
  type EffectiveOption,
  effectiveConfig,
  type OptionLookup,
} from '../../emulators/oslo-config/effective-config';
import { compareReleases } from '../../openstack/releases';
import type { ReleaseName } from '../../openstack/types';

/** Merges documents, weakest first, below the variables of the shape `OS_GROUP__OPTION`, which oslo.config takes from 6.7 (stein) on. */
export function mergeEnvironment(
  documents: readonly IniDocument[],
  variables: readonly EnvironmentVariable[],
  release: ReleaseName,
  lookup: OptionLookup,
): EffectiveConfig {
  if (variables.length === 0 || compareReleases(release, 'stein') < 0) return effectiveConfig(documents, lookup);
  const entries: IniEntry[] = [];
  const split = new Map<string, EffectiveOption>();
  for (const { name, value, at } of variables) {
    const [, group = '', option = ''] = /^OS_(.+?)__(.+)$/.exec(name) ?? [];
    const section = group === 'DEFAULT' ? group : group.toLowerCase();
    const key = option.toLowerCase();
    const facts = lookup(section, key);
    if (facts !== undefined && (facts.name !== key || normalizeSection(facts.section ?? section) !== section)) continue;
    if (facts?.type.kind !== 'multi') {
      entries.push({ kind: 'entry', section, key, value, at, raw: [] });
      continue;
    }
    // An option of many values takes the text apart into its characters: a list of directories becomes one of letters.
    const isPlain = !value.includes('$');
    split.set(`${section}\n${key}`, {
      value: isPlain ? [...value] : undefined,
      error: isPlain ? null : 'what it refers to is not followed where a text is taken apart',
      raw: value,
      at,
      isDefault: false,
      isKnown: true,
      shadows: [],
    });
  }
  const config = effectiveConfig([...documents, { file: 'environment', items: [], entries, faults: [] }], lookup);
  if (split.size === 0) return config;
  return {
    get: (section, option) => split.get(`${normalizeSection(section)}\n${option}`) ?? config.get(section, option),
    get faults() {
      return config.faults;
    },
  };
}
