// The smallest change of a policy that closes an attack: one rule, in the file that would win.
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import type { Fix } from '../types';

/** The rule in Glacis' own drop-in, which beats policy.yaml; in the file that sets it now when that one is read later still. */
export function findPolicyFixes(cloud: Cloud, service: Service, rule: string, check: string): Fix[] {
  const own = `${service}/policy.d/90-glacis.yaml`;
  const winner = cloud.enforcer(service).rule(rule)?.at?.file;
  const isLater = winner?.startsWith(`${service}/policy.d/`) && winner > own;
  return [{ file: isLater && winner !== undefined ? winner : own, section: 'policy', option: rule, value: check }];
}
