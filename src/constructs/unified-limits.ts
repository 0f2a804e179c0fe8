// UnifiedLimits: limits of Glance in Keystone, together with what use_keystone_limits needs to work at all.
import { LIMITS_SCRIPT, renderRegisteredLimits } from '../documents/registered-limits/script';
import type { RegisteredLimits } from '../documents/registered-limits/types';
import type { UnifiedLimitsProps } from '../intent/types-capacity';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type PlaceOf, type ReleaseFacts, type WantedSetting } from './control';

/** @internal The limits that an intent means, every resource named: one that is not registered counts as 0. Sizes in MiB. */
export function settleRegisteredLimits(props: UnifiedLimitsProps): RegisteredLimits {
  return {
    region: props.region,
    limits: {
      image_count_total: props.imageCountTotal ?? 100,
      image_count_uploading: props.imageCountUploading ?? 10,
      image_size_total: props.imageSizeTotal ?? 2 ** 20,
      image_stage_total: props.imageStageTotal ?? 2 ** 18,
    },
  };
}

/** @internal `use_keystone_limits` (xena and later, off by default), `[oslo_limit]` without its secrets, and the script that registers the limits. */
export function decideUnifiedLimits(props: UnifiedLimitsProps, facts: ReleaseFacts, placeOf: PlaceOf): Decision {
  const problems: Problem[] = [];
  const limit = (option: string, value: string, pointer: string, reason: string): WantedSetting => ({
    service: 'glance',
    section: 'oslo_limit',
    option,
    value,
    pointer,
    reason,
  });
  const settings: WantedSetting[] = [
    {
      service: 'glance',
      section: 'DEFAULT',
      option: 'use_keystone_limits',
      value: true,
      reason: 'the only count of the images of a project; a limit that is not registered counts as 0 (OSSN-0076)',
    },
  ];
  const residuals = [
    {
      control: 'unified-limits',
      because:
        '[oslo_limit] needs auth_url, auth_type, username and password of a user with the role reader on the system, in a file of the site; without them every create fails',
    },
    { control: 'unified-limits', because: 'the limits count once the script in keystone/ has run' },
  ];
  const hasEndpointOption = facts.has('glance', 'oslo_limit', 'endpoint_id');
  // The option came with 2025.1, where the search itself fails and every request with it (run on oslo.limit 2.6.1; mended in 2.9.2).
  const canFindEndpoint = facts.has('glance', 'oslo_limit', 'endpoint_service_type') && facts.isFrom('2026.1');
  if (props.endpointId !== undefined && hasEndpointOption) {
    settings.push(limit('endpoint_id', props.endpointId, '/endpointId', 'Keystone keeps limits by endpoint'));
  } else if (props.endpointId !== undefined) {
    const because = `write [oslo_limit] endpoint_id = ${props.endpointId} by hand: the catalogue does not know the options of oslo.limit in ${facts.release}`;
    residuals.push({ control: 'unified-limits', because });
  } else if (canFindEndpoint) {
    settings.push(
      limit('endpoint_service_type', 'image', '', 'the endpoint whose limits count'),
      limit('endpoint_region_name', props.region, '/region', 'the endpoint of this region'),
    );
  } else if (facts.isFrom('xena')) {
    problems.push(
      problem('missing-key', placeOf(''), {
        got: 'no endpointId',
        wanted: 'endpointId',
        why: `oslo.limit of ${facts.release} finds the endpoint by its id alone`,
        fix: 'add the id that `openstack endpoint list --service image` shows for the public interface',
      }),
    );
  }
  if (hasEndpointOption) {
    settings.push(limit('system_scope', 'all', '', 'registered limits belong to the system, not to a project'));
  }
  const text = renderRegisteredLimits(settleRegisteredLimits(props));
  return { settings, problems, residuals, artifacts: [{ program: 'keystone', name: LIMITS_SCRIPT, text }] };
}

/**
 * Limits in Keystone, `use_keystone_limits` and `[oslo_limit]`, xena and later, with the script that registers them (OSSN-0076); sizes in
 * MiB. Default: 100 images, 10 uploads at a time, 1 TiB stored and 256 GiB staged for each project.
 */
export class UnifiedLimits extends Control<UnifiedLimitsProps> {
  /** @internal */
  readonly intentKey = 'unifiedLimits';

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf): Decision {
    return decideUnifiedLimits(this.props, facts, placeOf);
  }
}
