// What an upgrade to a later release would break or change: options, values, files that are read, policy rules and defaults.
import { parseValues } from '../documents/ini/values/parse-value';
import { writeValue } from '../documents/ini/values/render-value';
import { findOption, findRule, knowsOption, listOptions, listRules } from '../openstack/catalogue';
import type { OptionFacts, ReleaseName, Service } from '../openstack/types';
import { compareText, printable } from '../problems';
import { Cloud } from './cloud/cloud';
import { walkLines } from './cloud/walk-lines';
import { compareReach, describeReach } from './policy-reach';
import { isSecretOption, maskUserinfo } from './secrets';
import { judgedServices } from './types';

/** One thing that is another one after the upgrade. Texts are printable. */
export interface UpgradeFinding {
  readonly service: Service;
  /**
   * `removed`: the line means nothing any more. `renamed`: an old spelling that is still read, or is no longer. `refused-value`: the
   * service will not start. `default-changed`: nothing is set, and the default differs. `file-not-read`: the file is left out.
   */
  readonly kind: 'removed' | 'renamed' | 'deprecated' | 'refused-value' | 'default-changed' | 'file-not-read';
  readonly subject: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly message: string;
}

/** Compares what the files say now with what the later release makes of them. Sorted by service, kind and subject. */
export function findUpgradeChanges(cloud: Cloud, to: ReleaseName): UpgradeFinding[] {
  const later = new Cloud(cloud.files, { ...cloud.versions, release: to, packages: {} });
  return judgedServices.flatMap((service) => {
    if (cloud.filesRead(service).read.length + cloud.policy(service).files.read.length === 0) return [];
    const found = [
      ...findFileChanges(cloud, later, service),
      ...findOptionChanges(cloud, service, to),
      ...findDefaultChanges(cloud, later, service),
      ...findRuleChanges(cloud, later, service),
      ...findRuleDefaultChanges(cloud, later, service),
    ];
    return found.sort(
      (a, b) => compareText(a.kind, b.kind) || compareText(a.subject, b.subject) || (a.line ?? 0) - (b.line ?? 0),
    );
  });
}

function findFileChanges(cloud: Cloud, later: Cloud, service: Service): UpgradeFinding[] {
  const lost = (
    before: readonly string[],
    after: readonly string[],
    unread: readonly { file: string; because: string }[],
  ) =>
    before
      .filter((file) => !after.includes(file))
      .map((file): UpgradeFinding => {
        const because = unread.find((one) => one.file === file)?.because ?? 'it is not looked for';
        const message = printable(`${later.versions.release} no longer reads it: ${because}`);
        return { service, kind: 'file-not-read', subject: file, file, line: 1, message };
      });
  const [options, optionsLater] = [cloud.filesRead(service), later.filesRead(service)];
  const [rules, rulesLater] = [cloud.policy(service).files, later.policy(service).files];
  return [
    ...lost(options.read, optionsLater.read, optionsLater.unread),
    ...lost(rules.read, rulesLater.read, rulesLater.unread),
  ];
}

function findOptionChanges(cloud: Cloud, service: Service, to: ReleaseName): UpgradeFinding[] {
  return walkLines(cloud, service).flatMap(({ entry, facts }): UpgradeFinding[] => {
    if (facts === undefined) return [];
    const subject = printable(`${entry.section}/${entry.key}`, 120);
    const base = { service, subject, file: entry.at.file, line: entry.at.line };
    const now = findOption(service, entry.section, entry.key, cloud.versions.release);
    const then = findOption(service, entry.section, entry.key, to);
    if (then === undefined) {
      const heir = findOption(service, facts.section, facts.name, to);
      const name = `[${facts.section}] ${facts.name}`;
      if (heir !== undefined && now?.via === 'deprecated') {
        return [{ ...base, kind: 'renamed', message: `${to} no longer reads the old spelling: write ${name}` }];
      }
      // A library's options are listed exactly for few releases: elsewhere their absence says nothing.
      if (facts.owner === 'library' && knowsOption(service, entry.section, entry.key, to) !== 'unknown') return [];
      return [{ ...base, kind: 'removed', message: `${to} has no such option and ignores the line` }];
    }
    const found: UpgradeFinding[] = [];
    if (then.via === 'deprecated' && now?.via === 'name') {
      const message = `the name in ${to} is [${then.facts.section}] ${then.facts.name}; the old one is still read`;
      found.push({ ...base, kind: 'renamed', message });
    }
    if (then.facts.deprecatedForRemoval && !facts.deprecatedForRemoval) {
      found.push({ ...base, kind: 'deprecated', message: `${to} still reads it and announces its removal` });
    }
    if (!entry.value.includes('$')) {
      const [was, is] = [facts, then.facts].map(({ type }) => parseValues(type, [entry.value]));
      if (was?.ok && is && !is.ok) {
        const why = isSecretOption(entry.key, then.facts) ? 'its type refuses the value' : maskUserinfo(is.error);
        found.push({ ...base, kind: 'refused-value', message: printable(`${service} ${to} does not start: ${why}`) });
      }
    }
    return found;
  });
}

