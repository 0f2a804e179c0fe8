// No keystone in the pipeline: nobody is asked who he is.
import type { Cloud } from '../cloud/cloud';
import { readPipeline } from '../cloud/pipeline';
import { fixOption } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer } from '../types';

/** What everybody could do before the policy defaults asked for roles. */
const withoutRoles = ['get_images', 'get_image', 'download_image', 'add_image', 'modify_image', 'delete_image'];

function judge(cloud: Cloud): AttackAnswer {
  const { identity, flavor, at } = readPipeline(cloud);
  if (identity === 'keystone') {
    const because = `the pipeline ${flavor || 'without a flavor'} asks keystone about every token`;
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'authentication', at, because }] };
  }
  // A tree of drop-ins alone does not say what the main file of the host sets.
  if (identity === 'unknown') {
    const because =
      flavor === ''
        ? 'glance-api.conf is not among these files, and it names the pipeline'
        : 'the pipeline is one of the operator, and its paste file is not among these files';
    return { verdict: 'not-applicable', because, lacks: 'knowledge' };
  }
  if (identity === 'headers') {
    const because = `The pipeline ${flavor || 'without a flavor'} leaves authtoken out: Glance believes the roles that a client writes into its headers.`;
    return { verdict: 'open', because, fixes: [] };
  }
  // The pipeline without keystone makes a context without roles: where every rule asks for one, nobody can do anything.
  const verdicts = withoutRoles.map((rule) => cloud.authorize('glance', rule, 'anonymous'));
  if (verdicts.every(({ allowed }) => allowed === false)) {
    const because =
      'nobody is asked for a token, and no rule lets a caller without a role read, create or change an image';
    const decidedAt = verdicts[0]?.decidedBy.at ?? null;
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'policy', at: decidedAt, because }] };
  }
  return {
    verdict: 'open',
    because: `The pipeline ${flavor || 'without a flavor'} asks nobody for a token, and shows every caller the images of all projects.`,
    // A flavor of that name that asks nobody was made so in the paste file.
    fixes: flavor.includes('keystone') ? [] : [fixOption('paste_deploy', 'flavor', 'keystone')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'config-empty-flavor',
  title: 'Administrator by an empty pipeline',
  layer: 'config',
  severity: 'critical',
  words:
    '[paste_deploy] flavor chooses the pipeline. Left empty it is the one without keystone: nobody is asked who he is, the database takes everybody for an administrator, and up to zed the policy defaults let every caller read and create images. The same goes for caching and cachemanagement, and for a pipeline whose authtoken comes behind the context.',
  references: ['Check-Image-03'],
  judge,
};
