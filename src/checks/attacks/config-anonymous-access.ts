// Requests without a token, let through as anonymous.
import type { Cloud } from '../cloud/cloud';
import { readPipeline } from '../cloud/pipeline';
import { findRefusal, fixOption } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const { identity, flavor } = readPipeline(cloud);
  const { value, at } = cloud.config('glance').get('DEFAULT', 'allow_anonymous_access');
  // A pipeline that asks nobody does not look at the option, and one that believes headers is told that the caller is known.
  if (value !== true && identity !== 'nobody' && identity !== 'headers') {
    const because = 'a request without a token is refused (allow_anonymous_access)';
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'authentication', at, because }] };
  }
  // An anonymous context carries no role: newer policy defaults ask for one.
  const refusals = findRefusal(cloud, 'get_images', 'anonymous');
  const [refusal] = refusals;
  if (refusal) return { verdict: 'stopped', because: `${refusal.because}.`, defences: refusals };
  if (identity === 'nobody' || identity === 'headers') {
    return {
      verdict: 'open',
      because: 'The pipeline asks nobody for a token, and no rule keeps such a caller from the list of images.',
      fixes:
        identity === 'nobody' && !flavor.includes('keystone') ? [fixOption('paste_deploy', 'flavor', 'keystone')] : [],
    };
  }
  return {
    verdict: 'open',
    // The shipped paste file sets delay_auth_decision, so that the decision is left to this option.
    because: 'A request without a token is served as an anonymous reader: public images are listed and downloaded.',
    fixes: [fixOption('DEFAULT', 'allow_anonymous_access', 'false')],
  };
}

export const attack: Attack = {
  kind: 'attack',
  id: 'config-anonymous-access',
  title: 'Images read without a token',
  layer: 'config',
  severity: 'medium',
  words:
    'allow_anonymous_access turns a request without a token into an anonymous reader instead of a 401. The pipeline leaves the decision to this option; a pipeline that asks nobody serves such a request whatever the option says.',
  references: ['Check-Image-03'],
  judge,
};
