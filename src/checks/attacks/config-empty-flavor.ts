// No keystone in the pipeline: every caller is an administrator.
import type { Cloud } from '../cloud';
import { fixOption } from '../mechanisms/policy-refusal';
import { readPipeline } from '../pipeline';
import type { Attack, AttackAnswer } from '../types';

/** What everybody could do before the policy defaults asked for roles. */
const withoutRoles = ['get_images', 'get_image', 'download_image', 'add_image', 'modify_image', 'delete_image'];

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
  // The pipeline without keystone makes a context without roles: where every rule asks for one, nobody can do anything.
  const verdicts = withoutRoles.map((rule) => cloud.policy('glance').authorize(rule, 'no-role'));
  if (at?.file.includes('paste') !== true && verdicts.every(({ allowed }) => allowed === false)) {
    const because =
      'nobody is asked for a token, and no rule lets a caller without a role read, create or change an image';
    const decidedAt = verdicts[0]?.decidedBy.at ?? null;
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'policy', at: decidedAt, because }] };
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
    '[paste_deploy] flavor chooses the pipeline. Left empty it is the one without keystone: nobody is asked who he is, and up to zed the policy defaults let every caller read and create images.',
  references: ['Check-Image-03'],
  judge,
};
