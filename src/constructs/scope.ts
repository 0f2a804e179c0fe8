// Where a construct of Glacis may stand, and the brand by which stacks of any copy of Glacis know each other.
import { Construct, type IConstruct } from 'constructs';
import { findTextFault } from '../intent/check-values';
import { describeValue, readPlain } from '../intent/plain';
import { IntentProblems, type Place, type Problem, problem } from '../problems';

const STACK = Symbol.for('glacis.HardeningStack');

/** Makes a construct a stack that controls find. */
export function brandStack(stack: Construct): void {
  Object.defineProperty(stack, STACK, { value: true });
}

/** True for a `HardeningStack` of any copy of Glacis. */
export function isStack(value: unknown): boolean {
  return isConstruct(value) && STACK in value;
}

/** How a stack was made from an intent. */
export interface StackOrigin {
  readonly placeOf: (pointer: string) => Place;
  /** True when nobody but Glacis adds to the stack: its props are those that `settleRegions` judged. */
  readonly isJudged: boolean;
}

const origins = new WeakMap<IConstruct, StackOrigin>();

/** Says that a stack was made from an intent. Not for users: what is judged already is not judged again. */
export function setOrigin(stack: IConstruct, origin: StackOrigin): void {
  origins.set(stack, origin);
}

/** Undefined for a stack that was composed in TypeScript. */
export function originOf(stack: IConstruct): StackOrigin | undefined {
  return origins.get(stack);
}

/**
 * The scope of a control, or of what holds controls: below a stack, since no other place ever renders it.
 * @throws IntentProblems when scope or id are wrong, with both
 */
export function admitBelowStack(kind: string, scope: Construct, id: string): Construct {
  const isBelow = isConstruct(scope) && scope.node.scopes.some(isStack);
  const facts = {
    got: isConstruct(scope) ? `a scope outside of every stack: ${scope.node.path || 'the root'}` : describeValue(scope),
    wanted: 'a HardeningStack, or a construct below one',
    why: 'nothing else collects what a control decides: it would be written nowhere',
    fix: `new ${kind}(stack, 'name', props)`,
  };
  return admit(kind, scope, id, isBelow ? [] : [problem('wrong-type', { file: kind, pointer: '/scope' }, facts)]);
}

/** The scope of a stack: any construct outside of every other stack. @throws IntentProblems as `admitBelowStack` */
export function admitStack(kind: string, scope: Construct, id: string): Construct {
  const isInside = isConstruct(scope) && scope.node.scopes.some(isStack);
  const facts = {
    got: isInside ? `a scope inside of another stack: ${scope.node.path}` : describeValue(scope),
    wanted: 'a construct outside of every HardeningStack, or undefined for a stack that stands alone',
    ...(isInside && { why: 'both stacks would collect the same controls, each for a release of its own' }),
  };
  const isFit = isConstruct(scope) && !isInside;
  return admit(kind, scope, id, isFit ? [] : [problem('wrong-type', { file: kind, pointer: '/scope' }, facts)]);
}

function admit(kind: string, scope: Construct, id: unknown, wrong: readonly Problem[]): Construct {
  const problems = wrong.length > 0 ? wrong : findForeignCopy(kind, scope);
  const all = [...problems, ...findIdFault(kind, problems.length === 0 ? scope : undefined, id)];
  if (all.length > 0) throw new IntentProblems(all);
  return scope;
}

/** Copies of the library agree on what a construct is, and not all of their versions on how children are kept. */
function findForeignCopy(kind: string, scope: Construct): readonly Problem[] {
  const isOurs: boolean = scope instanceof Construct;
  if (isOurs) return [];
  const trial = 'glacis-trial';
  try {
    new Construct(scope, trial);
    return [];
  } catch {
    const facts = {
      got: 'a scope of another copy of the package constructs, whose version does not fit',
      wanted: 'one copy, or copies of one version',
      why: 'a construct cannot be added to it',
      fix: 'see `npm ls constructs`; `npm dedupe` mostly leaves one',
    };
    return [problem('wrong-type', { file: kind, pointer: '/scope' }, facts)];
  } finally {
    scope.node.tryRemoveChild(trial);
  }
}

function findIdFault(kind: string, scope: Construct | undefined, id: unknown): readonly Problem[] {
  const place = { file: kind, pointer: '/id' };
  const wanted = 'a name that no other construct of the scope has';
  if (typeof id !== 'string') return [problem('wrong-type', place, { got: describeValue(id), wanted })];
  const fault = findTextFault(id);
  if (fault !== null) return [problem(fault.code, place, { got: id, ...fault })];
  // Children are kept in an object: these names are taken before anybody comes.
  if (id === '' || id in {}) return [problem('bad-value', place, { got: id === '' ? 'an empty name' : id, wanted })];
  if (scope?.node.tryFindChild(id) === undefined) return [];
  const got = `${id} again in ${scope.node.path || 'the root'}`;
  return [problem('duplicate-key', place, { got, wanted, fix: 'give one of them another name' })];
}

/**
 * The props of a construct in which an intent's sections stand. What is in them is judged with the stack. @param keys all it may have.
 * @throws IntentProblems when they are no plain object, or hold something else: it would be left out without a word
 */
export function readProps<Props extends object>(
  props: Props,
  keys: readonly (keyof Props & string)[],
  of: Construct,
): Partial<Props> {
  const file = of.node.path;
  if (of.node.scopes.some((scope) => origins.get(scope)?.isJudged)) return props;
  const { value, problems } = readPlain(props, (pointer) => ({ file, pointer }));
  if (problems.length > 0) throw new IntentProblems(problems);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const facts = { got: describeValue(value), wanted: `an object with ${keys.join(', ')}` };
    throw new IntentProblems([problem('wrong-type', { file }, facts)]);
  }
  const others = Object.keys(value).filter((key) => !keys.some((known) => known === key));
  const told = others.map((got) => {
    const fix = 'remove it: sections of an intent are constructs of their own, and hardenRegion makes all of them';
    return problem('unknown-key', { file, pointer: `/${got}` }, { got, wanted: `one of ${keys.join(', ')}`, fix });
  });
  if (told.length > 0) throw new IntentProblems(told);
  return value as Partial<Props>;
}

function isConstruct(value: unknown): value is Construct {
  try {
    return Construct.isConstruct(value) && typeof value.node.path === 'string';
  } catch {
    return false;
  }
}
