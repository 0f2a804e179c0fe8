// JSON Schema of the sections around Glance: egress guard, rate limit, Nova's signatures, accepted risks.
import {
  addressPattern,
  flag,
  type JsonSchema,
  list,
  oneOf,
  port,
  rangePattern,
  section,
  text,
  whole,
} from './schema-words';
import type { AcceptedRisk, EgressDestination, ImportEgressGuardProps, SignatureEnforcingNovaProps } from './types';
import type { ImageCreateRateLimitProps } from './types-edge';

const address = text('an IPv4 or IPv6 address', 'An address.', addressPattern);
const range = text('an IPv4 or IPv6 address or CIDR range', 'An address or CIDR range.', rangePattern);
const label = '^[A-Za-z0-9][A-Za-z0-9 ._-]{0,62}$';
const endpoint = '^[0-9A-Za-z.:*[\\]-]{1,260}:[0-9]{1,5}$';

/** `importEgress`: the nftables guard of the Glance process. */
export const importEgressSchema: JsonSchema = section<ImportEgressGuardProps>(
  'nftables rules that bind the Glance process, by its uid, to the networks it needs. Absent: no guard.',
  {
    glanceUid: whole(
      'The uid glance-api runs as; 64062 on Debian. root is refused: it could not be told apart.',
      1,
      4294967294,
      64062,
    ),
    resolvers: list('DNS resolvers, reached on port 53 with udp and tcp.', address, { maxItems: 100 }),
    mirrors: list('Image mirrors, reached on mirrorPorts.', range, { maxItems: 1000 }),
    mirrorPorts: list('Ports of the mirrors.', port, { minItems: 1, maxItems: 100, default: [443] }),
    services: list(
      'What else Glance needs: database, keystone, message queue, storage.',
      section<EgressDestination>(
        'A service inside the cloud.',
        {
          name: text('a short label such as database', 'Label for the reviewer.', label),
          to: range,
          ports: list('Ports of the service.', port, { minItems: 1, maxItems: 100 }),
          protocol: oneOf('Transport protocol.', ['tcp', 'udp'], 'tcp'),
        },
        { required: ['name', 'to', 'ports'] },
      ),
      { maxItems: 1000, default: [] },
    ),
  },
);

/** `imageCreateRateLimit`: a limit in front of Glance, or `false` for none. */
export const imageCreateRateLimitSchema: JsonSchema = {
  ...section<ImageCreateRateLimitProps>(
    'A limit on image creation in front of Glance (OSSN-0076). Absent: nginx at 6 a minute. false: no limit.',
    {
      requestsPerMinute: whole(
        'Creations per minute for one client network: an IPv4 address or an IPv6 /64.',
        1,
        60000,
        6,
      ),
      burst: whole('Creations admitted at once before the rate counts.', 0, 10000, 5),
      proxies: list('Which proxies stand in front of Glance.', oneOf('A proxy.', ['nginx', 'haproxy', 'repose']), {
        minItems: 1,
        default: ['nginx'],
      }),
      otherWrites: section<NonNullable<ImageCreateRateLimitProps['otherWrites']>>(
        'A second bucket for tags, members, imports, changes and deletions. Absent: they are not limited.',
        {
          requestsPerMinute: whole('Such requests per minute for one client network.', 1, 60000, 60),
          burst: whole('Admitted at once before the rate counts.', 1, 10000, 30),
        },
      ),
      key: oneOf(
        'Who has a bucket beside that of the client network; believed from trustedProxies alone.',
        ['address', 'project', 'token'],
        'address',
      ),
      projectHeader: text(
        'the name of a header, such as X-Project-Id',
        'Header in which the trusted proxies name the project. Default X-Project-Id.',
        '^[A-Za-z][A-Za-z0-9-]{0,62}$',
      ),
      trustedProxies: list('Load balancers whose X-Forwarded-For is believed.', range, { maxItems: 1000, default: [] }),
      haproxy: section<NonNullable<ImageCreateRateLimitProps['haproxy']>>(
        'The frontend of HAProxy: the limit is only real where the request passes.',
        {
          bind: list('bind addresses.', text('address:port or *:port', 'Where HAProxy listens.', endpoint), {
            minItems: 1,
            maxItems: 100,
            default: ['*:9292'],
          }),
          servers: list('glance-api nodes.', text('address:port', 'A node.', endpoint), {
            minItems: 1,
            maxItems: 1000,
            default: ['127.0.0.1:9293'],
          }),
          frontend: oneOf(
            'own: a whole frontend is written. existing: lines for the frontend that is there, and its tables apart.',
            ['own', 'existing'],
            'own',
          ),
          stickCounter: whole('First stick counter; a key uses the next. sc0 is what sites track themselves.', 0, 2, 1),
          peers: text(
            'the name of a peers section',
            'A peers section of the site, through which a reload keeps the counters. Absent: a reload empties them.',
            '^[A-Za-z0-9_.:-]{1,63}$',
          ),
        },
        { default: {} },
      ),
    },
    { default: {} },
  ),
  type: ['object', 'boolean'],
  // A plain `true` would say nothing that absence does not say better.
  if: { type: 'boolean' },
  // biome reads a `then` key as a thenable; spelled by computed key it stays what JSON Schema needs.
  ...Object.fromEntries([['then', { const: false }]]),
};

