// ImagePolicy: minimal overrides of oslo.policy rules, written to policy.d where they beat policy.yaml.
import type { PolicyOverride, Residual } from '../documents/hardening';
import type { ImagePolicyProps } from '../intent/types';
import type { Service } from '../openstack/types';
import { type Problem, problem } from '../problems';
import { Control, type Decision, type Neighbours, type PlaceOf, type ReleaseFacts } from './control';
import { closeMetadefs, closeOrigins, closeUploads, narrowAudience } from './image-policy-audience';
import { findUploadCheck } from './image-signature-required';

/** A service's own user, or its call for a member, told by the service token. Nobody gains over the built-in default. */
const SERVICES_ONLY =
  'rule:service_api or (service_roles:service and role:member and project_id:%(project_id)s and project_id:%(owner)s)';

/** Rules that only the tasks API asks for: they may fall with `default` without breaking a user (measured on three releases). */
const taskRules = new Set(['add_task', 'get_task', 'get_tasks', 'modify_task']);

/** @internal True when `default: "!"` breaks nothing: the rules live in code, and only task rules lean on `default`. */
export function canCloseDefaultRule(facts: ReleaseFacts): boolean {
  // Up to train the rules came from policy.json, and whatever an operator's file lacks would fall to `default`.
  if (!facts.isFrom('ussuri') || !facts.rule('glance', 'default')) return false;
  return facts.rules('glance').every((rule) => !rule.check.includes('rule:default') || taskRules.has(rule.name));
}

/** What a control wants of one rule of Glance. */
type Wish = Pick<PolicyOverride, 'rule' | 'check' | 'reason'>;

/** @internal OSSN-0105, the location API, and `default`, to which Glance sends every reference to an undefined rule. */
export function decideImagePolicy(
  asked: ImagePolicyProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
  neighbours: Neighbours = {},
): Decision {
  const props = settleUploads(asked, neighbours);
  const audience = narrowAudience(props, facts, placeOf);
  const overrides = keepKnown(closeDoors(props, facts), facts);
  // The narrower of two wishes for one rule comes first and stays.
  const narrowed = [...closeOrigins(props, facts), ...closeUploads(props, facts), ...audience.overrides];
  for (const override of [...narrowed, ...closeMetadefs(props, facts)]) {
    const isTaken = overrides.some(({ rule }) => rule === override.rule) || isOwnedBeside(override.rule, neighbours);
    if (!isTaken && props.rules?.glance?.[override.rule] === undefined) overrides.push(override);
  }
  overrides.push(...keepKnown(closeAddImage(props), facts));
  const named = settleNamedRules(props.rules, overrides, facts, placeOf);
  return {
    overrides: [...overrides, ...named.overrides],
    problems: [...audience.problems, ...named.problems],
    residuals: tokenResiduals(props),
  };
}

/** Wishes for rules that the release has, as overrides. */
function keepKnown(wishes: readonly Wish[], facts: ReleaseFacts): PolicyOverride[] {
  return wishes.filter(({ rule }) => facts.rule('glance', rule)).map((wish) => ({ service: 'glance', ...wish }));
}

/** Rules that are open to every member, or to everybody, where nothing else is asked for. */
function closeDoors(props: ImagePolicyProps, facts: ReleaseFacts): Wish[] {
  const wishes: Wish[] = [];
  if (canCloseDefaultRule(facts)) {
    const reason = 'a reference to an undefined rule falls here, and the built-in default is open to all';
    wishes.push({ rule: 'default', check: '!', reason });
  }
  if ((props.tasksApiAccess ?? 'nobody') === 'nobody') {
    const reason = 'legacy tasks fetch URLs past the import filter; closing methods does not close them (OSSN-0105)';
    wishes.push({ rule: 'tasks_api_access', check: '!', reason });
  }
  const addImageLocation = props.addImageLocation ?? 'services';
  if (addImageLocation !== 'default') {
    const check = addImageLocation === 'nobody' ? '!' : SERVICES_ONLY;
    const reason = 'with an http store a location is a second fetch path that the import filter does not see';
    wishes.push({ rule: 'add_image_location', check, reason });
  }
  if ((props.communitizeImage ?? 'admin') === 'admin') {
    const reason = 'every member could publish look-alikes to the whole cloud';
    wishes.push({ rule: 'communitize_image', check: 'rule:context_is_admin', reason });
  }
  return wishes;
}

