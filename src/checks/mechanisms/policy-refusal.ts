// Whether a policy rule by itself keeps a caller out, as a defence.
import type { PersonaName } from '../../emulators/oslo-policy/personas';
import { findRule } from '../../openstack/catalogue';
import type { Service } from '../../openstack/types';
import type { Cloud } from '../cloud/cloud';
import { isBefore } from '../cloud/releases';
import type { Defence, Fix } from '../types';

/** Whoever has a token may attack: a rule with `not` in it may refuse a member and let in those who hold less. */
const tenants: readonly PersonaName[] = ['member', 'reader', 'no-role'];

/**
 * The defence when the rule surely refuses; none when it allows or nobody can say. A check that raises lets nobody in either: the
 * request is answered 500, and the defence says so. `member` stands for every tenant.
 */
export function findRefusal(cloud: Cloud, rule: string, persona: PersonaName, act = `may not ${rule}`): Defence[] {
  const callers = persona === 'member' ? tenants : [persona];
  const verdicts = callers.map((caller) => cloud.authorize('glance', rule, caller));
  const [verdict] = verdicts;
  if (verdict === undefined || verdicts.some(({ allowed }) => allowed !== false)) return [];
  const { at } = verdict.decidedBy;
  if (verdict.hasRaised === true) {
    const because = `the rule ${rule} cannot be evaluated, which the API answers with 500`;
    return [{ layer: 'policy', at, because, isException: true }];
  }
  const isAnonymous = persona === 'anonymous' || (cloud.everybody?.isSure && cloud.everybody.name === 'anonymous');
  const who = isAnonymous ? 'a caller without a token' : `a ${persona}`;
  return [{ layer: 'policy', at, because: `${who} ${act}` }];
}

/**
 * Every import and every legacy task is a row of the table tasks, whose owner must not be empty: where nobody is asked for a token
 * there is no project to write into it, and the API answers 500 (seen on zed, 2025.1 and 2026.2). A namespace of metadata definitions
 * wants an owner too, but takes the one that the caller names: `{"owner": ...}` is answered 201.
 */
export function findTaskDefences(cloud: Cloud): Defence[] {
  if (cloud.everybody?.name !== 'anonymous' || !cloud.everybody.isSure) return [];
  const because =
    'a caller without a project gets no task: the database wants an owner, which the API answers with 500';
  return [{ layer: 'glance-code', at: null, because, isException: true }];
}

/**
 * What stops a tenant's import task. Where nothing does it makes an image of any visibility: from xena on its code asks none of the rules
 * of images (run on 25.1.0, 30.0.0 and 33.0.0), and no import plugin sees it in any release.
 */
export function findTaskRefusals(cloud: Cloud): Defence[] {
  const older = isBefore(cloud, 'xena') ? findRefusal(cloud, 'add_image', 'member') : [];
  return [...findRefusal(cloud, 'tasks_api_access', 'member'), ...older, ...findTaskDefences(cloud)];
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
