// Policy rules whose text in effect differs, and who gains or loses by it: asked over callers and objects.
import type { CheckText } from '../../documents/policy/model';
import { formatCheck } from '../../emulators/oslo-policy/check-tree';
import type { RuleInEffect } from '../../emulators/oslo-policy/rule-table';
import { listRules } from '../../openstack/catalogue';
import type { Service } from '../../openstack/types';
import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import { compareReach, describeReach, listDecided, mapReferrers, type ReachCompared } from '../policy-reach';
import { maskUserinfo } from '../secrets';
import type { Direction } from '../types';
import type { DraftChange } from './types';

/** Every rule of a service that is another one after. Rules that only refer to it are told in its words. */
export function diffPolicy(service: Service, before: Cloud, after: Cloud): DraftChange[] {
  if (describeInputs(service, before) === describeInputs(service, after)) return [];
  const [old, now] = [before.policy(service), after.policy(service)];
  const asked = new Set(
    [before, after].flatMap((cloud) => listRules(service, cloud.versions.release).map((r) => r.name)),
  );
  const written = [...old.documents, ...now.documents].flatMap((document) => document.rules.map((rule) => rule.name));
  const names = [...new Set([...asked, ...written])].sort(compareText);
  const changed = names.filter(
    (name) => describeRule(old.enforcer.rule(name)) !== describeRule(now.enforcer.rule(name)),
  );
  if (changed.length === 0) return [];
  const referrers = mapReferrers(names, old.enforcer, now.enforcer);
  return changed.map((name): DraftChange => {
    const reach = compareReach(service, listDecided(name, referrers), old.enforcer, now.enforcer, asked);
    const [from, to] = [old.enforcer.rule(name), now.enforcer.rule(name)];
    return {
      kind: 'policy',
      direction: findDirection(reach),
      file: to?.at?.file ?? from?.at?.file ?? service,
      subject: printable(name, 120),
      before: showCheck(from),
      after: showCheck(to),
      because: printable(describeReach(reach, name), 400),
      beforeAt: from?.at ?? null,
      afterAt: to?.at ?? null,
    };
  });
}

/** A right that somebody gains, or may gain where nobody can say, weighs more than any that others lose. */
function findDirection({ gained, lost, mayGain, mayLose }: ReachCompared): Direction {
  if (gained.length > 0 || mayGain) return 'looser';
  return lost.length > 0 || mayLose ? 'tighter' : 'neutral';
}

/** Equal text, equal policy: files in load order, the options that change how they are read, and the release. */
function describeInputs(service: Service, cloud: Cloud): string {
  const config = cloud.programConfig(service, `${service}-api`);
  const flags = ['enforce_scope', 'enforce_new_defaults', 'policy_default_rule'].map(
    (name) => config.get('oslo_policy', name).value ?? null,
  );
  const texts = cloud.policy(service).files.read.map((file) => cloud.files.get(file) ?? '');
  return JSON.stringify([cloud.versions.release, flags, texts]);
}

function describeRule(rule: RuleInEffect | undefined): string {
  return rule === undefined ? '' : formatCheck(rule.tree);
}

function showCheck(rule: RuleInEffect | undefined): string | null {
  return rule === undefined ? null : printable(maskUserinfo(writeCheck(rule.check)));
}

/** The check as one line; the list syntax of old files as JSON. */
export function writeCheck(check: CheckText): string {
  if (typeof check === 'string') return check === '' ? '(empty: always allowed)' : check;
  return check.length === 0 ? '(empty: always allowed)' : JSON.stringify(check);
}
