// Puppet: hieradata for the modules puppet-glance, puppet-nova and puppet-cinder.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml, type YamlEntry, type YamlValue } from '../documents/yaml/compose-yaml';
import { mappingAt, readYamlMapping } from '../documents/yaml/read-yaml-mapping';
import type { Service } from '../openstack/types';
import { putUnderHeader } from './header';
import { escapeHiera, renderHiera } from './hiera-text';
import { type OptionLines, overlayOptions, readOptionLines, renderOptionLines } from './ini-overlay';
import {
  dropOrphans,
  listUncarriedArtifacts,
  listUncarriedPolicy,
  listUnreadLayout,
  mayReplacePolicyFile,
} from './not-carried';
import { layOutScripts, passScripts } from './operator-scripts';
import { puppetOwnLines } from './own-lines';
import { composePlainPolicy } from './plain-policy';
import { findPuppetParameter, puppetParameters } from './puppet-parameters';
import { composeReadme } from './readme';
import { overridesOf, services, settingsBySection, sortFiles, writeSetting } from './service-files';
import type { Target } from './types';

const dataFile = 'data/glacis.yaml';

/** The hash for options that no class writes, and the file it ends in. */
const generic: Readonly<Record<Service, { readonly key: string; readonly file: string }>> = {
  glance: { key: 'glance::config::api_config', file: 'glance/glance-api.conf' },
  nova: { key: 'nova::config::nova_config', file: 'nova/nova.conf' },
  cinder: { key: 'cinder::config::cinder_config', file: 'cinder/cinder.conf' },
};

/** A parameter where a class has one, because Puppet refuses to declare an option twice; the generic hash for the rest. */
function layOut(wanted: HardeningDocuments): FileTree {
  const documents = dropOrphans(wanted);
  const entries = services.flatMap((service): YamlEntry[] => {
    const named: YamlEntry[] = [];
    const others: YamlEntry[] = [];
    for (const [section, settings] of settingsBySection(documents, service)) {
      for (const setting of settings) {
        const isText = setting.type.kind !== 'boolean';
        const lines = writeSetting(setting).map((line) => escapeHiera(isText ? keepCase(line) : line));
        const option = `${section}/${setting.option}`;
        const parameter = findPuppetParameter(service, option, documents.release);
        const [line = ''] = lines;
        const value: YamlValue = setting.type.kind === 'multi' ? { items: lines } : line;
        const bare = parameter?.hasBrackets ? line.replace(/^\[|\]$/g, '') : value;
        if (parameter) named.push({ key: parameter.key, value: bare, reason: setting.reason });
        else others.push({ key: option, value: { entries: [{ key: 'value', value }] }, reason: setting.reason });
      }
    }
    const isWhole = service !== 'glance' || mayReplacePolicyFile(documents);
    const rules = (isWhole ? overridesOf(documents, service) : []).map(
      ({ rule, check, reason }): YamlEntry => ({
        // One name in the catalogue of a node, which may run several services with rules of the same name.
        key: `glacis-${service}-${escapeHiera(rule)}`,
        value: {
          entries: [
            { key: 'key', value: escapeHiera(rule) },
            { key: 'value', value: escapeHiera(doubleQuotes(check)) },
          ],
        },
        reason,
      }),
    );
    return [
      ...named,
      ...(others.length > 0 ? [{ key: generic[service].key, value: { entries: others } }] : []),
      ...(rules.length > 0 ? [{ key: `${service}::policy::policies`, value: { entries: rules } }] : []),
    ];
  });
  const hashes = entries.filter(({ key }) => /::(?:\w+_config|policies)$/.test(key));
  const data = hashes.length > 0 ? [composeLookups(hashes), ...entries] : entries;
  const files = new Map([[dataFile, putUnderHeader(documents.release, composeYaml([], data))]]);
  const classes = [...new Set(entries.map(({ key }) => key.slice(0, key.lastIndexOf('::'))))].sort();
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set('README.md', composeReadme(documents, words(classes), paths, residuals(wanted)));
  return sortFiles(files);
}

/** Hiera takes a hash from one layer alone unless it is told to merge: a site with options of its own would lose these, or lose its own. */
function composeLookups(hashes: readonly YamlEntry[]): YamlEntry {
  const merge: YamlValue = { entries: [{ key: 'merge', value: 'hash' }] };
  return {
    key: 'lookup_options',
    value: { entries: hashes.map(({ key }) => ({ key, value: merge })) },
    reason: 'your own layers and this one add up, option by option',
  };
}

/** The types write `true` as `True`, which is another text; quotes, which the service strips, keep it. */
function keepCase(line: string): string {
  return /^(?:true|false)$/i.test(line) ? `"${line}"` : line;
}

/** The module takes two single quotes in a row for one that was escaped. */
function doubleQuotes(check: string): string {
  return check.includes("''") ? check.replaceAll("'", "''") : check;
}

