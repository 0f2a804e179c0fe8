// PUT /file, which no import plugin sees.
import { fixRule } from '../mechanisms/policy-refusal';
import { createRuleAttack } from '../mechanisms/rule-attack';

/** Plugins that change or check nothing worth walking around. */
const harmlessPlugins: ReadonlySet<string> = new Set(['no_op', 'inject_image_metadata', 'image_decompression']);

export const attack = createRuleAttack({
  id: 'formats-upload-skips-plugins',
  title: 'Upload that skips the import plugins',
  layer: 'formats',
  severity: 'medium',
  words:
    'Import plugins run for imports alone. Where conversion or a signature check is the gate, PUT /file walks around it.',
  references: ['documentation of image import'],
  rules: ['add_image', 'upload_image'],
  groundless: (cloud) => {
    const { value } = cloud.config('glance').get('image_import_opts', 'image_import_plugins');
    const gates = Array.isArray(value) ? value.filter((name) => !harmlessPlugins.has(String(name))) : [];
    return gates.length > 0 ? null : 'no import plugin is a gate here';
  },
  reach: 'A member uploads with PUT /file: the plugins of image_import_plugins never see the bytes.',
  fixes: () => [
    fixRule('upload_image', 'rule:context_is_admin or (service_roles:service and project_id:%(project_id)s)'),
  ],
});
