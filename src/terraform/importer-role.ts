// The role that the policy of importer nodes asks for, and who holds it, as Terraform resources.
import { Construct } from 'constructs';
import { IMPORTER_ROLE } from '../constructs/image-policy-audience';
import { IntentProblems, type Problem, problem } from '../problems';
import { composeId, findIdProblems } from './identifiers';
import type { ProviderConstruct, ResourceConstruct, TerraformLibrary } from './library';
import { findMisuse, mayBeAbsent, type PropRule, providerRule, textRule } from './misuse';
import { addResource } from './plain-resource';
import { findOrAddProvider, openstackProvider } from './providers';

/** Who imports into one project: a user or a group. */
export interface Importer {
  readonly projectId: string;
  readonly userId?: string;
  readonly groupId?: string;
}

/** Who holds the role. */
export interface ImporterRoleProps {
  /** Default none: somebody else assigns the role. */
  readonly importers?: readonly Importer[];
  /** The `openstack` provider, with the credentials of an administrator. Default: that of the stack, or a new one without settings. */
  readonly provider?: ProviderConstruct;
}

/**
 * Base of the two doors: `openstack_identity_role_v3` for `image_importer`, which `audience: importers` of an image policy asks for, and an
 * `openstack_identity_role_assignment_v3` for each importer. @throws IntentProblems when an id is none.
 */
export class TerraformImporterRole extends Construct {
  readonly role: ResourceConstruct;

  constructor(library: TerraformLibrary, scope: Construct, id: string, props: ImporterRoleProps) {
    super(scope, id);
    const misuse = findWrongTypes(props, this.node.path);
    if (misuse.length > 0) throw new IntentProblems(misuse);
    const importers = props.importers ?? [];
    const problems = findImporterProblems(importers, this.node.path);
    if (problems.length > 0) throw new IntentProblems(problems);
    const provider = props.provider ?? findOrAddProvider(library, library.TerraformStack.of(this), openstackProvider);
    const type = 'openstack_identity_role_v3';
    const attributes = () => ({ name: IMPORTER_ROLE });
    this.role = addResource(library, this, 'Default', { type, provider, attributes });
    for (const [index, { projectId, userId, groupId }] of importers.entries()) {
      addResource(library, this, `importer-${userId === undefined ? 'group' : 'user'}-${index}`, {
        type: 'openstack_identity_role_assignment_v3',
        provider,
        attributes: () => ({
          ...(userId !== undefined && { user_id: composeId(userId) }),
          ...(groupId !== undefined && { group_id: composeId(groupId) }),
          project_id: composeId(projectId),
          role_id: { template: `\${${type}.${this.role.friendlyUniqueId}.id}` },
        }),
      });
    }
  }
}

const rules: Readonly<Record<keyof ImporterRoleProps, PropRule>> = {
  importers: mayBeAbsent({ isRight: Array.isArray, wanted: 'a list' }),
  provider: providerRule,
};

const importerRules: Readonly<Record<keyof Importer, PropRule>> = {
  projectId: textRule,
  userId: mayBeAbsent(textRule),
  groupId: mayBeAbsent(textRule),
};

function findWrongTypes(props: ImporterRoleProps, construct: string): readonly Problem[] {
  const found = findMisuse(construct, '', props, rules);
  if (found.length > 0) return found;
  return [...(props.importers ?? [])].flatMap((one, index) =>
    findMisuse(construct, `/importers/${index}`, one, importerRules),
  );
}

function findImporterProblems(importers: readonly Importer[], construct: string): readonly Problem[] {
  return importers.flatMap(({ projectId, userId, groupId }, index) => {
    const at = `/importers/${index}`;
    const ids = new Map([[`${at}/projectId`, projectId]]);
    if (userId !== undefined) ids.set(`${at}/userId`, userId);
    if (groupId !== undefined) ids.set(`${at}/groupId`, groupId);
    const found = [...findIdProblems(ids, construct)];
    if ((userId === undefined) !== (groupId === undefined)) return found;
    const got = userId === undefined ? 'neither userId nor groupId' : 'both userId and groupId';
    const facts = { got, wanted: 'one of them', why: 'a role is assigned to a user or to a group', fix: 'name one' };
    return [...found, problem('bad-value', { file: construct, pointer: at }, facts)];
  });
}
