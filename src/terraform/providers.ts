// The provider blocks that a stack needs: the one it has already, or a new one. Terraform refuses two of a kind without alias.
import type { Construct } from 'constructs';
import type { ProviderConstruct, TerraformLibrary } from './library';

/** A provider by its type, its source in the registry and the versions that have what is used here. */
export interface ProviderKind {
  readonly type: string;
  readonly source: string;
  readonly version: string;
}

/** Writes files. All attributes used here are older than 2.4. */
export const localProvider: ProviderKind = { type: 'local', source: 'hashicorp/local', version: '~> 2.4' };

/** Talks to OpenStack. Registered limits came with 3.2. Settings: those of the `OS_*` variables or of `clouds.yaml`. */
export const openstackProvider: ProviderKind = {
  type: 'openstack',
  source: 'terraform-provider-openstack/openstack',
  version: '~> 3.2',
};

/** The provider among the children of `stack`, or a new one without settings. */
export function findOrAddProvider(
  library: TerraformLibrary,
  stack: Construct,
  { type, source, version }: ProviderKind,
): ProviderConstruct {
  /** Providers have the type of their block; a resource of the same type cannot exist. */
  const isWanted = (construct: object): construct is ProviderConstruct =>
    'terraformResourceType' in construct && construct.terraformResourceType === type;
  const found = stack.node.children.find(isWanted);
  if (found) return found;
  class Provider extends library.TerraformProvider {}
  return new Provider(stack, `glacis-${type}-provider`, {
    terraformResourceType: type,
    terraformProviderSource: source,
    terraformGeneratorMetadata: { providerName: type, providerVersionConstraint: version },
  });
}
