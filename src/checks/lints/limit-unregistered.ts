// use_keystone_limits without what it needs: every request of a kind is refused.
import { limitedResources } from '../../documents/registered-limits/types';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { readUnifiedLimits } from '../mechanisms/quota-registered';
import type { Lint, LintFinding } from '../types';

/** Each names the endpoint alone. */
function endpointOptions(cloud: Cloud): readonly string[] {
  return isBefore(cloud, '2026.1')
    ? ['endpoint_id']
    : ['endpoint_id', 'endpoint_service_type', 'endpoint_service_name'];
}

export const lint: Lint = {
  kind: 'lint',
  id: 'limit-unregistered',
  title: 'Unified limits that would refuse everything',
  severity: 'high',
  words:
    'With use_keystone_limits Glance asks Keystone for four limits of its endpoint. One that is not registered counts as 0, so that every create or upload fails; without an endpoint in [oslo_limit] each of them ends in an error. Before 2026.1 only endpoint_id names one: the search by service that came with 2025.1 fails in oslo.limit up to 2.8 (run on 2.6.1).',
  references: ['OSSN-0076', 'oslo.limit'],
  find: (cloud) => {
    const option = cloud.config('glance').get('DEFAULT', 'use_keystone_limits');
    const unified = readUnifiedLimits(cloud);
    if (unified.kind === 'off' || option.at === null) return [];
    const findings: LintFinding[] = [];
    const config = cloud.config('glance');
    if (endpointOptions(cloud).every((name) => config.get('oslo_limit', name).raw === null)) {
      const message =
        'Nothing in [oslo_limit] names the endpoint whose limits count: endpoint_id, or from 2026.1 on endpoint_service_type.';
      findings.push({
        at: option.at,
        subject: 'oslo_limit/endpoint_id',
        message,
        fixes: [],
        choice:
          'Name the public endpoint of glance there: endpoint_id, or from 2026.1 on endpoint_service_type and endpoint_region_name.',
      });
    }
    if (unified.kind !== 'known') return findings;
    for (const resource of limitedResources) {
      const registered = unified.read.limits.get(resource);
      if (registered === undefined) {
        const message = `The script does not register ${resource}, which then counts as 0.`;
        findings.push({
          at: option.at,
          subject: `keystone/${resource}`,
          message,
          fixes: [],
          choice: 'Register a limit for it in keystone: openstack registered limit create.',
        });
      } else if (registered.limit < 0) {
        const message = `${registered.limit} means without limit.`;
        findings.push({
          at: registered.at,
          subject: `keystone/${resource}`,
          message,
          fixes: [],
          choice: 'Register a number that the storage can bear.',
          severity: 'medium',
        });
      }
    }
    return findings;
  },
};
