// OpenStack-Ansible: one variables file whose overrides config_template merges into the services' own files.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml, type YamlEntry, type YamlValue } from '../documents/yaml/compose-yaml';
import { isYamlMapping, mappingAt, readYamlMapping, type YamlMapping } from '../documents/yaml/read-yaml-mapping';
import type { Service } from '../openstack/types';
import { IntentProblems, type Problem, problem } from '../problems';
import { findLimitParts } from './haproxy-lines';
import { putUnderHeader } from './header';
import { type OptionLines, overlayOptions, readOptionLines, renderOptionLines } from './ini-overlay';
import { renderJinja } from './jinja';
import {
  dropOrphans,
  listUncarriedArtifacts,
  listUncarriedPolicy,
  listUnreadLayout,
  mayReplacePolicyFile,
} from './not-carried';
import { arriveHaproxyText, composeHaproxyVariables } from './openstack-ansible-haproxy';
import { layOutScripts, passScripts } from './operator-scripts';
import { openstackAnsibleOwnLines } from './own-lines';
import { composePlainPolicy } from './plain-policy';
import { composeReadme } from './readme';
import { overridesOf, services, settingsBySection, sortFiles, writeSetting } from './service-files';
import type { Target } from './types';

const variablesFile = 'user_glacis.yml';

/** Variables of the roles and the files they end in. */
const overrideKeys: Readonly<
  Record<Service, { readonly options: string; readonly policy: string; readonly file: string }>
> = {
  glance: {
    options: 'glance_glance_api_conf_overrides',
    policy: 'glance_policy_overrides',
    file: 'glance/glance-api.conf',
  },
  nova: { options: 'nova_nova_conf_overrides', policy: 'nova_policy_overrides', file: 'nova/nova.conf' },
  cinder: { options: 'cinder_cinder_conf_overrides', policy: 'cinder_policy_overrides', file: 'cinder/cinder.conf' },
};

/**
 * Every value is a string: config_template writes a YAML list without its brackets, and Glance then refuses to start.
 * @throws IntentProblems for what the tool would change on its way: Jinja2 marks, and commas in policy checks.
 */
function layOut(wanted: HardeningDocuments): FileTree {
  const documents = dropOrphans(wanted);
  const problems: Problem[] = [];
  const entries = services.flatMap((service): YamlEntry[] => {
    const { options, policy } = overrideKeys[service];
    const sections = [...settingsBySection(documents, service)].map(([section, settings]) => ({
      key: section,
      value: {
        entries: settings.map((setting) => {
          const lines = writeSetting(setting);
          for (const line of lines) problems.push(...findMarks(line, `[${section}] ${setting.option}`));
          return {
            key: setting.option,
            value: wrapLines(lines, setting.type.kind === 'multi'),
            reason: setting.reason,
          };
        }),
      },
    }));
    const isWhole = service !== 'glance' || mayReplacePolicyFile(documents);
    const rules = isWhole ? overridesOf(documents, service) : [];
    for (const { rule, check } of rules)
      problems.push(...findMarks(`${rule}${check}`, rule), ...findComma(check, rule));
    const checks = rules.map(({ rule, check, reason }) => ({ key: rule, value: check, reason }));
    return [
      ...(sections.length > 0 ? [{ key: options, value: { entries: sections } }] : []),
      ...(checks.length > 0 ? [{ key: policy, value: { entries: checks } }] : []),
    ];
  });
  if (problems.length > 0) throw new IntentProblems(problems);
  const variables = [...entries, ...composeHaproxyVariables(documents)];
  const files = new Map([[variablesFile, putUnderHeader(documents.release, composeYaml([], variables))]]);
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set(
    'README.md',
    composeReadme(documents, words(findLimitParts(documents) !== undefined), paths, residuals(wanted)),
  );
  return sortFiles(files);
}

/** Only a mapping without values becomes one line for each key. */
function wrapLines(lines: readonly string[], isMulti: boolean): YamlValue {
  const [first = ''] = lines;
  return isMulti ? { entries: [...new Set(lines)].map((key) => ({ key, value: { entries: [] } })) } : first;
}

