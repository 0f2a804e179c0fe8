// Where the bytes lie, told to whoever may see the image.
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import { joinDefences } from '../defences';
import { findRefusal, fixOption } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer, Defence } from '../types';

const options = ['show_image_direct_url', 'show_multiple_locations'] as const;

/** Refusals on the way of one option. */
function findDefences(cloud: Cloud, option: (typeof options)[number]): Defence[] {
  const { value, at } = cloud.config('glance').get('DEFAULT', option);
  const hidden: Defence[] = value === true ? [] : [{ layer: 'locations', at, because: `${option} is off` }];
  // From xena on the answer is built without asking get_image_location; before, a refusal empties the list.
  const rules = isBefore(cloud, 'xena') ? ['get_image', 'get_image_location'] : ['get_image'];
  return [...hidden, ...rules.flatMap((rule) => findRefusal(cloud, rule, 'member'))];
}

function judge(cloud: Cloud): AttackAnswer {
  const requests = options.map((option) => ({ option, defences: findDefences(cloud, option) }));
  const open = requests.filter(({ defences }) => defences.length === 0).map(({ option }) => option);
  if (open.length > 0) {
    return {
      verdict: 'open',
      because: `A member reads the place of every image it may see: ${open.join(' and ')} is on.`,
      fixes: open.map((option) => fixOption('DEFAULT', option, 'false')),
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
    'direct_url and locations tell pool, path or URL of the bytes, and sometimes the credentials in it. They are meant for Nova and Cinder on a node that tenants do not reach.',
  references: ['OSSN-0090'],
  judge,
};
