// A format to convert to, and nothing that converts.
import type { Lint } from '../types';

export const lint: Lint = {
  kind: 'lint',
  id: 'conversion-not-run',
  title: 'Conversion that never runs',
  severity: 'medium',
  words:
    '[image_conversion] output_format is read by the plugin image_conversion alone. Without it in image_import_plugins every image is stored as its tenant made it, and the line looks as if it were not.',
  references: ['glance [image_conversion] output_format'],
  find: (cloud) => {
    const config = cloud.config('glance');
    const { value, at } = config.get('image_conversion', 'output_format');
    const plugins = config.get('image_import_opts', 'image_import_plugins').value;
    if (at === null || typeof value !== 'string') return [];
    if (Array.isArray(plugins) && plugins.includes('image_conversion')) return [];
    const message = `Nothing is converted to ${value}: image_conversion is not among image_import_plugins.`;
    const choice = 'Name image_conversion in image_import_plugins, or drop output_format.';
    return [{ at, subject: 'image_conversion/output_format', message, fixes: [], choice }];
  },
};
