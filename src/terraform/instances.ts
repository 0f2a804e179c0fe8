// One resource of the library with an instance for each entry of a map: files, or verdicts.
import type { Construct } from 'constructs';
import { keepAddress } from './addresses';
import type { LateValue, ResourceConstruct, TerraformCondition, TerraformLibrary } from './library';
import { type Blocks, markPreconditions } from './preconditions';

/** Both syntaxes of the same `for_each`. */
export interface LateForEach {
  readonly json: LateValue;
  readonly hcl: LateValue;
}

/** What a resource with instances is to say. */
export interface InstancesPlan {
  readonly type: string;
  readonly providerName: string;
  /** Expressions on `each`, by attribute. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly forEach: LateForEach;
  /** Conditions on `each` without which a plan fails. Default none. */
  readonly preconditions?: readonly TerraformCondition[];
}

/** Adds a real resource of the library, so that aspects, `lifecycle`, `moveTo` and `dependsOn` work on it. */
export function addInstances(
  library: TerraformLibrary,
  scope: Construct,
  id: string,
  { type, providerName, attributes, forEach, preconditions }: InstancesPlan,
): ResourceConstruct {
  class Instances extends library.TerraformResource {
    protected synthesizeAttributes(): object {
      return { ...attributes };
    }

    protected synthesizeHclAttributes(): object {
      return { ...attributes };
    }

    /** The library's HCL printer escapes nothing inside objects: the map is printed here, and passed on as it is. */
    override toHclTerraform(): object {
      const fragment = super.toHclTerraform() as { resource?: Blocks };
      const instance = fragment.resource?.[type]?.[this.friendlyUniqueId];
      if (!instance) return fragment;
      instance.for_each = { value: forEach.hcl, type: 'reference' };
      markPreconditions(instance, preconditions);
      return fragment;
    }
  }
  const resource = new Instances(scope, id, {
    terraformResourceType: type,
    terraformGeneratorMetadata: { providerName },
    forEach: { _getForEachExpression: () => forEach.json, _getForExpressionInput: () => forEach.json },
    ...(preconditions && { lifecycle: { precondition: [...preconditions] } }),
  });
  keepAddress(library, resource);
  return resource;
}
