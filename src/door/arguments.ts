// What the public functions are called with, from plain JavaScript too: each argument is taken by a rule, all mistakes are told at once.
import { findTextFault } from '../intent/check-values';
import { describeValue } from '../intent/plain';
import { joinPointer, maxProblems } from '../intent/tree';
import { IntentProblems, type Place, type Problem, problem } from '../problems';

type Facts = Parameters<typeof problem>[2];

/** Items of a list: more stacks, regions or names than anybody has. */
const maxItems = 100_000;

/** Where an argument stands, and who is told what is wrong with it. */
export class Spot {
  constructor(
    private readonly file: string,
    readonly pointer: string,
    private readonly problems: Problem[],
  ) {}

  below(key: string | number): Spot {
    return new Spot(this.file, joinPointer(this.pointer, key), this.problems);
  }

  placeOf(pointer = ''): Place {
    return { file: this.file, pointer: `${this.pointer}${pointer}` };
  }

  /** Nobody reads more, and nobody should have to hold it. */
  get isFull(): boolean {
    return this.problems.length >= maxProblems;
  }

  tell(facts: Facts, code: Problem['code'] = 'wrong-type'): undefined {
    this.problems.push(problem(code, this.placeOf(), facts));
  }

  add(problems: readonly Problem[]): void {
    this.problems.push(...problems);
  }
}

/** Takes a value: answers a copy that nobody else can change, or tells what is wrong. */
export type Rule<T> = (value: unknown, spot: Spot) => T | undefined;

type Taken<Rules> = { readonly [Key in keyof Rules]: Rules[Key] extends Rule<infer T> ? T : never };

/** Arguments of the function `name`, by their names. @throws IntentProblems */
export function takeArguments<Rules extends Readonly<Record<string, Rule<unknown>>>>(
  name: string,
  rules: Rules,
  values: { readonly [Key in keyof Rules]: unknown },
): Taken<Rules> {
  const problems: Problem[] = [];
  const spot = new Spot(name, '', problems);
  const taken = Object.entries(rules).map(([key, rule]) => [key, attempt(rule, () => values[key], spot.below(key))]);
  if (problems.length > 0) throw new IntentProblems(problems);
  return Object.fromEntries(taken) as Taken<Rules>;
}

/** Any text at all: the content of a file, a URL. */
export const anyText: Rule<string> = (value, spot) =>
  typeof value === 'string' ? value : spot.tell({ got: describeValue(value), wanted: 'a text' });

/** A text that is a name: in one line, and short. */
export const nameText: Rule<string> = (value, spot) => {
  if (typeof value !== 'string' || value === '') return spot.tell({ got: describeValue(value), wanted: 'a text' });
  const fault = findTextFault(value.replace(/[[\]]/g, ''));
  return fault === null ? value : spot.tell({ got: value, ...fault }, fault.code);
};

/** A day of the calendar. */
export const day: Rule<string> = (value, spot) => {
  const wanted = 'a day, YYYY-MM-DD';
  if (typeof value !== 'string') return spot.tell({ got: describeValue(value), wanted });
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(`${value}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  return isDay ? value : spot.tell({ got: value, wanted }, 'bad-value');
};

/** True or false. */
export const flag: Rule<boolean> = (value, spot) =>
  typeof value === 'boolean' ? value : spot.tell({ got: describeValue(value), wanted: 'true or false' });

/** A function of the caller. */
export const callback: Rule<(...values: readonly unknown[]) => unknown> = (value, spot) =>
  typeof value === 'function'
    ? (...values) => Reflect.apply(value, undefined, values)
    : spot.tell({ got: describeValue(value), wanted: 'a function' });

/** One of some names. */
export function oneOf<Name extends string>(names: readonly Name[]): Rule<Name> {
  return (value, spot) => {
    const found = names.find((name) => name === value);
    const facts = { got: describeValue(value), wanted: `one of ${names.join(', ')}` };
    return found ?? spot.tell(facts, typeof value === 'string' ? 'bad-value' : 'wrong-type');
  };
}

/** What may be left out. */
export function optional<T>(rule: Rule<T>): Rule<T | undefined> {
  return (value, spot) => (value === undefined ? undefined : rule(value, spot));
}

/** Null, or what the rule takes. */
export function nullable<T>(rule: Rule<T>): Rule<T | null> {
  return (value, spot) => (value === null ? null : rule(value, spot));
}

/** An object with these keys and no others. */
export function section<T extends object>(rules: { readonly [Key in keyof T]-?: Rule<T[Key] | undefined> }): Rule<T> {
  const known = Object.keys(rules);
  return (value, spot) => {
    const isObject = typeof value === 'object' && value !== null && describeValue(value) === 'an object';
    if (!isObject) return spot.tell({ got: describeValue(value), wanted: `an object with ${known.join(', ')}` });
    for (const key of Reflect.ownKeys(value).filter((own) => !known.some((name) => name === own))) {
      const facts = { got: String(key), wanted: `one of ${known.join(', ')}`, fix: 'remove it, or spell it so' };
      spot.below(String(key)).tell(facts, 'unknown-key');
    }
    const taken = Object.entries<Rule<unknown>>(rules).map(([key, rule]) => [
      key,
      attempt(rule, () => Reflect.get(value, key), spot.below(key)),
    ]);
    return Object.fromEntries(taken.filter(([, one]) => one !== undefined)) as T;
  };
}

/** A list; of anything that can be iterated when `isAnyIterable`. */
export function listOf<T>(rule: Rule<T>, isAnyIterable = false): Rule<readonly T[]> {
  return (value, spot) => {
    const isList = Array.isArray(value) || (isAnyIterable && isIterable(value));
    if (!isList) return spot.tell({ got: describeValue(value), wanted: 'a list' });
    const tooMany = { got: 'more items', wanted: `at most ${maxItems}` };
    // However long it is, it may hold nothing.
    if (Array.isArray(value) && value.length > maxItems) return spot.tell(tooMany, 'too-large');
    const taken: T[] = [];
    for (const item of value) {
      if (taken.length >= maxItems || spot.isFull) return spot.tell(tooMany, 'too-large');
      taken.push(attempt(rule, () => item, spot.below(taken.length)) as T);
    }
    return taken;
  };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value;
}

/** What a getter or a proxy throws is a problem of whoever wrote it. */
function attempt<T>(rule: Rule<T>, read: () => unknown, spot: Spot): T | undefined {
  try {
    return rule(read(), spot);
  } catch {
    return spot.tell({ got: 'a value that throws when it is read', wanted: 'a plain value' });
  }
}
