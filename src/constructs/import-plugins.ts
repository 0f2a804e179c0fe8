// The one list of import plugins: two controls write it, and the order decides what a refused image goes through.
import type { Neighbours, WantedSetting } from './control';

/** Entry point of the package in plugin/. */
const SIGNATURE_PLUGIN = 'glacis_signature_required';

/**
 * `[image_import_opts] image_import_plugins` of a stack, in the order they run. inject_image_metadata writes properties and reads no
 * byte: before the demand for signatures it widens no gap between that demand and the store, in which an owner could take a property
 * away. Whatever may read bytes comes after the demand, and so never sees those of a refused image.
 */
export function listImportPlugins({ imageConversion, signedImports }: Neighbours): string[] {
  const plugins = [
    ...(imageConversion?.injectMetadata ? ['inject_image_metadata'] : []),
    ...(signedImports ? [SIGNATURE_PLUGIN, ...(signedImports.furtherPlugins ?? [])] : []),
    ...(imageConversion?.outputFormat ? ['image_conversion'] : []),
  ];
  return [...new Set(plugins)];
}

/** The line, with one reason whoever asks for it. */
export function wantImportPlugins(plugins: readonly string[]): WantedSetting {
  return {
    service: 'glance',
    section: 'image_import_opts',
    option: 'image_import_plugins',
    value: plugins,
    reason: 'run in this order on every import, never on PUT /file',
  };
}
