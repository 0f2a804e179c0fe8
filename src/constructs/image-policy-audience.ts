// Rules that narrow who may call at all, or who may bring images in: each keeps the release's own check and adds a condition.
import type { PolicyOverride } from '../documents/hardening';
import type { ImagePolicyProps } from '../intent/types';
import type { ReleaseName, RuleFacts } from '../openstack/types';
import { type Problem, problem } from '../problems';
import type { PlaceOf, ReleaseFacts } from './control';

/** First release whose answers to service tokens in rules were measured. */
const firstMeasured: ReleaseName = 'zed';

const ADMIN = 'rule:context_is_admin';

/** Role of those who may bring images in where the audience is `importers`. */
export const IMPORTER_ROLE = 'image_importer';

/** Who an audience is, as a check string that is added to the default with `and`. */
const callers = {
  services: `service_roles:service or role:service or ${ADMIN}`,
  importers: `role:${IMPORTER_ROLE} or ${ADMIN}`,
} as const;

/** Rules of other controls: ImageLocations and ImageSharing write them. */
const isOwnedElsewhere = (rule: string): boolean =>
  ['set_image_location', 'delete_image_location', 'add_member', 'publicize_image'].includes(rule);

/** What members ask for: everything an audience is to be kept from. Rules for administrators are left alone. */
const isOpenToMembers = ({ name, check, operations }: RuleFacts): boolean =>
  operations.length > 0 &&
  !isOwnedElsewhere(name) &&
  (check === '' || check.includes('role:member') || check.includes('role:reader'));

/** The rules through which bytes enter. */
const entryRules: readonly string[] = ['add_image', 'upload_image', 'modify_image'];

const both = (check: string, condition: string): string => (check === '' ? condition : `(${check}) and (${condition})`);

/**
 * `audience`: OSSN-0090 asks for nodes that only services reach. The rule says so as well, so that a tenant who finds the
 * way to such a node is refused there. Nobody gains anything over the default.
 */
export function narrowAudience(
  props: ImagePolicyProps,
  facts: ReleaseFacts,
  placeOf: PlaceOf,
): { overrides: PolicyOverride[]; problems: Problem[] } {
  const audience = props.audience ?? 'tenants';
  if (audience === 'tenants') return { overrides: [], problems: [] };
  if (!facts.isFrom(firstMeasured)) {
    const got = `audience ${audience} in ${facts.release}`;
    const wanted = `release ${firstMeasured} or later, where service tokens in rules were measured`;
    return { overrides: [], problems: [problem('not-in-release', placeOf('/audience'), { got, wanted })] };
  }
  const reason =
    audience === 'services'
      ? 'this node is for Nova, Cinder and administrators; a tenant without their token is refused (OSSN-0090)'
      : 'this node is for those who import: Glance has no rule of its own for web-download';
  const rules = facts.rules('glance').filter((rule) => isOpenToMembers(rule));
  const narrowed = audience === 'services' ? rules : rules.filter(({ name }) => entryRules.includes(name));
  const overrides = narrowed.map(
    ({ name, check }): PolicyOverride => ({
      service: 'glance',
      rule: name,
      check: both(check, callers[audience]),
      reason,
    }),
  );
  return { overrides, problems: [] };
}

/** `imageOrigin`: where images may come from. Snapshots keep working where Nova and Cinder send a service token (measured). */
export function closeOrigins(props: ImagePolicyProps, facts: ReleaseFacts): PolicyOverride[] {
  const origin = props.imageOrigin ?? 'tenants';
  if (origin === 'tenants') return [];
  const override = (rule: string, check: string, reason: string): PolicyOverride[] =>
    facts.rule('glance', rule) ? [{ service: 'glance', rule, check, reason }] : [];
  if (origin === 'project-private') {
    const reason = 'images stay inside their project: no members, no community';
    return [...override('add_member', ADMIN, reason), ...override('communitize_image', ADMIN, reason)];
  }
  const reason = 'operators bring images in; services act for members with a service token, so snapshots keep working';
  return entryRules.flatMap((rule) => {
    const check = facts.rule('glance', rule)?.check ?? '';
    return override(rule, `${ADMIN} or (${both(check, 'service_roles:service')})`, reason);
  });
}

/** `uploadImage`: PUT /file walks around every import plugin (measured), so a gate made of plugins needs it closed. */
export function closeUploads(props: ImagePolicyProps, facts: ReleaseFacts): PolicyOverride[] {
  const rule = facts.rule('glance', 'upload_image');
  if (props.uploadImage !== 'services' || !rule) return [];
  const check = `${ADMIN} or (${both(rule.check, 'service_roles:service')})`;
  const reason = 'PUT /file skips every import plugin; services still upload snapshots with their token';
  return [{ service: 'glance', rule: 'upload_image', check, reason }];
}

/** `metadefs`: OSSN-0088, writes of global metadata definitions are for administrators by default only since wallaby. */
export function closeMetadefs(props: ImagePolicyProps, facts: ReleaseFacts): PolicyOverride[] {
  if ((props.metadefs ?? 'admin') === 'default' || facts.isFrom('wallaby')) return [];
  return facts
    .rules('glance')
    .filter(({ name }) => /^(?:add|modify|delete|remove)_metadef_/.test(name))
    .map(({ name }) => ({
      service: 'glance',
      rule: name,
      check: ADMIN,
      reason: 'metadata definitions are global, and every member could fill them (OSSN-0088)',
    }));
}
