// openstack-helm: a values file for each chart, laid over the chart's own `conf`.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { composeYaml, type YamlEntry } from '../documents/yaml/compose-yaml';
import { isYamlMapping, mappingAt, readYamlMapping } from '../documents/yaml/read-yaml-mapping';
import type { Service } from '../openstack/types';
import { formatGoNumber } from './go-numbers';
import { putUnderHeader } from './header';
import { overlayOptions, readOptionLines, renderOptionLines } from './ini-overlay';
import {
  dropOrphans,
  listUncarriedArtifacts,
  listUncarriedPolicy,
  listUnreadLayout,
  mayReplacePolicyFile,
} from './not-carried';
import { layOutScripts, passScripts } from './operator-scripts';
import { openstackHelmOwnLines } from './own-lines';
import { composePlainPolicy } from './plain-policy';
import { composeReadme } from './readme';
import { overridesOf, services, settingsBySection, sortFiles, writeSetting } from './service-files';
import type { Target } from './types';

/** The file that the chart renders from `conf.<service>`. */
const results: Readonly<Record<Service, string>> = {
  glance: 'glance/glance-api.conf',
  nova: 'nova/nova.conf',
  cinder: 'cinder/cinder.conf',
};

/** Every value is a quoted string: a list would lose its brackets, a large number would be printed as 1.3e+11. */
function layOut(wanted: HardeningDocuments): FileTree {
  const documents = dropOrphans(wanted);
  const files = new Map<string, string>();
  for (const service of services) {
    const sections = [...settingsBySection(documents, service)].map(([section, settings]) => ({
      key: section,
      value: {
        entries: settings.map((setting): YamlEntry => {
          const lines = writeSetting(setting);
          const several = {
            entries: [
              { key: 'type', value: 'multistring' },
              { key: 'values', value: { items: lines } },
            ],
          };
          const value = setting.type.kind === 'multi' ? several : (lines[0] ?? '');
          return { key: setting.option, value, reason: setting.reason };
        }),
      },
    }));
    const isWhole = service !== 'glance' || mayReplacePolicyFile(documents);
    const rules = (isWhole ? overridesOf(documents, service) : []).map(
      ({ rule, check, reason }): YamlEntry => ({ key: rule, value: check, reason }),
    );
    const conf: YamlEntry[] = [
      ...(sections.length > 0 ? [{ key: service, value: { entries: sections } }] : []),
      ...(rules.length > 0 ? [{ key: 'policy', value: { entries: rules } }] : []),
    ];
    if (conf.length === 0) continue;
    files.set(
      `values/${service}.yaml`,
      putUnderHeader(documents.release, composeYaml([], [{ key: 'conf', value: { entries: conf } }])),
    );
  }
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set('README.md', composeReadme(documents, words(paths), paths, residuals(wanted)));
  return sortFiles(files);
}

function residuals(documents: HardeningDocuments): Residual[] {
  const egress =
    'a pod has no rules by uid: restrict glance-api with a NetworkPolicy, and give the chart no values_overrides that open 80 and 443 to every address';
  const because = {
    nginx:
      'the charts place no nginx of yours, and what a gateway counts does not hold: place the file of the target etc in a proxy of your own before the pods, or in the TLS sidecar',
    haproxy:
      'the charts place no HAProxy, and what a gateway counts does not hold: place the file of the target etc in one of your own before the pods',
    nftables: egress,
    glance: 'the chart mounts no such file by itself: mount it through pod.etcSources.glance_api',
  };
  return [
    ...listUncarriedArtifacts(documents, 'openstack-helm', [], because),
    ...listUncarriedPolicy(documents, 'openstack-helm'),
    ...listUnreadLayout(documents, 'openstack-helm'),
  ];
}

