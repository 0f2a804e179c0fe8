// An import plugin that Glance does not have: it is left out, and imports go on without it.
import { findStartCheck } from '../../documents/import-plugins/start-check';
import { listImportPlugins } from '../../openstack/plugins';
import { glanceUnits } from '../../openstack/units';
import { printable } from '../../problems';
import type { Lint, LintFinding } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'plugin-not-installed',
  title: 'Import plugin that Glance does not bring',
  severity: 'medium',
  words:
    'A name in image_import_plugins that no installed package offers fails open: one warning of stevedore in the log, and every import runs without the plugin (measured on three releases). A check that a plugin makes is then not made.',
  references: ['stevedore', 'glance.image_import.plugins'],
  find: (cloud) => {
    const { value, at } = cloud.config('glance').get('image_import_opts', 'image_import_plugins');
    if (at === null || !Array.isArray(value)) return [];
    const known = new Set<string>([
      ...listImportPlugins(cloud.versions.release),
      ...findStartCheck(cloud.files, glanceUnits[cloud.versions.launcher]).names,
    ]);
    const missing = [...new Set(value.map(String))].filter((name) => name !== '' && !known.has(name));
    return missing.map(
      (name): LintFinding => ({
        at,
        subject: 'image_import_opts/image_import_plugins',
        message: `Glance ${cloud.versions.release} brings no plugin ${printable(name, 60)}: unless a package of your own does, imports run without it.`,
        fixes: [],
        choice: 'Install the package that brings it and let the unit check that it loads, or take the name out.',
      }),
    );
  },
};
