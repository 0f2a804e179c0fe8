// The parts of cdktf that Glacis needs. cdktn, its living fork, has the same ones: this is their common shape.
import type { Construct, IConstruct } from 'constructs';

/** What a provider's construct is asked for: the type of its block, e.g. `local`. */
export interface ProviderConstruct extends Construct {
  readonly terraformResourceType: string;
}

/** What the construct of a resource is asked for. Both methods answer with a fragment that may hold lazy values. */
export interface ResourceConstruct extends Construct {
  readonly terraformResourceType: string;
  /** The name part of the address. */
  readonly friendlyUniqueId: string;
  provider?: ProviderConstruct;
  dependsOn?: string[];
  overrideLogicalId(id: string): void;
  toTerraform(): object;
  toHclTerraform(): object;
}

/** What the construct of a data source is asked for. */
export interface DataSourceConstruct extends Construct {
  readonly terraformResourceType: string;
  /** The name part of the address. */
  readonly friendlyUniqueId: string;
  provider?: ProviderConstruct;
}

/** What the library asks for the value of `for_each`; cdktn also asks for it inside `for` expressions. */
export interface ForEachSource {
  _getForEachExpression(): LateValue;
  _getForExpressionInput(): LateValue;
}

/** A condition of Terraform, with what it says when it does not hold. Both are templates. */
export interface TerraformCondition {
  readonly condition: LateValue;
  readonly errorMessage: string;
}

/** Arguments of a resource, in the words of the libraries. */
export interface ResourceConfig {
  readonly terraformResourceType: string;
  readonly terraformGeneratorMetadata: { readonly providerName: string };
  readonly forEach?: ForEachSource;
  readonly lifecycle?: { readonly precondition: TerraformCondition[] };
}

/** Arguments of an output. */
export interface OutputConfig {
  readonly value: LateValue;
  readonly description: string;
}

/** Arguments of a provider block without settings. */
export interface ProviderConfig {
  readonly terraformResourceType: string;
  readonly terraformProviderSource: string;
  readonly terraformGeneratorMetadata: { readonly providerName: string; readonly providerVersionConstraint: string };
}

/** When a value is asked for. `preparing` is the run before validation, whose result is thrown away. */
export interface ResolveContext {
  readonly preparing: boolean;
}

/**
 * A value that the library asks for while it synthesizes. Both know one by its `resolve`; their own `Lazy` records a stack
 * trace for each, which costs a fleet more than its files do.
 */
export class LateValue {
  readonly creationStack: string[] = [];
  readonly resolve: (context: ResolveContext) => unknown;

  constructor(resolve: (context: ResolveContext) => unknown) {
    this.resolve = resolve;
  }
}

/** cdktf or cdktn, as far as Glacis uses them. */
export interface TerraformLibrary {
  readonly TerraformOutput: new (
    scope: Construct,
    id: string,
    config: OutputConfig,
  ) => Construct & { overrideLogicalId(id: string): void };
  readonly TerraformProvider: abstract new (scope: Construct, id: string, config: ProviderConfig) => ProviderConstruct;
  readonly TerraformResource: new (scope: Construct, id: string, config: ResourceConfig) => ResourceConstruct;
  readonly TerraformDataSource: new (
    scope: Construct,
    id: string,
    config: Pick<ResourceConfig, 'terraformResourceType' | 'terraformGeneratorMetadata'>,
  ) => DataSourceConstruct;
  readonly TerraformStack: { of(construct: IConstruct): Construct };
}
