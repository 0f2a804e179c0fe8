// Requests without a token, let through as anonymous.
import type { Cloud } from '../cloud';
import { findRefusal, fixOption } from '../mechanisms/policy-refusal';
import type { Attack, AttackAnswer } from '../types';

function judge(cloud: Cloud): AttackAnswer {
  const { value, at } = cloud.config('glance').get('DEFAULT', 'allow_anonymous_access');
  if (value !== true) {
    const because = 'a request without a token is refused (allow_anonymous_access)';
    return { verdict: 'stopped', because: `${because}.`, defences: [{ layer: 'authentication', at, because }] };
  }
  // An anonymous context carries no role: newer policy defaults ask for one.
  const refusals = findRefusal(cloud, 'get_images', 'no-role');
  const [refusal] = refusals;
  if (refusal) return { verdict: 'stopped', because: `${refusal.because}.`, defences: refusals };
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
    'allow_anonymous_access turns a request without a token into an anonymous reader instead of a 401. The pipeline leaves the decision to this option.',
  references: ['Check-Image-03'],
  judge,
};
