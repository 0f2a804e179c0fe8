// Node roles: one region whose Glance runs on several kinds of nodes, each with files of its own (OSSN-0090).
import { joinPointer } from './tree';
import type { NodeIntent, NodeRole, RegionIntent, SettledRegion } from './types';

/**
 * What a role means before anybody says more. An internal node answers to Nova, Cinder and administrators, which come from few
 * addresses and in bursts, so that a limit by client network would stop snapshots.
 */
const roleDefaults: { readonly [role in NodeRole]: NodeIntent } = {
  public: {},
  internal: { imagePolicy: { audience: 'services' }, imageCreateRateLimit: false },
  importers: { imagePolicy: { audience: 'importers' } },
};

/** Roles in the order of the output. */
export const nodeRoles = Object.keys(roleDefaults) as readonly NodeRole[];

type Merge = (shared: Readonly<Record<string, unknown>>, differing: Readonly<Record<string, unknown>>) => object;
type Section = Readonly<Record<string, unknown>>;

/**
 * A region without `nodes` is itself. Else one region for each role, named after both: what the node says beats what the
 * region says, and that beats what the role means.
 */
export function* splitNodes(region: SettledRegion, merge: Merge): Generator<SettledRegion> {
  const { nodes, ...shared } = region.intent;
  if (nodes === undefined || typeof nodes !== 'object' || nodes === null || Array.isArray(nodes)) {
    yield region;
    return;
  }
  for (const role of nodeRoles) {
    const own = nodes[role];
    if (typeof own !== 'object' || own === null || Array.isArray(own)) continue;
    const said = merge(shared as unknown as Section, own as unknown as Section) as Section;
    const intent = merge(roleDefaults[role] as Section, said) as unknown as RegionIntent;
    yield {
      name: region.name === null ? role : `${region.name}-${role}`,
      intent,
      placeOf: (pointer) =>
        region.placeOf(hasValue(own, pointer) ? `${joinPointer('/nodes', role)}${pointer}` : pointer),
    };
  }
}

/** True when the part itself holds what the pointer names, or the list or section that it stands in. */
function hasValue(part: object, pointer: string): boolean {
  const first = pointer.split('/')[1];
  if (first === undefined || !Object.hasOwn(part, first)) return false;
  let value: unknown = part;
  for (const key of pointer.split('/').slice(1)) {
    if (typeof value !== 'object' || value === null) return true;
    if (!Object.hasOwn(value, key)) return Array.isArray(value);
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