function words(paths: readonly string[]) {
  const charts = paths
    .filter((path) => path.startsWith('values/'))
    .map((path) => path.replace(/^values\/|\.yaml$/g, ''));
  return {
    tool: 'openstack-helm',
    place: ['Values files, one a chart. Name them last, so that they win:'],
    commands: charts.map(
      (chart) =>
        `helm upgrade --install ${chart} openstack-helm/${chart} -f site-${chart}.yaml -f values/${chart}.yaml`,
    ),
    restart: [
      'the pods roll by the hash of their configuration; `helm template` with the same files shows the Secrets first',
    ],
    traps: [
      'a values file named after these wins, and `--set`; so does anything mounted through `pod.etcSources` into `glance.conf.d`',
      'atmosphere: the same mappings below `glance_helm_values`; genestack: copy the files to `/etc/genestack/helm-configs/<chart>/`',
    ],
  };
}

/** What helm-toolkit makes of `conf`, over the file the chart would render without these values. */
function toEtc(files: FileTree, base: FileTree = openstackHelmOwnLines): FileTree {
  const etc = new Map([...base, ...passScripts(files)]);
  for (const service of services) {
    const path = `values/${service}.yaml`;
    const text = files.get(path);
    if (text === undefined) continue;
    const conf = mappingAt(readYamlMapping(text, path, 'helm'), 'conf');
    const sections = mappingAt(conf, service);
    const over = new Map(
      Object.keys(sections)
        .filter((section) => isYamlMapping(sections[section]))
        .sort()
        .map((section) => [section, new Map(listOptions(mappingAt(sections, section), computed.get(service)))]),
    );
    const rules = Object.entries(mappingAt(conf, 'policy'));
    const policyPath = `${service}/policy.yaml`;
    const own = Object.entries(readYamlMapping(base.get(policyPath) ?? '', policyPath));
    if (rules.length > 0) etc.set(policyPath, bareMarks(composePlainPolicy([...own, ...rules])));
    let merged = readOptionLines(base.get(results[service]) ?? '', { asWritten: true });
    for (const [section, options] of Object.entries(sections)) if (!isYamlMapping(options)) merged.delete(section);
    // The charts name the policy file themselves.
    const named = new Map([['oslo_policy', new Map([['policy_file', [`/etc/${policyPath}`]]])]]);
    if (rules.length > 0) merged = overlayOptions(merged, named);
    etc.set(results[service], renderOptionLines(overlayOptions(merged, over), { continuation: '' }));
  }
  return sortFiles(etc);
}

/** Go leaves two texts bare that mean something else to PyYAML, which then refuses the whole file. */
function bareMarks(policy: string): string {
  return policy.replace(/: "(=|<<)"$/gm, ': $1');
}

/** Options that a chart works out by itself when the values leave them empty. */
const computed: ReadonlyMap<Service, string> = new Map([['glance', 'enabled_backends']]);

/** No lines: the key is gone, even when the chart has a value for it. */
function listOptions(
  section: Readonly<Record<string, unknown>>,
  refilled: string | undefined,
): [string, readonly string[]][] {
  return Object.keys(section)
    .sort()
    .map((key): [string, readonly string[]] => [key, listLines(section[key])])
    .filter(([key, lines]) => key !== refilled || lines.join('') !== '');
}

function listLines(value: unknown): readonly string[] {
  if (value === null || value === undefined) return [];
  if (Array.isArray(value)) return [value.map(formatGo).join(',')];
  if (!isYamlMapping(value)) return [formatGo(value)];
  const values = Array.isArray(value.values) ? value.values.map(formatGo) : [];
  if (value.type === 'multistring') return values;
  return value.type === 'csv' ? [values.join(',')] : [];
}

function formatGo(value: unknown): string {
  if (value === null) return '<no value>';
  return typeof value === 'number' ? formatGoNumber(value) : String(value);
}

/** Values files for the charts glance, nova and cinder. */
export const openstackHelm: Target = {
  name: 'openstack-helm',
  title: 'openstack-helm: a values file for each chart',
  limitedBy: 'none',
  hasUnits: false,
  layOut,
  residuals,
  toEtc,
};
