// Staged uploads that are never imported.
import { glanceUnits } from '../../openstack/units';
import type { Cloud } from '../cloud/cloud';
import { sortDefences } from '../defences';
import { findRuleDefences } from '../mechanisms/flood-attack';
import { findStagingDefences, readStagingPlace } from '../mechanisms/quota-bounds';
import { fixGlanceOption } from '../mechanisms/quota-option';
import { explainUnknownLimits, findLimitDefences } from '../mechanisms/quota-registered';
import type { Attack, AttackAnswer, Defence } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const methods = cloud.config('glance').get('DEFAULT', 'enabled_import_methods');
  const defences: Defence[] = [];
  if (Array.isArray(methods.value) && !methods.value.includes('glance-direct')) {
    const because = 'glance-direct is not among enabled_import_methods: PUT /stage answers 404';
    defences.push({ layer: 'import-methods', at: methods.at, because });
  }
  defences.push(
    ...findRuleDefences(cloud, ['add_image', 'modify_image']),
    // The total counts what has arrived: without a bound on uploads under way any number of them goes beyond it.
    ...(findLimitDefences(cloud, 'image_count_uploading', 'uploads').length > 0
      ? findLimitDefences(cloud, 'image_stage_total', 'MiB')
      : []),
    ...findStagingDefences(cloud),
  );
  const sorted = sortDefences(defences);
  const [first] = sorted;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences: sorted };
  const unknown = explainUnknownLimits(cloud);
  if (unknown !== null) return { verdict: 'not-applicable', because: unknown, lacks: 'knowledge' };
  const { directory } = readStagingPlace(cloud);
  const kept = Array.isArray(methods.value) ? methods.value.filter((method) => method !== 'glance-direct') : [];
  const because = `Staged uploads have no expiry and no bound for a project: a member stages and never imports until ${directory ?? 'the staging directory'} is full, and with it the disk it lies on. A filesystem of its own that is mounted there (stagingBounds with a device and this directory) bounds it.`;
  return {
    verdict: 'open',
    because,
    fixes: [
      {
        file: `systemd/system/${glanceUnits[cloud.versions.launcher]}.d/80-glacis-bounds.conf`,
        control: 'stagingBounds',
      },
    ],
    // A container has no units: what is left of these files is that nobody stages.
    otherWays: [[fixGlanceOption(cloud, 'enabled_import_methods', `[${kept.join(',')}]`)]],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'dos-staging-fill',
  title: 'Staged uploads that are never imported',
  layer: 'dos',
  severity: 'high',
  words:
    'PUT /stage keeps the upload on the disk of the API host until somebody imports or deletes the image: 5 times 4 MiB lay there for good in three releases (measured). image_stage_total counts what has arrived, so that it is a bound only together with image_count_uploading. The default directory is /tmp/staging, often on the root filesystem.',
  references: ['OSSN-0076'],
  judge,
};
