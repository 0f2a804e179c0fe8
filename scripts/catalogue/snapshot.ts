// What extract.py says about one service in one release: the plain form between a source tree and the stored catalogue.
import type { OptionValue, ReleaseName, RuleFacts, Service, ValueType } from '../../src/openstack/types';

/** One option as a tree or an installed package declares it. */
export interface OptionSnapshot {
  readonly section: string | null;
  readonly name: string;
  readonly type: ValueType;
  /** Absent when it is computed at run time. */
  readonly default?: OptionValue;
  readonly secret?: true;
  readonly required?: true;
  readonly deprecatedForRemoval?: true;
  readonly deprecatedNames?: readonly { readonly section: string | null; readonly name: string }[];
  readonly owner: 'service' | 'library';
  readonly perBackend?: true;
  /** Defined by a volume driver of cinder. */
  readonly driver?: true;
  readonly certainty?: 'sample' | 'inferred';
  readonly addedInPointRelease?: string | null;
  readonly defaultAtFirstRelease?: OptionValue;
}

/** One policy rule. */
export interface RuleSnapshot {
  readonly name: string;
  readonly check: string;
  readonly scopeTypes: readonly string[];
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  readonly deprecatedRule?: NonNullable<RuleFacts['deprecatedRule']>;
  readonly addedInPointRelease?: string | null;
  readonly checkAtFirstRelease?: string;
}

/** Everything about one service in one release. */
export interface Snapshot {
  readonly service: Service;
  readonly release: ReleaseName;
  /** Whether the library options come from the libraries of that release. */
  readonly librariesExact?: true;
  readonly options: readonly OptionSnapshot[];
  readonly rules: readonly RuleSnapshot[];
  /** `[section, name]` that the sample lists and no code registers. */
  readonly sampleOnly: readonly (readonly [string, string])[];
}
