// No keystone in the pipeline: every caller is an administrator.
import type { Cloud } from '../cloud';
import { fixOption } from '../mechanisms/policy-refusal';
import { readPipeline } from '../pipeline';
import type { Attack, AttackAnswer } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const { asksKeystone, flavor, at } = readPipeline(cloud);
  if (asksKeystone === true) {
    const because = `the pipeline ${flavor} asks keystone about every token`;
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'authentication', at, because }] };
  }
  // A tree of drop-ins alone does not say what the main file of the host sets.
  if (asksKeystone === null) {
    const because =
      flavor === ''
        ? 'glance-api.conf is not among these files, and it names the pipeline'
        : 'the pipeline is one of the operator, and its paste file is not among these files';
    return { verdict: 'not-applicable', because };
  }
  if (flavor !== '') {
    const because = `The pipeline ${flavor} leaves authtoken out: Glance believes the roles that a client writes into its headers.`;
    return { verdict: 'open', because, fixes: [] };
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
