// A rule that closes image creation to tenants and to the services that act for them.
import type { Lint, LintFinding } from '../types';

const effects: readonly (readonly [rule: string, breaks: string])[] = [
  ['add_image', 'snapshots, backups and shelving of servers, and uploads of volumes to images, fail'],
  ['upload_image', 'snapshots, backups and shelving of servers, and uploads of volumes to images, fail'],
  ['get_image', 'servers no longer boot, and volumes are no longer made from images'],
  ['download_image', 'servers no longer boot, and volumes are no longer made from images'],
];

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-stops-services',
  title: 'Rule that stops Nova and Cinder too',
  severity: 'low',
  words:
    "Nova and Cinder call Glance with the user's token, so a rule for administrators refuses them as well. They pass when the rule also admits service_roles:service and both send a service token, or when they use other Glance nodes.",
  references: ['OSSN-0076'],
  find: (cloud) =>
    effects.flatMap(([rule, breaks]): LintFinding[] => {
      const verdict = cloud.authorize('glance', rule, 'service');
      const { at } = verdict.decidedBy;
      if (verdict.allowed !== false || verdict.hasRaised !== false || at === null) return [];
      // A role of the operator's own is a choice: services succeed for those who hold it.
      if (
        cloud
          .enforcer('glance')
          .listRoles(rule)
          .some((role) => role !== 'admin')
      )
        return [];
      const message = `A call for a member with a service token is refused: where this node serves Nova and Cinder, ${breaks}.`;
      const choice =
        'Keep the rule where Nova and Cinder use other nodes; else let them in with `role:admin or service_roles:service` and service tokens.';
      return [{ at, subject: rule, message, fixes: [], choice }];
    }),
};
