// What glance can run during an import, by release: methods and plugins that have code, and the flows of the tasks API.
import { isBetween } from './releases';
import type { ReleaseName } from './types';

/** Import methods; `enabled_import_methods` chooses among those of the release. */
export type ImportMethodName = 'glance-direct' | 'web-download' | 'copy-image' | 'glance-download';

/** Plugins that `image_import_plugins` may name. */
export type ImportPluginName = 'image_conversion' | 'image_decompression' | 'inject_image_metadata' | 'no_op';

const firstOfMethod: Readonly<Record<ImportMethodName, ReleaseName>> = {
  'glance-direct': 'queens',
  'web-download': 'queens',
  'copy-image': 'ussuri',
  'glance-download': 'zed',
};

const firstOfPlugin: Readonly<Record<ImportPluginName, ReleaseName>> = {
  image_conversion: 'rocky',
  image_decompression: 'ussuri',
  inject_image_metadata: 'queens',
  no_op: 'queens',
};

/** Import methods that have code in the release, whether enabled or not. */
export function listImportMethods(release: ReleaseName): ImportMethodName[] {
  return namesIn(firstOfMethod, release);
}

/** Import plugins that have code in the release. */
export function listImportPlugins(release: ReleaseName): ImportPluginName[] {
  return namesIn(firstOfPlugin, release);
}

function namesIn<Name extends string>(firsts: Readonly<Record<Name, ReleaseName>>, release: ReleaseName): Name[] {
  return (Object.keys(firsts) as Name[]).filter((name) => isBetween(release, firsts[name], '2026.2'));
}
