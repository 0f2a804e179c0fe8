// A control: a pure decision (props + release -> what to write) and the thin construct class that carries it in the tree.
import { Construct } from 'constructs';
import type { Artifact, PolicyOverride, Residual, Setting } from '../documents/hardening';
import type { RegionIntent } from '../intent/types';
import type { CodeLevel, Launcher, ReleaseName, RuleFacts, Service } from '../openstack/types';
import type { Place, Problem } from '../problems';
import { admitBelowStack } from './scope';

/** @internal What a decision may ask about the release it decides for. */
export interface ReleaseFacts {
  readonly release: ReleaseName;
  /** What starts the API services. Default uwsgi. */
  readonly launcher?: Launcher;
  /** True when the running package is known to have the option: a stable branch may have gained it after X.0.0. */
  has(service: Service, section: string, option: string): boolean;
  /** The default of a policy rule, or undefined when the release has no such rule. */
  rule(service: Service, name: string): RuleFacts | undefined;
  /** All rules of a service in this release. */
  rules(service: Service): readonly RuleFacts[];
  /** True when the release is `since` or later. */
  isFrom(since: ReleaseName): boolean;
  /** Which code fixes the service has. */
  level(service: Service): CodeLevel;
}

/** @internal A setting before the release's declared type is known. */
export type WantedSetting = Omit<Setting, 'type'> & {
  /** JSON pointer, inside the control's props, of the value this came from. */
  readonly pointer?: string;
};

/** @internal What one control wants. Empty lists may be left out. */
export interface Decision {
  readonly settings?: readonly WantedSetting[];
  readonly overrides?: readonly PolicyOverride[];
  readonly artifacts?: readonly Artifact[];
  readonly residuals?: readonly Residual[];
  readonly problems?: readonly Problem[];
  /** The uid of glance-api, when the control was told. */
  readonly glanceUid?: number;
}

/** @internal Props of other controls of the stack by their key in the intent: of those that a control heeds, of two of one kind the later. */
export type Neighbours = Readonly<Partial<RegionIntent>>;

/** @internal Where a prop was written, for problems. The pointer is relative to the control's own props. */
export type PlaceOf = (pointer: string) => Place;

/** Props may be left out when no key of them is required. */
export type PropsArgument<Props extends object> = Partial<Props> extends Props ? [props?: Props] : [props: Props];

const CONTROL = Symbol.for('glacis.Control');

/** Base of every control. Composed below a `HardeningStack`; more than one copy of this package may be installed. */
export abstract class Control<Props extends object> extends Construct {
  /** @internal True when `value` is a control of any copy of Glacis. */
  static isControl(value: unknown): value is Control<object> {
    return typeof value === 'object' && value !== null && CONTROL in value;
  }

  /** @internal The key of the intent file that means the same as this construct's props. */
  abstract readonly intentKey: keyof RegionIntent;
  /** As they were given: what is written is a copy that was judged. */
  readonly props: Props;
  /** @internal The neighbours its decision depends on; it sees no others. Default none. */
  readonly heeds: readonly (keyof RegionIntent)[] = [];

  /** @throws IntentProblems when it is not below a stack, or has no name of its own. Wrong props are problems of the stack. */
  constructor(scope: Construct, id: string, ...[props]: PropsArgument<Props>) {
    super(admitBelowStack(new.target.name, scope, id), id);
    this.props = props === undefined ? ({} as Props) : props;
    Object.defineProperty(this, CONTROL, { value: true });
  }

  /** @internal The pure decision. Never throws for bad props: it answers with problems. `neighbours`: what shares an option or a rule with it. */
  abstract decide(facts: ReleaseFacts, placeOf: PlaceOf, neighbours?: Neighbours): Decision;
}

/** @internal Controls below a stack, in the order of their paths. */
export function listControls(stack: Construct): readonly Control<object>[] {
  const controls = stack.node.findAll().filter((child): child is Control<object> => Control.isControl(child));
  const paths = new Map(controls.map((control) => [control.node.path, control]));
  return [...paths.keys()].sort().map((path) => paths.get(path) as Control<object>);
}

/** @internal The same control with other props: what decides sees nothing else of it. */
export function withProps(control: Control<object>, props: object): Control<object> {
  return Object.assign(Object.create(Object.getPrototypeOf(control)), control, { props });
}

/** @internal What one of the controls may see of the others. */
export function heededProps({ heeds }: Control<object>, controls: readonly Control<object>[]): Neighbours {
  if (heeds.length === 0) return {};
  const heeded = controls.filter(({ intentKey }) => heeds.includes(intentKey));
  return Object.fromEntries(heeded.map(({ intentKey, props }) => [intentKey, props]));
}