function findMarks(text: string, subject: string): Problem[] {
  if (!/\{[{%#]/.test(text)) return [];
  const facts = { got: `${subject}: ${text}`, wanted: 'text without {{, {% and {#' };
  return [
    problem(
      'unsafe-text',
      { file: variablesFile },
      {
        ...facts,
        why: 'Ansible would read the mark as a template',
        fix: 'choose another value, or leave the target openstack-ansible out',
      },
    ),
  ];
}

function findComma(check: string, rule: string): Problem[] {
  if (!/[,\n]/.test(check)) return [];
  const facts = { got: `${rule}: ${check}`, wanted: 'a check without commas and line breaks' };
  return [
    problem(
      'bad-value',
      { file: variablesFile },
      {
        ...facts,
        why: 'config_template splits it there into a list, which oslo.policy reads as alternatives',
        fix: 'write the check without a comma',
      },
    ),
  ];
}

function residuals(documents: HardeningDocuments): Residual[] {
  const because = {
    nginx: 'openstack-ansible places no nginx: put one in front of HAProxy, with the files of the target etc',
    haproxy:
      'openstack-ansible composes HAProxy itself: set imageCreateRateLimit.haproxy.frontend to existing, and its backend of glance gets the lines',
  };
  const carried = findLimitParts(documents) === undefined ? [] : (['haproxy'] as const);
  return [
    ...listUncarriedArtifacts(documents, 'openstack-ansible', carried, because),
    ...listUncarriedPolicy(documents, 'openstack-ansible'),
    ...listUnreadLayout(documents, 'openstack-ansible'),
  ];
}

const words = (hasLimit: boolean) => ({
  tool: 'openstack-ansible',
  place: [`\`${variablesFile}\` goes into \`/etc/openstack_deploy\` of the deploy host:`],
  commands: [
    `install -m 0640 ${variablesFile} /etc/openstack_deploy/${variablesFile}`,
    'openstack-ansible openstack.osa.glance --tags glance-config --check --diff',
    'openstack-ansible openstack.osa.glance --tags glance-config',
    'openstack-ansible openstack.osa.nova --tags nova-config',
    'openstack-ansible openstack.osa.cinder --tags cinder-config',
    // The tables first: a configuration that names a table which is not there is refused.
    ...(hasLimit
      ? [
          'openstack-ansible openstack.osa.haproxy --tags haproxy-config',
          'openstack-ansible openstack.osa.glance --tags haproxy-service-config',
        ]
      : []),
  ],
  restart: [
    'the playbooks restart the services whose files changed; `--check --diff` shows the lines first',
    'releases with the older playbooks: `os-glance-install.yml` and its kind in place of `openstack.osa.glance`',
  ],
  traps: [
    'user files are read by name, and a variable of a later file (`user_variables.yml`) replaces the whole variable; one of `group_vars` or `host_vars` is replaced by this file: keep `*_overrides` of your own in one place with these',
    'an `/etc/glance/glance.conf.d` on the hosts beats `glance-api.conf`',
    '`show_multiple_locations` is true as long as rbd or cinder is a store: set `glance_show_multiple_locations: false`',
    ...(hasLimit
      ? [
          '`haproxy_extra_services` and `haproxy_glance_api_service_overrides` of your own replace the whole variable: keep them in one place with these',
          'with `openstack_service_accept_both_protocols` HAProxy talks to itself, and all clients share one bucket: turn it off once the endpoints are https',
        ]
      : []),
  ],
});

/** config_template's result: comments are gone here, because nobody judges them. */
function toEtc(files: FileTree, base: FileTree = openstackAnsibleOwnLines): FileTree {
  const etc = new Map([...base, ...passScripts(files)]);
  const text = files.get(variablesFile);
  if (text === undefined) return sortFiles(etc);
  const variables = readYamlMapping(renderJinja(text, variablesFile), variablesFile);
  const haproxy = arriveHaproxyText(variables);
  if (haproxy !== undefined) etc.set('haproxy/haproxy.cfg', haproxy);
  for (const service of services) {
    const { options, policy, file } = overrideKeys[service];
    const sections = mappingAt(variables, options);
    if (Object.keys(sections).length > 0) {
      // What is no mapping is an option of the default section, whatever its name.
      const over: OptionLines = new Map();
      for (const [name, value] of Object.entries(sections)) {
        const [section, options] = isYamlMapping(value) ? [name, value] : ['DEFAULT', { [name]: value }];
        over.set(section, new Map([...(over.get(section) ?? []), ...listOptions(options)]));
      }
      etc.set(
        file,
        renderOptionLines(overlayOptions(readOptionLines(base.get(file) ?? '', { asWritten: true }), over)),
      );
    }
    const rules = mappingAt(variables, policy);
    if (Object.keys(rules).length > 0) {
      const path = `${service}/policy.yaml`;
      const own = readYamlMapping(base.get(path) ?? '', path);
      const split = Object.entries(rules).map(([rule, check]) => [rule, splitText(rule, check)] as const);
      etc.set(path, composePlainPolicy([...Object.entries(own), ...split]));
    }
  }
  return sortFiles(etc);
}

function listOptions(section: YamlMapping): [string, readonly string[]][] {
  return Object.entries(section).map(([key, value]) => [key, listLines(key, value)]);
}

/** Python's str() of what YAML holds: None, True, False; lists lose their brackets, mappings of nothing become lines. */
function listLines(key: string, value: unknown): readonly string[] {
  if (Array.isArray(value)) return [value.map((one) => formatPython(key, one)).join(',')];
  const isLines = isYamlMapping(value) && Object.values(value).every((one) => !one || JSON.stringify(one) === '{}');
  return isLines ? Object.keys(value).sort() : [formatPython(key, value).replace(/\n/g, '\n\t')];
}

/** @throws IntentProblems for what Python would write in its own words: mappings with values, lists in lists, numbers that are not whole. */
function formatPython(key: string, value: unknown): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string' || Number.isSafeInteger(value)) return String(value);
  const facts = { got: `${key}: ${JSON.stringify(value)}`, wanted: 'a text in quotes' };
  const why = 'only Python knows what is written of it';
  throw new IntentProblems([
    problem('bad-value', { file: variablesFile }, { ...facts, why, fix: 'write the text out' }),
  ]);
}

function splitText(rule: string, value: unknown): unknown {
  if (!Array.isArray(value)) formatPython(rule, value ?? {});
  if (typeof value !== 'string' || !/[,\n]/.test(value)) return value;
  return value
    .split(/[,\n]/)
    .filter((part) => part !== '')
    .map((part) => part.trim());
}

/** Overrides for openstack-ansible. */
export const openstackAnsible: Target = {
  name: 'openstack-ansible',
  title: 'OpenStack-Ansible: /etc/openstack_deploy/user_glacis.yml',
  limitedBy: 'haproxy-of-tool',
  hasUnits: false,
  layOut,
  residuals,
  toEtc,
};
