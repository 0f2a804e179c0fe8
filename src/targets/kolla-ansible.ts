// kolla-ansible: overrides below node_custom_config, merged into the containers' own files.
import type { HardeningDocuments, Residual } from '../documents/hardening';
import type { FileTree } from '../documents/types';
import { compareReleases } from '../openstack/releases';
import type { Launcher, ReleaseName, Service } from '../openstack/types';
import { IntentProblems, problem } from '../problems';
import { findLimitParts } from './haproxy-lines';
import { type OptionLines, overlayOptions, readOptionLines, readOverride, renderOptionLines } from './ini-overlay';
import { escapeJinja, renderJinja } from './jinja';
import { arriveHaproxy, layOutHaproxy } from './kolla-haproxy';
import { arriveProtections, takeProtections } from './kolla-protections';
import {
  dropOrphans,
  listUncarriedArtifacts,
  listUncarriedPolicy,
  listUnreadLayout,
  mayReplacePolicyFile,
} from './not-carried';
import { layOutScripts, passScripts } from './operator-scripts';
import { kollaOwnLines } from './own-lines';
import { composeReadme } from './readme';
import { composeServiceIni, composeServicePolicy, services, sortFiles } from './service-files';
import type { Target } from './types';

/** Overrides that kolla-ansible merges over its template, weakest first, and the file that results. */
const merges: Readonly<Record<Service, { readonly sources: readonly string[]; readonly result: string }>> = {
  glance: { sources: ['global.conf', 'glance.conf', 'glance/glance-api.conf'], result: 'glance/glance-api.conf' },
  nova: { sources: ['global.conf', 'nova.conf'], result: 'nova/nova.conf' },
  cinder: { sources: ['global.conf', 'cinder.conf'], result: 'cinder/cinder.conf' },
};

/**
 * glance-api.conf, not glance-image-import.conf: the latter is left out without a word unless a flag in globals.yml is set.
 * The merge drops comments, so the reasons are only in these files.
 */
function layOut(wanted: HardeningDocuments): FileTree {
  const protections = takeProtections(wanted);
  const documents = dropOrphans(protections.rest);
  const files = new Map<string, string>(protections.files);
  for (const service of services) {
    const options = composeServiceIni(documents, service);
    const path = merges[service].sources.at(-1) as string;
    if (options !== undefined) files.set(`config/${path}`, escapeJinja(keepQuotes(options)));
    const policy = composeServicePolicy(documents, service);
    const isWhole = service !== 'glance' || mayReplacePolicyFile(documents);
    if (policy !== undefined && isWhole) files.set(`config/${service}/policy.yaml`, escapeJinja(policy));
  }
  for (const [path, text] of layOutHaproxy(documents)) files.set(path, text);
  for (const [path, text] of layOutScripts(documents)) files.set(path, text);
  const paths = [...files.keys()].sort();
  files.set(
    'README.md',
    composeReadme(documents, words(documents, protections.files.length > 0), paths, residuals(wanted)),
  );
  return sortFiles(files);
}

