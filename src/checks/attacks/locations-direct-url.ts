// Where the bytes lie, told to whoever may see the image.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { joinDefences } from '../defences';
import { findPolicyFixes } from '../mechanisms/policy-fixes';
import { findRefusal, fixOption, hasRule } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer, Defence, Fix } from '../types';

const options = ['show_image_direct_url', 'show_multiple_locations'] as const;

/** Refusals on the way of one option. */
function findDefences(cloud: Cloud, option: (typeof options)[number]): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', option);
  const hidden: Defence[] = value === true ? [] : [{ layer: 'locations', at, because: `${option} is off` }];
  // From xena on the answer is built without asking get_image_location; before, a refusal empties the list.
  const rules = isBefore(cloud, 'xena') ? ['get_image', 'get_image_location'] : ['get_image'];
  return [...hidden, ...rules.flatMap((rule) => findRefusal(cloud, rule, 'member'))];
}

/** GET /v2/images/ID/locations asks this rule and no option (2024.2 and later; run on 30.0.0 and 33.0.0). */
const FETCH = 'fetch_image_location';

interface Request {
  readonly defences: readonly Defence[];
  /** What lets it through. */
  readonly reason: string;
  readonly fixes: readonly Fix[];
}

function judge(cloud: Cloud): AttackAnswer {
  const requests = options.map(
    (option): Request => ({
      defences: findDefences(cloud, option),
      reason: `${option} is on`,
      fixes: [fixOption('DEFAULT', option, 'false')],
    }),
  );
  if (hasRule(cloud, 'glance', FETCH)) {
    const fixes = findPolicyFixes(cloud, 'glance', FETCH, 'rule:service_api');
    requests.push({ defences: findRefusal(cloud, FETCH, 'member'), reason: `${FETCH} lets it`, fixes });
  }
  const open = requests.filter(({ defences }) => defences.length === 0);
  if (open.length > 0) {
    const reasons = open.map(({ reason }) => reason).join(' and ');
    return {
      verdict: 'open',
      because: `A member reads the place of every image it may see: ${reasons}.`,
      fixes: open.flatMap(({ fixes }) => fixes),
    };
  }
  const defences = joinDefences(requests.map(({ defences: found }) => found));
  return { verdict: 'stopped', because: `${defences[0]?.because ?? 'Nothing is shown'}.`, defences };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'locations-direct-url',
  title: 'Place of the bytes read from the API',
  layer: 'locations',
  severity: 'medium',
  words:
    'direct_url and locations tell pool, path or URL of the bytes, and sometimes the credentials in it. They are meant for Nova and Cinder on a node that tenants do not reach. From 2024.2 on the rule fetch_image_location shows them too, whatever the options say.',
  references: ['OSSN-0090'],
  judge,
};
