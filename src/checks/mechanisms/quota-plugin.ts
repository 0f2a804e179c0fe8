// Attacks on an import plugin: it must be listed in image_import_plugins, and nothing around the process may bound what it does.
import { listImportPlugins } from '../../openstack/plugins';
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import type { Attack, AttackAnswer, AttackLayer, Defence, Severity } from '../types';
import { findRuleDefences } from './flood-attack';
import { findMethodDefences } from './import-methods';
import { findTaskDefences } from './policy-refusal';
import { fixGlanceOption } from './quota-option';

/** An attack on a plugin. */
export interface PluginAttackWords {
  readonly id: string;
  readonly title: string;
  /** Default `dos`. */
  readonly layer?: AttackLayer;
  readonly severity: Severity;
  readonly words: string;
  readonly references: readonly string[];
  readonly plugin: 'image_decompression' | 'image_conversion';
  /** What bounds or stops it once the plugin runs. */
  readonly findBounds: (cloud: Cloud) => readonly Defence[];
  /** What happens when nothing does. */
  readonly outcome: string;
}

/** oslo.concurrency starts its bounded child with sys.executable, which uWSGI sets to itself (measured on three releases). */
const unusableUnderUwsgi =
  'under uWSGI the plugin fails before qemu-img sees the image: uWSGI stands where Python is expected, and the import ends';

/** Makes the attack. */
export function createPluginAttack(words: PluginAttackWords): Attack {
  const { id, title, layer = 'dos', severity, references, plugin } = words;
  return { kind: 'attack', layer, id, title, severity, words: words.words, references, judge };

  function judge(cloud: Cloud): AttackAnswer {
    const { release } = cloud.versions;
    if (!listImportPlugins(release).includes(plugin)) {
      return { verdict: 'not-applicable', because: `${release} has no plugin ${plugin}` };
    }
    if (plugin === 'image_conversion' && cloud.versions.launcher === 'uwsgi' && !namesPython(cloud)) {
      return { verdict: 'not-applicable', because: unusableUnderUwsgi };
    }
    const config = cloud.config('glance');
    const plugins = config.get('image_import_opts', 'image_import_plugins');
    const listed = Array.isArray(plugins.value) ? plugins.value : [];
    const defences: Defence[] = [];
    if (!listed.includes(plugin)) {
      defences.push({
        layer: 'import-plugins',
        at: plugins.at,
        because: `${plugin} is not among image_import_plugins`,
      });
    }
    defences.push(
      ...findMethodDefences(cloud),
      ...findRuleDefences(cloud, ['add_image', 'modify_image']),
      ...findTaskDefences(cloud),
    );
    defences.push(...words.findBounds(cloud));
    const sorted = sortDefences(defences);
    const [first] = sorted;
    if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
    // Both plugins are attacked the same way: fixes for one that keep the other would undo each other.
    const kept = listed.filter((name) => name !== 'image_decompression' && name !== 'image_conversion');
    const value = `[${(kept.length > 0 ? kept : ['no_op']).join(',')}]`;
    const fix = fixGlanceOption(cloud, 'image_import_plugins', value, 'image_import_opts');
    return { verdict: 'open', because: `${plugin} is enabled: ${words.outcome}.`, fixes: [fix] };
  }
}

/** `[wsgi] python_interpreter` (victoria and later) is who starts the child then: with it the plugin runs (measured on 25.1.0). */
function namesPython(cloud: Cloud): boolean {
  const { value } = cloud.config('glance').get('wsgi', 'python_interpreter');
  return typeof value === 'string' && value !== '';
}
