// The policy of a cloud in words: each override against the default of the release, who gains, who loses, and by which calls.
import { formatCheck } from '../emulators/oslo-policy/check-tree';
import { describeCheck } from '../emulators/oslo-policy/describe-check';
import { parseCheck } from '../emulators/oslo-policy/parse-check';
import { findRule, listRules } from '../openstack/catalogue';
import type { Service } from '../openstack/types';
import { compareText, printable } from '../problems';
import type { Cloud } from './cloud/cloud';
import { writeCheck } from './diff/policy';
import { compareReach, listDecided, mapReferrers, type RightsChanged } from './policy-reach';
import { maskUserinfo } from './secrets';
import { judgedServices } from './types';

/** One rule that a file sets. Texts are printable. */
export interface OverrideInWords {
  readonly service: Service;
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  /**
   * `same-as-default`: the line changes nothing and will hide the next change of the default. `unknown`: no code asks this rule.
   * `alias`: no code asks it, but another rule refers to it. `overridden`: a later file sets it again.
   */
  readonly kind: 'override' | 'same-as-default' | 'unknown' | 'alias' | 'overridden';
  /** The check of the release's own code; null when it has no such rule. */
  readonly default: string | null;
  readonly override: string;
  /** Whom the override lets in, in words. */
  readonly meaning: string;
  /** API calls that the rule guards: `POST /v2/images`. */
  readonly operations: readonly string[];
  /** Rules decided by this one are among them. */
  readonly gained: readonly RightsChanged[];
  readonly lost: readonly RightsChanged[];
  readonly uncertain: readonly string[];
}

/** Every rule of every policy file that is read, service by service, in load order. */
export function describePolicy(cloud: Cloud): OverrideInWords[] {
  return judgedServices.flatMap((service) => describeService(cloud, service));
}

function describeService(cloud: Cloud, service: Service): OverrideInWords[] {
  const { documents, enforcer, defaults } = cloud.policy(service);
  const written = documents.flatMap((document) => document.rules);
  if (written.length === 0) return [];
  const asked = new Set(listRules(service, cloud.versions.release).map(({ name }) => name));
  const names = [...new Set([...asked, ...written.map(({ name }) => name)])].sort(compareText);
  const referrers = mapReferrers(names, enforcer, defaults);
  const unknown = new Map(enforcer.unknownOverrides.map((rule) => [rule.name, rule.isReferenced]));
  return written.map((rule): OverrideInWords => {
    const { name, check, at } = rule;
    const facts = findRule(service, name, cloud.versions.release);
    const tree = parseCheck(check, service);
    const inForce = enforcer.rule(name)?.at;
    const isInForce = inForce?.file === at.file && inForce.line === at.line;
    const isSame = facts !== undefined && formatCheck(tree) === formatCheck(parseCheck(facts.check, service));
    const { gained, lost, uncertain } = isInForce
      ? compareReach(service, listDecided(name, referrers), defaults, enforcer, asked)
      : { gained: [], lost: [], uncertain: [] };
    return {
      service,
      rule: printable(name, 120),
      file: at.file,
      line: at.line,
      kind: nameKind(isInForce, unknown.get(name), isSame),
      default:
        facts === undefined ? null : printable(facts.check === '' ? '(empty: always allowed)' : facts.check, 400),
      override: printable(maskUserinfo(writeCheck(check)), 400),
      meaning: printable(maskUserinfo(describeCheck(tree)), 400),
      operations: (facts?.operations ?? []).map(({ method, path }) => `${method} ${path}`),
      gained,
      lost,
      uncertain,
    };
  });
}

function nameKind(isInForce: boolean, isReferenced: boolean | undefined, isSame: boolean): OverrideInWords['kind'] {
  if (!isInForce) return 'overridden';
  if (isReferenced !== undefined) return isReferenced ? 'alias' : 'unknown';
  return isSame ? 'same-as-default' : 'override';
}
