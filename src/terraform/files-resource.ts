// The resource with an instance per file: how terraform_data and local_file say the same thing.
import type { Construct } from 'constructs';
import { addInstances, type LateForEach } from './instances';
import type { ProviderConstruct, ResourceConstruct, TerraformLibrary } from './library';

/** Resources that can carry files. */
export type FileResourceType = 'terraform_data' | 'local_file';

/** Permissions of the directories that `local_file` makes. */
export const DIRECTORY_MODE = '0750';

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

/** Adds the resource. The id `Default` is left out of logical ids: the address gets the name of `scope`. */
export function addFilesResource(
  library: TerraformLibrary,
  scope: Construct,
  type: FileResourceType,
  forEach: LateForEach,
  provider: ProviderConstruct | undefined,
): ResourceConstruct {
  const plan = { type, providerName: providers[type], attributes: attributes[type], forEach };
  const resource = addInstances(library, scope, 'Default', plan);
  if (provider) resource.provider = provider;
  return resource;
}
