// Reads a value that a program handed over, once, into plain JavaScript: what is judged is then what is written.
import { type Place, type Problem, type ProblemCode, problem } from '../problems';
import { joinPointer, maxDepth, maxNodes } from './tree';

/** A frozen copy of strings, numbers, lists and sections, with null where something could not be read; and what that was. */
export interface PlainReading {
  readonly value: unknown;
  readonly problems: readonly Problem[];
}

const wanted = 'a plain object, a list or a single value';
const few = `at most ${maxNodes} values`;
const thrower = 'a value that throws when it is read';

/** Copies a value: getters and proxies are asked once, what is inherited does not count, and what is no plain object is no section. */
export function readPlain(value: unknown, placeOf: (pointer: string) => Place): PlainReading {
  const reader = new PlainReader(placeOf);
  return { value: reader.read(value, ''), problems: reader.problems };
}

class PlainReader {
  readonly problems: Problem[] = [];
  private readonly above = new Set<object>();
  private nodes = 0;

  constructor(private readonly placeOf: (pointer: string) => Place) {}

  read(value: unknown, at: string): unknown {
    this.nodes += 1;
    if (this.nodes === maxNodes) this.refuse('too-large', at, { got: 'one more value', wanted: few });
    if (this.nodes >= maxNodes) return null;
    // Minus zero is no other number in any file.
    if (typeof value !== 'object' || value === null) return value === 0 ? 0 : value;
    if (this.above.has(value)) {
      return this.refuse('wrong-type', at, { got: 'an object that holds itself', wanted, fix: 'write it out' });
    }
    if (this.above.size >= maxDepth) {
      return this.refuse('too-large', at, { got: 'one more level', wanted: `at most ${maxDepth}` });
    }
    this.above.add(value);
    try {
      if (Array.isArray(value)) return this.readList(value, at);
      return isPlainObject(value) ? this.readSection(value, at) : this.refuseClass(value, at);
    } catch {
      return this.refuseThrower(at);
    } finally {
      this.above.delete(value);
    }
  }

  private readList(list: readonly unknown[], at: string): readonly unknown[] {
    // However long it is, it may hold nothing.
    if (list.length > maxNodes) return this.refuse('too-large', at, { got: `${list.length} items`, wanted: few }) ?? [];
    const items: unknown[] = [];
    for (let index = 0; index < list.length && this.nodes < maxNodes; index += 1) {
      items.push(this.readMember(list, index, joinPointer(at, index)));
    }
    return Object.freeze(items);
  }

  private readSection(section: object, at: string): object {
    const copy: Record<string, unknown> = {};
    for (const key of Reflect.ownKeys(section)) {
      if (this.nodes >= maxNodes) break;
      const place = joinPointer(at, String(key));
      if (typeof key === 'symbol' || key === '__proto__') {
        this.refuse('unknown-key', place, { got: String(key), wanted: 'a key of the intent', fix: 'remove it' });
        continue;
      }
      const value = this.readMember(section, key, place);
      // What is undefined was left out.
      if (value !== undefined) copy[key] = value;
    }
    return Object.freeze(copy);
  }

  private readMember(holder: object, key: string | number, at: string): unknown {
    let value: unknown;
    try {
      value = Reflect.get(holder, key);
    } catch {
      return this.refuseThrower(at);
    }
    return this.read(value, at);
  }

  /** A getter, a proxy: what it throws is its author's. */
  private refuseThrower(at: string): null {
    return this.refuse('wrong-type', at, { got: thrower, wanted });
  }

  private refuseClass(value: object, at: string): null {
    const got = describeValue(value);
    return this.refuse('wrong-type', at, { got, wanted, fix: 'write a plain object: { ...value }, say' });
  }

  private refuse(code: ProblemCode, pointer: string, facts: Parameters<typeof problem>[2]): null {
    this.problems.push(problem(code, this.placeOf(pointer), facts));
    return null;
  }
}

/** Made by `{}`, by JSON.parse or without a prototype, in whatever realm. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, 'hasOwnProperty');
}

/** Any value in words, for whoever handed it over: texts and numbers themselves, of others the kind. */
export function describeValue(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (typeof value === 'function') return 'a function';
  if (typeof value !== 'object') return value === '' ? 'an empty text' : String(value);
  try {
    if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
    if (isPlainObject(value)) return 'an object';
    const [, tag = ''] = /^\[object (.*)\]$/.exec(Object.prototype.toString.call(value)) ?? [];
    return tag === 'Object' ? 'an object of a class, or one that inherits' : `an object of class ${tag}`;
  } catch {
    return thrower;
  }
}
