// One Terraform resource with an instance per file: how terraform_data and local_file say the same thing.
import type { Construct } from 'constructs';
import type { LateValue, ProviderConstruct, ResourceConstruct, TerraformLibrary } from './library';

/** Resources that can carry files. */
export type FileResourceType = 'terraform_data' | 'local_file';

/** Permissions of the directories that `local_file` makes. */
export const DIRECTORY_MODE = '0750';

/** Both syntaxes of the same `for_each`. */
export interface LateForEach {
  readonly json: LateValue;
  readonly hcl: LateValue;
}

const providers = { terraform_data: 'terraform', local_file: 'local' } as const;

/** `each.value` is one file: its path, content, sha256 and mode. */
const attributes = {
  terraform_data: { input: '${each.value}' },
  local_file: {
    filename: '${each.value.path}',
    content: '${each.value.content}',
    file_permission: '${each.value.mode}',
    directory_permission: DIRECTORY_MODE,
  },
} as const;

/** The attribute of an instance that holds the content, for expressions of outputs. */
export const contentAttribute = { terraform_data: 'input.content', local_file: 'content' } as const;

/**
 * Adds the resource. It is a real resource of the library, so that aspects, `lifecycle`, `moveTo` and `dependsOn` work on it.
 * The id `Default` is left out of logical ids: the address gets the name of `scope`.
 */
export function addFilesResource(
  library: TerraformLibrary,
  scope: Construct,
  type: FileResourceType,
  forEach: LateForEach,
  provider: ProviderConstruct | undefined,
): ResourceConstruct {
  class FilesResource extends library.TerraformResource {
    protected synthesizeAttributes(): object {
      return { ...attributes[type] };
    }

    protected synthesizeHclAttributes(): object {
      return { ...attributes[type] };
    }

    /** The library's HCL printer escapes nothing inside objects: the map is printed here, and passed on as it is. */
    override toHclTerraform(): object {
      const fragment = super.toHclTerraform() as { resource?: Record<string, Record<string, Record<string, unknown>>> };
      const instance = fragment.resource?.[type]?.[this.friendlyUniqueId];
      if (instance) instance.for_each = { value: forEach.hcl, type: 'reference' };
      return fragment;
    }
  }
  const resource = new FilesResource(scope, 'Default', {
    terraformResourceType: type,
    terraformGeneratorMetadata: { providerName: providers[type] },
    forEach: { _getForEachExpression: () => forEach.json, _getForExpressionInput: () => forEach.json },
  });
  if (provider) resource.provider = provider;
  return resource;
}

const LOCAL = 'local';

/**
 * The provider block that `local_file` needs: the one that already is a child of `stack`, or a new one. Terraform refuses two.
 * Version 2.4 or a later 2: all attributes used here are older.
 */
export function findOrAddLocalProvider(library: TerraformLibrary, stack: Construct): ProviderConstruct {
  const found = stack.node.children.find(isLocalProvider);
  if (found) return found;
  class LocalProvider extends library.TerraformProvider {}
  return new LocalProvider(stack, 'glacis-local-provider', {
    terraformResourceType: LOCAL,
    terraformProviderSource: 'hashicorp/local',
    terraformGeneratorMetadata: { providerName: LOCAL, providerVersionConstraint: '~> 2.4' },
  });
}

/** Providers have the type of their block; a resource of the same type cannot exist. */
function isLocalProvider(construct: object): construct is ProviderConstruct {
  return 'terraformResourceType' in construct && construct.terraformResourceType === LOCAL;
}
