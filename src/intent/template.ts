// The intent that `glacis init` writes: small, commented, and good as it is.
import { compareReleases } from '../openstack/releases';
import type { Launcher, ReleaseName } from '../openstack/types';
import type { TargetName } from './types';

/** What an intent for a deployment tool begins with. */
export interface IntentBeginning {
  readonly name: TargetName;
  /** The proxy that takes the limit on creations: nginx of one's own, the HAProxy that the tool deploys, or none. */
  readonly limitedBy: 'own-nginx' | 'haproxy-of-tool' | 'none';
  /** True when it may write units of the host. */
  readonly hasUnits: boolean;
  /** What starts glance-api. Default uwsgi. */
  readonly launcherOf?: (release: ReleaseName) => Launcher;
  /** How to ask what glance runs, where the tool brings its own. Default: a Debian package. */
  readonly askVersion?: string;
}

/** A YAML intent for one region of the release. Synthesizes without a change; the same bytes every time. */
export function initialIntent(release: ReleaseName, tool: IntentBeginning): string {
  const formatMatch =
    compareReleases(release, '2025.1') < 0
      ? []
      : ['  # The bytes must be what disk_format says.', '  requireImageFormatMatch: true'];
  const lines = [
    '# What this region wants of the OpenStack image pipeline. Everything but `release` has a strict default;',
    '# `glacis schema` lists every key, `glacis explain NAME` tells about attacks, lints and options.',
    `release: "${release}"`,
    ...(tool.name === 'etc' ? [] : [`targets: [${tool.name}]`]),
    '',
    '# Fixes are backported, so the exact package decides what the code itself stops. Unknown is judged as unpatched.',
    ...(tool.askVersion === undefined ? [] : [`# ${tool.askVersion}`]),
    '# packages:',
    `#   glance: ${tool.askVersion === undefined ? '"2:30.0.0-3+deb13u2"' : '"30.2.0"'}`,
    '',
    '# What starts glance-api: uwsgi, mod_wsgi or eventlet (kolla-ansible before 2026.1).',
    `launcher: ${tool.launcherOf?.(release) ?? 'uwsgi'}`,
    '',
    'imageImport:',
    '  # Uploads only. To let users import from a URL, name the hosts here, exactly and in lower case:',
    '  # web-download then opens for them, over https on port 443.',
    '  allowedHosts: []',
    '',
    'imageFormats:',
    '  diskFormats: [qcow2, raw]',
    ...formatMatch,
    '',
    ...describeRateLimit(tool),
    '',
    ...(tool.hasUnits ? stagingBounds : []),
  ];
  return lines.join('\n');
}

const stagingBounds = [
  '# Staged uploads never expire: give them a filesystem of their own.',
  '# stagingBounds:',
  '#   device: /dev/vg0/glance-staging',
  '',
];

/** The limit in the proxy that the tool deploys, with a word where it deploys none. */
function describeRateLimit({ name, limitedBy }: IntentBeginning): string[] {
  const limit = [
    'imageCreateRateLimit:',
    '  requestsPerMinute: 6',
    '  # Tags, members, imports, changes and deletions: 60 a minute.',
    '  otherWrites: {}',
  ];
  switch (limitedBy) {
    case 'own-nginx':
      return [
        '# Image creations per minute for one client network, limited in nginx in front of Glance; HAProxy can do it too.',
        ...limit,
      ];
    case 'haproxy-of-tool':
      return [
        `# Image creations per minute for one client network, as lines in the HAProxy that ${name} deploys.`,
        ...limit,
        '  proxies: [haproxy]',
        '  haproxy:',
        '    frontend: existing',
      ];
    case 'none':
      return [
        `# Image creations per minute for one client network. ${name} configures no proxy: place the file of nginx in one of`,
        '# your own (`glacis synth --target etc --out etc`), or the flood stays open.',
        ...limit,
      ];
  }
}