/** `novaSignatures`: Nova boots only signed images from trusted certificates. */
export const novaSignaturesSchema: JsonSchema = section<SignatureEnforcingNovaProps>(
  'Nova boots only signed images from trusted certificates. Written to [glance] of Nova and its policy. Absent: Nova is left alone.',
  {
    defaultTrustedCertificateIds: list(
      'default_trusted_certificate_ids: key manager ids of the root and of every intermediate certificate.',
      text(
        'a UUID such as 5f3b1c2e-8a4d-4c6f-9b7e-2d1a0c9e8f7b',
        'Key manager id of a certificate.',
        '^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$',
      ),
      { minItems: 1, maxItems: 100 },
    ),
    verifyGlanceSignatures: flag('verify_glance_signatures.', true),
    enableCertificateValidation: flag('enable_certificate_validation.', true),
    trustedCerts: oneOf(
      'Who may replace the trusted list in a request to boot or rebuild.',
      ['nobody', 'admin'],
      'nobody',
    ),
    attachVolume: oneOf(
      'Rule os_compute_api:servers:create:attach_volume: an imageRef beside a root volume passes unverified.',
      ['admin', 'nobody', 'default'],
      'admin',
    ),
    shelvedOffloadTime: whole(
      'shelved_offload_time in seconds: an offloaded server comes back from an unsigned image and ends in ERROR. -1: never.',
      -1,
      2147483647,
      -1,
    ),
    imagesType: oneOf('[libvirt] images_type. rbd is none of them: clones are never verified. Absent: left alone.', [
      'qcow2',
      'flat',
      'raw',
      'lvm',
    ]),
    enableRbdDownload: flag('enable_rbd_download (victoria and later): read from ceph, then verified.', false),
  },
);

/** `acceptedRisks`: findings the operator takes responsibility for, until a day. */
export const acceptedRisksSchema: JsonSchema = list(
  'Findings somebody takes responsibility for: exact, with a reason, until a day.',
  section<AcceptedRisk>(
    'One accepted finding.',
    {
      risk: text(
        'the exact id of an attack or lint',
        'Id from `glacis list attacks` or `glacis list lints`.',
        '^[a-z0-9][a-z0-9-]{0,99}$',
      ),
      where: text(
        'a file or section/option',
        'Exact file or section/option. Absent: wherever the check fires.',
        '^[^\\s\\u0000-\\u001f\\u007f]{1,300}$',
      ),
      reason: text('a sentence in one line', 'Why it is acceptable.', '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]{1,1000}$'),
      until: text('a date such as 2027-06-30', 'Last day it is accepted, YYYY-MM-DD.', '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
    },
    { required: ['risk', 'reason', 'until'] },
  ),
  { maxItems: 1000, default: [] },
);
