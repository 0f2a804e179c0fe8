// The intent that `glacis init` writes: small, commented, and good as it is.
import { compareReleases } from '../openstack/releases';
import type { ReleaseName } from '../openstack/types';
import type { TargetName } from './types';

/** A YAML intent for one region of the release, deployed by `target`. Synthesizes without a change; the same bytes every time. */
export function initialIntent(release: ReleaseName, target: TargetName = 'etc'): string {
  const formatMatch =
    compareReleases(release, '2025.1') < 0
      ? []
      : ['  # The bytes must be what disk_format says.', '  requireImageFormatMatch: true'];
  const isKolla = target === 'kolla-ansible';
  const launcher = isKolla && compareReleases(release, '2026.1') < 0 ? 'eventlet' : 'uwsgi';
  const lines = [
    '# What this region wants of the OpenStack image pipeline. Everything but `release` has a strict default;',
    '# `glacis schema` lists every key, `glacis explain NAME` tells about attacks, lints and options.',
    `release: "${release}"`,
    ...(target === 'etc' ? [] : [`targets: [${target}]`]),
    '',
    '# Fixes are backported, so the exact package decides what the code itself stops. Unknown is judged as unpatched.',
    ...(isKolla ? ['# On a controller: docker exec glance_api pip show glance'] : []),
    '# packages:',
    `#   glance: ${isKolla ? '"30.2.0"' : '"2:30.0.0-3+deb13u2"'}`,
    '',
    '# What starts glance-api: uwsgi, mod_wsgi or eventlet (kolla-ansible before 2026.1).',
    `launcher: ${launcher}`,
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
    ...describeRateLimit(target),
    '',
    ...(target === 'etc' ? stagingBounds : []),
  ];
  return lines.join('\n');
}

const stagingBounds = [
  '# Staged uploads never expire: give them a filesystem of their own.',
  '# stagingBounds:',
  '#   device: /dev/vg0/glance-staging',
  '',
];

/** The limit in the proxy that the target deploys, with a word where it deploys none. */
function describeRateLimit(target: TargetName): string[] {
  const limit = [
    'imageCreateRateLimit:',
    '  requestsPerMinute: 6',
    '  # Tags, members, imports, changes and deletions: 60 a minute.',
    '  otherWrites: {}',
  ];
  switch (target) {
    case 'etc':
    case 'kustomize':
      return [
        '# Image creations per minute for one client network, limited in nginx in front of Glance; HAProxy can do it too.',
        ...limit,
      ];
    case 'kolla-ansible':
    case 'openstack-ansible':
      return [
        `# Image creations per minute for one client network, as lines in the HAProxy that ${target} deploys.`,
        ...limit,
        '  proxies: [haproxy]',
        '  haproxy:',
        '    frontend: existing',
      ];
    default:
      return [
        `# Image creations per minute for one client network. ${target} configures no proxy: place the file of nginx in one of`,
        '# your own (`glacis synth --target etc --out etc`), or the flood stays open.',
        ...limit,
      ];
  }
}
