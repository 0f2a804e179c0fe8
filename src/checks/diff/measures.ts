// Bounds that a side of a comparison has, by name: what rises is looser.
import { printable } from '../../problems';
import { maskUserinfo } from '../secrets';
import type { Direction } from '../types';

/** The direction of all files of a program, and why. */
export interface JudgedProgram {
  readonly direction: Direction;
  /** Empty when nobody can say. */
  readonly because: string;
}

/** What a file bounds: the higher, the looser. */
export interface Measure {
  readonly subject: string;
  /** NaN where nobody can say: that moves nowhere. */
  readonly value: number;
  readonly text: string;
}

/** Nobody can say. */
export const cannotSay: JudgedProgram = { direction: 'neutral', because: '' };

/** Bounds that are named one by one. */
const maxNamed = 4;

/** One bound that rises weighs more than all that fall; what a side does not bound at all is without bound there. */
export function compareMeasures(before: readonly Measure[], after: readonly Measure[]): JudgedProgram {
  const [old, now] = [indexMeasures(before), indexMeasures(after)];
  const [rising, falling]: [Moved[], Moved[]] = [[], []];
  for (const subject of new Set([...old.keys(), ...now.keys()])) {
    const unbounded = { subject, value: Number.POSITIVE_INFINITY, text: 'not set' };
    const [was, is] = [old.get(subject) ?? unbounded, now.get(subject) ?? unbounded];
    if (is.value > was.value || is.value < was.value)
      (is.value > was.value ? rising : falling).push([subject, `${was.text} before, ${is.text} after`]);
  }
  if (rising.length + falling.length === 0) return cannotSay;
  if (rising.length === 0) return { direction: 'tighter', because: show(nameMoved(falling)) };
  const lower = falling.length === 0 ? '' : `; tighter is ${nameMoved(falling.slice(0, 1))}`;
  return { direction: 'looser', because: show(`${nameMoved(rising)}${lower}`) };
}

/** Names come from the files. */
function show(text: string): string {
  return printable(maskUserinfo(text), 900);
}

type Moved = readonly [subject: string, how: string];

function indexMeasures(side: readonly Measure[]): ReadonlyMap<string, Measure> {
  return new Map(side.map((one) => [one.subject, one]));
}

/** Of bounds that move alike, such as those of one limit for each spelling and client, the first stands for all. */
function nameMoved(moved: readonly Moved[]): string {
  const alike = new Map<string, string>();
  for (const [subject, how] of moved) if (!alike.has(how)) alike.set(how, subject);
  const names = [...alike].map(([how, subject]) => `${subject}: ${how}`);
  const rest = names.length > maxNamed ? `; and ${names.length - maxNamed} more` : '';
  return `${names.slice(0, maxNamed).join('; ')}${rest}`;
}
