// The intent that `glacis init` writes: small, commented, and good as it is.
import { compareReleases } from '../openstack/releases';
import type { ReleaseName } from '../openstack/types';

/** A YAML intent for one region of the release. Synthesizes without a change; the same bytes every time. */
export function initialIntent(release: ReleaseName): string {
  const formatMatch =
    compareReleases(release, '2025.1') < 0
      ? []
      : ['  # The bytes must be what disk_format says.', '  requireImageFormatMatch: true'];
  const lines = [
    '# What this region wants of the OpenStack image pipeline. Everything but `release` has a strict default;',
    '# `glacis schema` lists every key, `glacis explain NAME` tells about attacks, lints and options.',
    `release: "${release}"`,
    '',
    '# Fixes are backported, so the exact package decides what the code itself stops. Unknown is judged as unpatched.',
    '# packages:',
    '#   glance: "2:30.0.0-3+deb13u2"',
    '',
    '# What starts glance-api: uwsgi, mod_wsgi or eventlet (kolla-ansible before 2026.1).',
    'launcher: uwsgi',
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
    '# Image creations per minute for one client network, limited in nginx in front of Glance; HAProxy can do it too.',
    'imageCreateRateLimit:',
    '  requestsPerMinute: 6',
    '  # Tags, members, imports, changes and deletions: 60 a minute.',
    '  otherWrites: {}',
    '',
    '# Staged uploads never expire: give them a filesystem of their own.',
    '# stagingBounds:',
    '#   device: /dev/vg0/glance-staging',
    '',
  ];
  return lines.join('\n');
}
