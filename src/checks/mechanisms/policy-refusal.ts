// Whether a policy rule by itself keeps a caller out, as a defence.
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import { findRule } from '../../openstack/catalogue';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud';
import type { Defence, Fix } from '../types';

/** The defence when the rule surely refuses; none when it allows, raises, or nobody can say. */
export function findRefusal(cloud: Cloud, rule: string, persona: PersonaName, act = `may not ${rule}`): Defence[] {
  const verdict = cloud.authorize('glance', rule, persona);
  if (verdict.allowed !== false || verdict.hasRaised !== false) return [];
  const who = persona === 'no-role' ? 'a caller without a role' : `a ${persona}`;
  return [{ layer: 'policy', at: verdict.decidedBy.at, because: `${who} ${act}` }];
}

/** True when the release asks such a rule at all. */
export function hasRule(cloud: Cloud, service: Service, rule: string): boolean {
  return findRule(service, rule, cloud.versions.release) !== undefined;
}

/** A rule of Glance set to a check, in the file that Glacis writes. */
export function fixRule(option: string, value: string): Fix {
  return { file: 'glance/policy.d/90-glacis.yaml', section: 'policy', option, value };
}

/** An option of Glance, in the file that Glacis writes. */
export function fixOption(section: string, option: string, value: string): Fix {
  return { file: 'glance/glance.conf.d/90-glacis.conf', section, option, value };
}