/** The merge strips a pair of quotes before it writes the value, and the service strips one more: both need a pair. */
function keepQuotes(text: string): string {
  return text.replace(/^([^#[\n=]+ = )((["']).*\3)$/gm, (line, head: string, value: string) =>
    value.length > 1 ? `${head}"${value}"` : line,
  );
}

function residuals(documents: HardeningDocuments): Residual[] {
  const hosts =
    'kolla-ansible writes neither nftables rules nor units of the host: add the target etc and copy them from there; glance-api runs as uid 42415 in its images';
  const because = {
    nginx: 'kolla-ansible deploys no nginx: set imageCreateRateLimit.proxies to [haproxy], or limit in your own proxy',
    nftables: hosts,
  };
  return [
    ...listUncarriedArtifacts(takeProtections(documents).rest, 'kolla-ansible', ['haproxy'], because),
    ...listUncarriedPolicy(documents, 'kolla-ansible'),
    ...listUnreadLayout(documents, 'kolla-ansible'),
    ...listOtherLauncher(documents),
  ];
}

/** The container starts `glance-api` itself up to 2025.2 and uWSGI from 2026.1 on. */
const launcherOf = (release: ReleaseName): Launcher => (compareReleases(release, '2026.1') < 0 ? 'eventlet' : 'uwsgi');

/** No override changes what the container starts. */
function listOtherLauncher({ release, launcher }: HardeningDocuments): Residual[] {
  const own = launcherOf(release);
  if (launcher === own) return [];
  const because = `kolla-ansible of ${release} starts glance-api under ${own}, and the verdicts are of ${launcher}: set launcher to ${own} in the intent`;
  return [{ control: 'launcher', because }];
}

function words(documents: HardeningDocuments, hasGlobals: boolean) {
  return {
    tool: 'kolla-ansible',
    place: ['`config/` goes into `node_custom_config` of the deploy host, `/etc/kolla/config` by default:'],
    commands: [
      'cp -rT --no-preserve=all config /etc/kolla/config',
      ...(hasGlobals ? ['install -m 0640 -D globals.d/glacis.yml /etc/kolla/globals.d/glacis.yml'] : []),
      'kolla-ansible genconfig -i INVENTORY -t glance,nova,cinder,loadbalancer',
      'kolla-ansible reconfigure -i INVENTORY -t glance,nova,cinder,loadbalancer',
    ],
    restart: [
      `\`genconfig\` renders without a restart: judge what arrived with \`glacis audit /etc/kolla --release ${documents.release}\`, as root on a controller`,
      '`reconfigure` restarts the containers whose files changed',
    ],
    traps: [
      'the copy replaces files of the same name: settings of your own belong into `/etc/kolla/config/glance.conf`, which is merged before `glance/glance-api.conf`',
      '`glance/HOST/glance-api.conf`, `nova/HOST/nova.conf`, `nova/nova-compute.conf` and their kind are merged later and win',
      '`glance/glance-image-import.conf` with `glance_enable_interoperable_image_import: true` lands in `glance.conf.d` and wins',
      '`kolla-ansible validate-config` reports `[import_filtering_opts]` as unknown: it looks at the options of glance-api alone, which do not list that group',
      ...haproxyTraps(documents),
    ],
  };
}

function haproxyTraps(documents: HardeningDocuments): readonly string[] {
  if (!documents.artifacts.some(({ program }) => program === 'haproxy')) return [];
  if (findLimitParts(documents) !== undefined) {
    return [
      "`haproxy-config/glance-api.cfg`, and before 2026.1 `glance-tls-proxy.cfg` for `glance_enable_tls_backend`, renders the role's own template with the lines of the limit in every backend of glance; `haproxy/services.d/90-glacis-image-create.cfg` holds their tables, and HAProxy does not start without it",
    ];
  }
  return [
    '`haproxy-config/glance-api.cfg` replaces both frontends of glance, with their addresses and certificates: `imageCreateRateLimit.haproxy` must name every address and server, or set its `frontend` to `existing`',
    'with `glance_enable_tls_backend` before 2026.1 the frontends of glance are in `glance-tls-proxy.cfg`, which this file does not replace: set `frontend` to `existing`',
  ];
}

/** What is merged for one host or program alone, or read after all else with a flag of globals.yml: it would win, nobody knows where. */
const stronger =
  /^config\/(?:glance\/(?:[^/]+\/glance-api|glance-image-import)\.conf|(nova|cinder)\/(?:[^/]+\/)?\1[^/]*\.conf|haproxy-config\/[^/]+\/.*)$/;

function refuseStronger(files: FileTree): void {
  const isUnread = (path: string): boolean =>
    path.endsWith('/policy.json') &&
    services.some((service) => path === `config/${service}/policy.json` && !files.has(`config/${service}/policy.yaml`));
  const found = [...files.keys()].filter((path) => stronger.test(path) || isUnread(path));
  const facts = {
    got: 'a file that counts for some hosts or programs, and wins there',
    wanted: 'the files that synth writes',
    why: 'one verdict cannot be that of all hosts',
    fix: 'judge what arrived on each host with glacis audit',
  };
  if (found.length > 0) throw new IntentProblems(found.map((file) => problem('unreadable', { file }, facts)));
}

/** The merged option files, the policies, and HAProxy's file, as the containers get them. */
function toEtc(files: FileTree, base: FileTree = kollaOwnLines): FileTree {
  refuseStronger(files);
  const etc = new Map([...base, ...passScripts(files), ...arriveProtections(files)]);
  const take = (path: string): string | undefined => {
    const text = files.get(`config/${path}`);
    return text === undefined ? undefined : renderJinja(text, `config/${path}`);
  };
  for (const service of services) {
    const { sources, result } = merges[service];
    const policy = take(`${service}/policy.yaml`);
    if (policy !== undefined) etc.set(`${service}/policy.yaml`, policy);
    const overrides = sources.flatMap((path) => {
      const text = take(path);
      return text === undefined ? [] : [readOverride(text, `config/${path}`)];
    });
    if (overrides.length === 0 && policy === undefined) continue;
    const named: OptionLines = new Map([['oslo_policy', new Map([['policy_file', ['policy.yaml']]])]]);
    let merged = readOptionLines(base.get(result) ?? '', { asWritten: false });
    // The role's own template names the policy file as soon as there is one.
    if (policy !== undefined) merged = overlayOptions(merged, named);
    for (const override of overrides) merged = overlayOptions(merged, override);
    etc.set(result, renderOptionLines(merged));
  }
  for (const [path, text] of arriveHaproxy(files)) etc.set(path, text);
  return sortFiles(etc);
}

/** Overrides for kolla-ansible, the same layout from 2024.1 on. */
export const kollaAnsible: Target = {
  name: 'kolla-ansible',
  title: 'kolla-ansible: overrides below /etc/kolla/config',
  limitedBy: 'haproxy-of-tool',
  hasUnits: false,
  launcherOf,
  askVersion: 'On a controller: docker exec glance_api pip show glance',
  layOut,
  residuals,
  toEtc,
};
