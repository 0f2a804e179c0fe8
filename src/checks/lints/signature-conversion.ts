// Plugins that change bytes, where somebody demands signatures over them.
import { convertingPlugins, demandsBootSignatures, surveySignatures } from '../mechanisms/signature-ground';
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'signature-conversion',
  title: 'Conversion of images that must be signed',
  severity: 'medium',
  words:
    'image_conversion and image_decompression change the bytes before Glance compares them with the signature: every import of a signed image that they touch fails, and nothing says beforehand that the two do not go together.',
  references: ['glance image_conversion', 'glance location: ImageProxy.set_data'],
  find: (cloud) => {
    const ground = surveySignatures(cloud);
    const names = ground.plugins.filter((name) => convertingPlugins.has(name));
    const isDemanded = demandsBootSignatures(ground) || ground.plugin.isNamed;
    if (names.length === 0 || !isDemanded || ground.plugin.at === null) return [];
    const message = `Signed imports fail: ${names.join(' and ')} would change the bytes that were signed.`;
    const choice = `Take ${names.join(' and ')} out of image_import_plugins, or let images be signed as they are after conversion.`;
    return [{ at: ground.plugin.at, subject: 'image_import_opts/image_import_plugins', message, fixes: [], choice }];
  },
};
