// Roles of a site's own that pass where a member is refused: whoever holds one is trusted, and no verdict says so.

import type { CheckTree } from '../../emulators/oslo-policy/check-tree';
import { parseCheck } from '../../emulators/oslo-policy/parse-check';
import { describeCredentials, importerRole } from '../../emulators/oslo-policy/personas';
import { listPolicyTargets } from '../../emulators/oslo-policy/policy-targets';
import { findRule } from '../../openstack/catalogue';
import { compareText, printable } from '../../problems';
import type { Cloud } from '../cloud/cloud';
import type { Lint, LintFinding } from '../types';

/** Keystone's own, and the role of import nodes, which the intent names. */
const known: ReadonlySet<string> = new Set(['admin', 'manager', 'member', 'reader', 'service', importerRole]);

function listRoles(tree: CheckTree): string[] {
  if (tree.kind === 'role') return tree.match.includes('%') ? [] : [tree.match.toLowerCase()];
  if (tree.kind === 'and' || tree.kind === 'or') return tree.of.flatMap(listRoles);
  return tree.kind === 'not' ? listRoles(tree.of) : [];
}

/** Rules of Glance, in the file's order, that let a member with the role through and refuse one without it. */
function listOpened(cloud: Cloud, role: string): { name: string; at: LintFinding['at'] }[] {
  const { documents, enforcer } = cloud.policy('glance');
  const creds = (roles: readonly string[]) => describeCredentials('glance', { roles, user: 'user-member' });
  const [holder, member] = [creds([role, 'member', 'reader']), creds(['member', 'reader'])];
  const targets = listPolicyTargets('glance').map(({ target }) => target);
  const written = documents.flatMap(({ rules }) => rules);
  return written.filter(({ name, at }) => {
    const inForce = enforcer.rule(name)?.at;
    if (!findRule('glance', name, cloud.versions.release)?.operations.length) return false;
    if (inForce?.file !== at.file || inForce.line !== at.line) return false;
    return targets.some(
      (target) =>
        enforcer.authorize(name, target, holder).allowed === true &&
        enforcer.authorize(name, target, member).allowed === false,
    );
  });
}

export const lint: Lint = {
  kind: 'lint',
  id: 'policy-trusts-role',
  title: 'Role that passes where members are refused',
  severity: 'low',
  words:
    'Attacks are tried as a plain member. A rule that lets holders of a role of your own through keeps members out, and says nothing of the holders: whatever it stops is open to them. Know who holds the role, in every project.',
  references: ['oslo.policy', 'OSSN-0076'],
  find: (cloud) => {
    const rules = cloud.policy('glance').documents.flatMap((document) => document.rules);
    const roles = new Set(rules.flatMap(({ check }) => listRoles(parseCheck(check, 'glance'))));
    return [...roles]
      .filter((role) => !known.has(role))
      .sort(compareText)
      .flatMap((role): LintFinding[] => {
        const opened = listOpened(cloud, role);
        const [first] = opened;
        if (first === undefined) return [];
        const names = opened.map(({ name }) => printable(name, 60));
        const list =
          names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ');
        const message = `Holders of ${printable(role, 60)} pass ${list}, where a member is refused: they count as trusted.`;
        const choice =
          'Give the role to people you would trust as administrators alone, or take it out of these rules.';
        return [{ at: first.at, subject: `role:${printable(role, 60)}`, message, fixes: [], choice }];
      });
  },
};