function residuals(documents: HardeningDocuments): Residual[] {
  return [
    ...listUncarriedArtifacts(documents, 'a module of OpenStack for Puppet', [], {}),
    ...listUncarriedPolicy(documents, 'puppet'),
    ...listUnreadLayout(documents, 'the modules', 'rocky'),
  ];
}

function words(classes: readonly string[]) {
  return {
    tool: 'Puppet',
    place: [
      `\`${dataFile}\` goes into the data directory of your environment and is named in \`hiera.yaml\`, above what it is to override. Data alone does nothing:`,
      'the nodes must include the classes.',
    ],
    commands: [
      `install -m 0640 -D ${dataFile} /etc/puppetlabs/code/environments/production/${dataFile}`,
      `# in the manifest of the nodes: include ${classes.join(', ')}`,
      'puppet agent --test --noop',
      'puppet agent --test',
    ],
    restart: ['the modules restart the services whose files changed; `--noop` shows the lines first'],
    traps: [
      'a layer above this one in `hiera.yaml` wins, in the hashes `*_config` and `policies` option by option, as `lookup_options` says here; Hiera 3 takes a hash from one layer alone',
      'an option that is also declared elsewhere is a duplicate declaration: the catalogue does not compile, and nothing is changed',
      '`/etc/glance/glance.conf.d` on the hosts beats `glance-api.conf`, and no class of the modules writes there',
    ],
  };
}

/** What the classes write, over the file that is there: `glance::policy` names its own policy file. */
function toEtc(files: FileTree, base: FileTree = puppetOwnLines): FileTree {
  const etc = new Map([...base, ...passScripts(files)]);
  const hiera = readYamlMapping(files.get(dataFile) ?? '', dataFile);
  const over = new Map<Service, OptionLines>();
  const set = (service: Service, option: string, values: readonly string[]) => {
    const slash = option.indexOf('/');
    const sections = over.get(service) ?? new Map();
    const section = sections.get(option.slice(0, slash)) ?? new Map();
    over.set(service, sections.set(option.slice(0, slash), section.set(option.slice(slash + 1), values)));
  };
  for (const { key, service, option, hasBrackets } of puppetParameters) {
    if (!Object.hasOwn(hiera, key)) continue;
    // Undef is no value: the class keeps its default, which takes the option out.
    // Joined by the class, in brackets or without: the type sees the whole.
    const given = hiera[key] ?? serviceDefault;
    const joined = (Array.isArray(given) ? given : [given]).map(interpolate).join(',');
    const isAbsent = joined === serviceDefault;
    set(service, option, isAbsent ? [] : [mungeText(hasBrackets ? `[${joined}]` : joined)]);
  }
  for (const service of services) {
    const hash = mappingAt(hiera, generic[service].key);
    for (const option of Object.keys(hash)) {
      const { value, ensure } = mappingAt(hash, option);
      const lines = listLines(value);
      set(service, option, ensure === 'absent' || isDefault(lines) ? [] : lines);
    }
    const policies = mappingAt(hiera, `${service}::policy::policies`);
    const rules = Object.keys(policies).map((name) => mappingAt(policies, name));
    if (rules.length > 0) {
      const path = `${service}/policy.yaml`;
      const own = Object.entries(readYamlMapping(base.get(path) ?? '', path));
      const written = rules.map(
        ({ key, value }) => [interpolate(key), interpolate(value).replaceAll("''", "'")] as const,
      );
      etc.set(path, composePlainPolicy([...own, ...written]));
      set(service, 'oslo_policy/policy_file', [`/etc/${path}`]);
    }
    const options = over.get(service);
    if (options === undefined) continue;
    const { file } = generic[service];
    etc.set(
      file,
      renderOptionLines(overlayOptions(readOptionLines(base.get(file) ?? '', { asWritten: true }), options)),
    );
  }
  return sortFiles(etc);
}

/** The word with which the types take an option out of the file. */
const serviceDefault = '<SERVICE DEFAULT>';

function isDefault(lines: readonly string[]): boolean {
  return lines.length === 1 && lines[0] === serviceDefault;
}

function listLines(value: unknown): readonly string[] {
  return (Array.isArray(value) ? value : [value]).map((one) => mungeText(interpolate(one)));
}

function interpolate(value: unknown): string {
  return renderHiera(String(value ?? ''), dataFile);
}

/** The types trim values as Ruby does, and write booleans with a capital letter. */
function mungeText(value: string): string {
  const text = value.replace(/^[\0\t-\r ]+|[\0\t-\r ]+$/g, '');
  return /^(?:true|false)$/i.test(text) ? `${text.charAt(0).toUpperCase()}${text.slice(1).toLowerCase()}` : text;
}

/** Hieradata for the OpenStack modules. */
export const puppet: Target = {
  name: 'puppet',
  title: 'Puppet: hieradata for puppet-glance, -nova and -cinder',
  limitedBy: 'none',
  hasUnits: false,
  layOut,
  residuals,
  toEtc,
};
