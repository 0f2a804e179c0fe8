// Resources of providers without generated bindings: literal attributes and references, in both syntaxes.
import type { Construct } from 'constructs';
import { keepAddress } from './addresses';
import type { DataSourceConstruct, ProviderConstruct, ResourceConstruct, TerraformLibrary } from './library';
import { escapeJsonTemplate, quoteHclText } from './template-text';

/** A template that passes as it is: one reference to another element, or a token of the library. */
export interface Reference {
  readonly template: string;
}

/** A value of an attribute. Text is literal, whatever it looks like. */
export type Attribute = string | number | Reference;

/** A resource or a data source of one provider. */
export interface PlainPlan {
  readonly type: string;
  readonly provider: ProviderConstruct;
  /** Asked for when the app is synthesized: addresses may change until then. */
  readonly attributes: () => Readonly<Record<string, Attribute>>;
}

/** Adds a resource of the library. */
export function addResource(
  library: TerraformLibrary,
  scope: Construct,
  id: string,
  plan: PlainPlan,
): ResourceConstruct {
  class PlainResource extends library.TerraformResource {
    protected synthesizeAttributes(): object {
      return composeJson(plan.attributes());
    }

    protected synthesizeHclAttributes(): object {
      return composeHcl(plan.attributes());
    }
  }
  const resource = new PlainResource(scope, id, describe(plan));
  resource.provider = plan.provider;
  keepAddress(library, resource);
  return resource;
}

/** Adds a data source of the library. */
export function addDataSource(
  library: TerraformLibrary,
  scope: Construct,
  id: string,
  plan: PlainPlan,
): DataSourceConstruct {
  class PlainDataSource extends library.TerraformDataSource {
    protected synthesizeAttributes(): object {
      return composeJson(plan.attributes());
    }

    protected synthesizeHclAttributes(): object {
      return composeHcl(plan.attributes());
    }
  }
  const source = new PlainDataSource(scope, id, describe(plan));
  source.provider = plan.provider;
  return source;
}

function describe({ type, provider }: PlainPlan) {
  return {
    terraformResourceType: type,
    terraformGeneratorMetadata: { providerName: provider.terraformResourceType },
  };
}

function composeJson(attributes: Readonly<Record<string, Attribute>>): object {
  const compose = (value: Attribute): string | number => {
    if (typeof value === 'string') return escapeJsonTemplate(value);
    return typeof value === 'object' ? value.template : value;
  };
  return Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, compose(value)]));
}

/** `reference` makes the library's printer pass the text on: its own quoting leaves templates alone. */
function composeHcl(attributes: Readonly<Record<string, Attribute>>): object {
  const compose = (value: Attribute): string => {
    if (typeof value === 'string') return quoteHclText(value);
    return typeof value === 'object' ? value.template : String(value);
  };
  return Object.fromEntries(
    Object.entries(attributes).map(([key, value]) => [
      key,
      { value: compose(value), isBlock: false, type: 'reference' },
    ]),
  );
}
