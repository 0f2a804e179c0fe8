// Ways of an unsigned image into Glance, where imports demand signatures.
import { findMethodDefences } from '../mechanisms/import-methods';
import { findHiddenLocations, findLocationQuota } from '../mechanisms/location-patch';
import { findTaskRefusals, hasRule } from '../mechanisms/policy-refusal';
import { answerWays, createSignatureAttack, findRuleRefusal } from '../mechanisms/signature-attack';
import type { Defence } from '../types';

const ADD_LOCATION = 'add_image_location';

export const attack = createSignatureAttack({
  id: 'sig-unsigned-stored',
  title: 'Unsigned image stored where imports demand signatures',
  severity: 'high',
  words:
    'An import plugin sees imports and nothing else: PUT /file, PATCH of locations, the Add Location API and the legacy tasks go past it. And a plugin that is named but not installed fails open: one warning in the log, and imports go on without it (measured on three releases).',
  references: ['glance image_import_plugins', 'stevedore'],
  demandedBy: 'import',
  judge: (ground) => {
    const { cloud, plugin, startsWithPlugin } = ground;
    const imports: Defence[] = findMethodDefences(cloud);
    if (startsWithPlugin !== null) {
      const because = 'the import plugin asks for all four properties, and glance-api does not start without it';
      imports.push({ layer: 'import-plugins', at: plugin.at, because });
    }
    const uploads = findRuleRefusal(cloud, 'glance', 'upload_image');
    const quota = findLocationQuota(cloud, 0);
    const patches = [
      ...findHiddenLocations(cloud),
      ...findRuleRefusal(cloud, 'glance', 'set_image_location'),
      ...quota,
    ];
    const isPost = hasRule(cloud, 'glance', ADD_LOCATION);
    const posts = isPost ? [[...findRuleRefusal(cloud, 'glance', ADD_LOCATION), ...quota]] : [];
    const tasks = findTaskRefusals(cloud);
    const way =
      uploads.length === 0 ? 'with PUT /file' : tasks.length === 0 ? 'by a legacy task' : 'by naming a location';
    const reach =
      imports.length === 0
        ? 'Nothing proves that the plugin loads: without it imports go on unasked. Check it before glance-api starts.'
        : `A member stores an unsigned image past the plugin ${way}.`;
    return answerWays([imports, uploads, patches, tasks, ...posts], reach);
  },
});
