// What is set for an import plugin that does not run, or runs and does nothing.
import { findStartCheck } from '../../documents/import-plugins/start-check';
import type { Source } from '../../documents/types';
import { glanceUnits } from '../../openstack/units';
import { printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import type { Lint, LintFinding } from '../types';

/** Options that one plugin alone reads. */
const readers = [
  { plugin: 'image_conversion', section: 'image_conversion', option: 'output_format' },
  { plugin: 'inject_image_metadata', section: 'inject_metadata_properties', option: 'inject' },
] as const;

const LIST = 'image_import_opts/image_import_plugins';

export const lint: Lint = {
  kind: 'lint',
  id: 'plugin-options-idle',
  title: 'Import plugin that does nothing',
  severity: 'medium',
  words:
    'Glance runs the plugins that image_import_plugins names and no other: a format to convert to, properties to inject or a check at the start of the unit do nothing for a plugin that is not in the list. A list that exempts every member, or that injects nothing, is a plugin that runs in vain.',
  references: ['glance.image_import.plugins'],
  find: (cloud) => {
    const config = cloud.config('glance');
    const named = config.get('image_import_opts', 'image_import_plugins').value;
    const plugins = new Set(Array.isArray(named) ? named.map(String) : []);
    const findings: LintFinding[] = [];
    const tell = (at: Source, subject: string, message: string, choice: string): void => {
      findings.push({ at, subject, message: printable(message), fixes: [], choice });
    };
    for (const { plugin, section, option } of readers) {
      const { at, value } = config.get(section, option);
      if (at === null || isEmpty(value) || plugins.has(plugin)) continue;
      const subject = `${section}/${option}`;
      tell(at, subject, `only ${plugin} reads this, and image_import_plugins does not name it.`, joinOrDrop);
    }
    const start = findStartCheck(cloud.files, glanceUnits[cloud.versions.launcher]);
    for (const plugin of start.names) {
      if (start.at === null || plugins.has(plugin)) continue;
      tell(
        start.at,
        LIST,
        `the unit checks that ${plugin} loads, and image_import_plugins does not name it.`,
        joinOrDrop,
      );
    }
    return [...findings, ...findVainInjection(cloud, plugins)];
  },
};

const joinOrDrop = 'Name the plugin in image_import_plugins, or take the line out.';

function findVainInjection(cloud: Cloud, plugins: ReadonlySet<string>): LintFinding[] {
  const config = cloud.config('glance');
  if (!plugins.has('inject_image_metadata')) return [];
  const list = config.get('image_import_opts', 'image_import_plugins');
  const inject = config.get('inject_metadata_properties', 'inject');
  const exempt = config.get('inject_metadata_properties', 'ignore_user_roles');
  const roles = Array.isArray(exempt.value) ? exempt.value.map(String) : [];
  if (isEmpty(inject.value) && list.at !== null) {
    const message = 'inject_image_metadata runs and has nothing to inject.';
    const choice = 'Set [inject_metadata_properties] inject, or take the plugin out of the list.';
    return [{ at: inject.at ?? list.at, subject: LIST, message, fixes: [], choice }];
  }
  // Keystone gives every member both roles.
  const role = roles.find((name) => name === 'member' || name === 'reader');
  if (role === undefined || exempt.at === null) return [];
  const subject = 'inject_metadata_properties/ignore_user_roles';
  const choice = 'Name only the roles whose imports are to be left alone.';
  return [
    {
      at: exempt.at,
      subject,
      message: `every member holds ${role}: nothing is injected for anybody.`,
      fixes: [],
      choice,
    },
  ];
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