function findDefaultChanges(cloud: Cloud, later: Cloud, service: Service): UpgradeFinding[] {
  return listOptions(service, cloud.versions.release).flatMap((was): UpgradeFinding[] => {
    const { section, name: option } = was;
    const is = section === null || was.owner === 'library' ? undefined : later.optionFacts(service, section, option);
    if (section === null || !is || JSON.stringify(was.default ?? null) === JSON.stringify(is.default ?? null))
      return [];
    // Dear, and few defaults change.
    if (cloud.config(service).get(section, option).at !== null) return [];
    const message = printable(`nothing is set: ${showDefault(was)} becomes ${showDefault(is)}`);
    return [{ service, kind: 'default-changed', subject: `${section}/${option}`, file: null, line: null, message }];
  });
}

function showDefault(facts: OptionFacts): string {
  if (facts.default === undefined) return '(computed)';
  const written = writeValue(facts.type, facts.default);
  return (written.ok ? written.lines.join(', ') : JSON.stringify(facts.default)) || '(empty)';
}

function findRuleChanges(cloud: Cloud, later: Cloud, service: Service): UpgradeFinding[] {
  const { release: to } = later.versions;
  const heirs = new Map(
    listRules(service, to).flatMap(({ name, deprecatedRule }) =>
      deprecatedRule && deprecatedRule.name !== name ? [[deprecatedRule.name, name] as const] : [],
    ),
  );
  return cloud
    .policy(service)
    .documents.flatMap((document) => document.rules)
    .flatMap(({ name, at }): UpgradeFinding[] => {
      if (!findRule(service, name, cloud.versions.release) || findRule(service, name, to)) return [];
      const heir = heirs.get(name);
      const base = { service, subject: printable(name, 120), file: at.file, line: at.line };
      return heir === undefined
        ? [{ ...base, kind: 'removed', message: `${to} never asks this rule` }]
        : [
            {
              ...base,
              kind: 'renamed',
              message: `${to} asks ${heir}; the old name still counts while it is deprecated`,
            },
          ];
    });
}

/** Rules that no file sets, whose default lets somebody else in: told for those alone who gain or lose. */
function findRuleDefaultChanges(cloud: Cloud, later: Cloud, service: Service): UpgradeFinding[] {
  const [was, is] = [cloud.policy(service).defaults, later.policy(service).defaults];
  const written = new Set(cloud.policy(service).documents.flatMap((d) => d.rules.map((rule) => rule.name)));
  const rules = listRules(service, later.versions.release)
    .map(({ name }) => name)
    .filter((name) => !written.has(name) && findRule(service, name, cloud.versions.release));
  const asked = new Set(rules);
  // Hundreds of rules say one of some dozen texts: each pair of texts is asked once.
  const messages = new Map<string, string | null>();
  return rules.flatMap((rule): UpgradeFinding[] => {
    const scopes = [cloud, later].map(({ versions }) => findRule(service, rule, versions.release)?.scopeTypes);
    const question = JSON.stringify([was.rule(rule)?.check, is.rule(rule)?.check, scopes]);
    let message = messages.get(question);
    if (message === undefined) {
      const reach = compareReach(service, [rule], was, is, asked);
      const isChanged = reach.gained.length + reach.lost.length > 0;
      message = isChanged ? printable(`in ${later.versions.release} ${describeReach(reach, rule)}`, 400) : null;
      messages.set(question, message);
    }
    if (message === null) return [];
    return [{ service, kind: 'default-changed', subject: rule, file: null, line: null, message }];
  });
}
