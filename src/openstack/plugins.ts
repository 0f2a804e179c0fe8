// What glance can run during an import, by release: plugins that have code, and the flows of the tasks API.
import { compareReleases } from './releases';
import type { ReleaseName } from './types';

/** Plugins that `image_import_plugins` may name. */
export type ImportPluginName = 'image_conversion' | 'image_decompression' | 'inject_image_metadata' | 'no_op';

const firstOfPlugin: Readonly<Record<ImportPluginName, ReleaseName>> = {
  image_conversion: 'rocky',
  image_decompression: 'ussuri',
  inject_image_metadata: 'queens',
  no_op: 'queens',
};

/** Import plugins that have code in the release. */
export function listImportPlugins(release: ReleaseName): ImportPluginName[] {
  const names = Object.keys(firstOfPlugin) as ImportPluginName[];
  return names.filter((name) => compareReleases(release, firstOfPlugin[name]) >= 0);
}