function closeAddImage({ addImage }: ImagePolicyProps): Wish[] {
  if (addImage === 'admin') {
    const reason = 'nobody else creates images; snapshots of Nova and uploads of Cinder fail (OSSN-0076)';
    return [{ rule: 'add_image', check: 'role:admin', reason }];
  }
  if (addImage === undefined || addImage === 'default') return [];
  const reason = 'members create no images; Nova and Cinder do for them when they send service tokens (OSSN-0076)';
  return [{ rule: 'add_image', check: 'role:admin or service_roles:service', reason }];
}

/** The rules that `rules` spells out: each known to the release, and none that another key has settled otherwise. */
function settleNamedRules(
  rules: ImagePolicyProps['rules'],
  settled: readonly PolicyOverride[],
  facts: ReleaseFacts,
  placeOf: PlaceOf,
): { overrides: PolicyOverride[]; problems: Problem[] } {
  const overrides: PolicyOverride[] = [];
  const problems: Problem[] = [];
  for (const service of ['glance', 'nova', 'cinder'] as const) {
    for (const [rule, check] of Object.entries(rules?.[service] ?? {})) {
      const pointer = `/rules/${service}/${escapePointer(rule)}`;
      const own = settled.find((override) => override.service === service && override.rule === rule);
      if (!facts.rule(service, rule)) problems.push(unknownRule(service, rule, facts, placeOf(pointer)));
      else if (own === undefined) overrides.push({ service, rule, check, reason: 'set by the intent' });
      else if (own.check !== check) problems.push(conflict(own, check, placeOf(pointer)));
    }
  }
  return { overrides, problems };
}

/** A conversion that PUT /file walks around is none. */
function settleUploads(props: ImagePolicyProps, { imageConversion }: Neighbours): ImagePolicyProps {
  return imageConversion?.outputFormat === undefined ? props : { uploadImage: 'services', ...props };
}

/** Rule upload_image has one owner: signed imports, where there are any, unless `rules` writes it. */
function isOwnedBeside(rule: string, neighbours: Neighbours): boolean {
  return rule === 'upload_image' && findUploadCheck(neighbours) !== undefined;
}

/** What the rules rest on: service tokens, the network, and who holds a role. */
function tokenResiduals({ imageOrigin, audience, uploadImage }: ImagePolicyProps): Residual[] {
  const asksForTokens = imageOrigin === 'operator-only' || audience === 'services' || uploadImage === 'services';
  const told = [
    asksForTokens &&
      'Nova and Cinder must send a service token ([service_user] send_service_user_token = true, with its credentials), else snapshots, shelving and volume uploads are refused',
    audience === 'services' &&
      'nodes for services: keep tenants away from them in the network too, and lead the glance endpoint of Nova and Cinder there (OSSN-0090)',
    audience === 'importers' &&
      'holders of role image_importer count as trusted: what these nodes refuse to members they may do, and no attack is tried as one of them',
  ];
  return told.flatMap((because) => (because === false ? [] : [{ control: 'image-policy', because }]));
}

function unknownRule(service: Service, rule: string, facts: ReleaseFacts, place: Problem['place']): Problem {
  return problem('not-in-release', place, {
    got: `rule ${rule}`,
    wanted: `a policy rule of ${service} ${facts.release}`,
    why: 'oslo.policy ignores a rule it does not know without a word',
  });
}

function conflict(own: PolicyOverride, check: string, place: Problem['place']): Problem {
  return problem('conflict', place, {
    got: `"${check}"`,
    wanted: `"${own.check}", which another key of imagePolicy sets`,
    fix: `set that key to "default", or remove the rule`,
  });
}

function escapePointer(key: string): string {
  return key.replace(/~/g, '~0').replace(/\//g, '~1');
}

/**
 * Policy overrides of Glance, Nova and Cinder, of rules that the release has (OSSN-0105, OSSN-0076).
 * Default: tasks API and community sharing closed, locations for services.
 */
export class ImagePolicy extends Control<ImagePolicyProps> {
  /** @internal */
  readonly intentKey = 'imagePolicy';
  /** @internal */
  override readonly heeds = ['imageConversion', 'imagePolicy', 'signedImports'] as const;

  /** @internal */
  decide(facts: ReleaseFacts, placeOf: PlaceOf, neighbours?: Neighbours): Decision {
    return decideImagePolicy(this.props, facts, placeOf, neighbours);
  }
}
