// The producer of a shared image accepts it in the name of the consumer.
import { anonymous, listPersonas, otherProject } from '../../emulators/oslo-policy/personas';
import { listPolicyTargets } from '../../emulators/oslo-policy/policy-targets';
import { policyDefaults } from '../../openstack/policy-defaults';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { sortDefences } from '../defences';
import { fixRule } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer, Defence } from '../types';

/**
 * Up to wallaby a layer of its own refuses; later only while none of the strict defaults is enforced (read in zed and 32.0.0). It
 * lets administrators pass, and a pipeline without keystone makes one of everybody (seen on zed).
 */
function isRefusedByCode(cloud: Cloud): boolean {
  if (cloud.everybody !== null) return false;
  if (isBefore(cloud, 'xena')) return true;
  const config = cloud.config('glance');
  if (isBefore(cloud, '2023.1')) return config.get('DEFAULT', 'enforce_secure_rbac').value !== true;
  const defaults = policyDefaults('glance', cloud.versions.release);
  const isOn = (option: string, isDefault: boolean) => {
    const { value, at } = config.get('oslo_policy', option);
    return at === null ? isDefault : value === true;
  };
  return !isOn('enforce_new_defaults', defaults.enforceNewDefaults) && !isOn('enforce_scope', defaults.enforceScope);
}

function findDefences(cloud: Cloud): Defence[] {
  const code: Defence[] = isRefusedByCode(cloud)
    ? [{ layer: 'glance-code', at: null, because: 'Glance lets only the consumer change the state of a membership' }]
    : [];
  const caller = [...listPersonas('glance'), anonymous].find(
    ({ name }) => name === (cloud.everybody?.name ?? 'member'),
  );
  const image = listPolicyTargets('glance').find(({ name }) => name === 'a shared image of the project');
  if (!caller || !image) return code;
  const owner = caller.creds.project_id ?? null;
  const target = { ...image.target, project_id: owner, owner, member_id: otherProject };
  const verdict = cloud.enforcer('glance').authorize('modify_member', target, caller.creds);
  if (verdict.allowed !== false || verdict.hasRaised !== false) return code;
  const because = 'a producer may not modify_member of another project';
  return [...code, { layer: 'policy', at: verdict.decidedBy.at, because }];
}

function judge(cloud: Cloud): AttackAnswer {
  const defences = sortDefences(findDefences(cloud));
  const [first] = defences;
  if (first) return { verdict: 'stopped', because: `${first.because}.`, defences };
  return {
    verdict: 'open',
    because: "The producer sets the membership to accepted, and its image stands in the other project's default list.",
    fixes: [fixRule('modify_member', 'rule:context_is_admin or (role:member and project_id:%(member_id)s)')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'sharing-accept-for-victim',
  title: 'Share accepted by its own producer',
  layer: 'sharing',
  severity: 'high',
  words:
    'Consent is one field of the membership. Where modify_member lets the producer write it, a look-alike reaches the default list of any project without a word from there.',
  references: ['OSSN-0005'],
  judge,
};
