// No keystone in the pipeline: every caller is an administrator.
import type { Cloud } from '../cloud';
import { fixOption } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const { value, at, error } = cloud.config('glance').get('paste_deploy', 'flavor');
  const flavor = String(value ?? '');
  if (flavor.includes('keystone')) {
    const because = `the pipeline ${flavor} asks keystone about every token`;
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'authentication', at, because }] };
  }
  // A tree of drop-ins alone does not say what the main file of the host sets.
  if (!cloud.files.has('glance/glance-api.conf') && at === null) {
    return {
      verdict: 'not-applicable',
      because: 'glance-api.conf is not among these files, and it names the pipeline',
    };
  }
  if (error !== null || flavor !== '') {
    return {
      verdict: 'not-applicable',
      because: 'the pipeline is one of the operator, and its paste file is not judged',
    };
  }
  return {
    verdict: 'open',
    because: 'Without a flavor Glance asks nobody for a token and takes every caller for an administrator.',
    fixes: [fixOption('paste_deploy', 'flavor', 'keystone')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'config-empty-flavor',
  title: 'Administrator by an empty pipeline',
  layer: 'config',
  severity: 'critical',
  words:
    '[paste_deploy] flavor chooses the pipeline. Left empty it is the one without keystone: every caller reads, changes and deletes every image.',
  references: ['Check-Image-03'],
  judge,
};
