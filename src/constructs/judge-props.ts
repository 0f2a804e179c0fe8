// Judges what a stack and its controls were given in TypeScript: by the judge of intent files, as the intent that they make together.
import type { Construct } from 'constructs';
import { wrapIntent } from '../intent/loaded-intent';
import { settleRegions } from '../intent/settle';
import type { AcceptedRisk } from '../intent/types';
import { IntentProblems, type Place, type Problem } from '../problems';
import { type Control, listControls, withProps } from './control';
import type { Versions } from './release-facts';

/** Controls with the copies of their props that were judged, and everything that is wrong. */
interface JudgedProps {
  readonly controls: readonly Control<object>[];
  readonly problems: readonly Problem[];
}

type Sections = Readonly<Record<string, Control<object>>>;

/** Of two controls of one kind each is judged beside all of other kinds: whether they agree is for their options to say. */
export function judgeProps(
  stack: Construct & Versions & { readonly acceptedRisks: readonly AcceptedRisk[] },
  placeOf: (control: Control<object> | undefined, pointer: string) => Place,
): JudgedProps {
  const found = listControls(stack);
  const together: Sections = Object.fromEntries(found.map((control) => [control.intentKey, control]));
  const others = found.filter((control) => together[control.intentKey] !== control);
  const rounds = [together, ...others.map((control): Sections => ({ ...together, [control.intentKey]: control }))];
  const { release, packages, launcher, acceptedRisks } = stack;
  const copies = new Map<Control<object>, Control<object>>();
  const problems = new Map<string, Problem>();
  for (const sections of rounds) {
    const props = Object.fromEntries(Object.entries(sections).map(([key, control]) => [key, control.props]));
    const intent = { release, packages, launcher, acceptedRisks, ...props };
    const loaded = wrapIntent(intent, '', (pointer) => placeOf(sections[pointer.split('/')[1] ?? ''], pointer));
    for (const [key, control] of Object.entries(sections)) {
      copies.set(control, withProps(control, (loaded.value as Readonly<Record<string, object>>)[key] as object));
    }
    for (const one of findProblems(loaded)) problems.set(JSON.stringify(one), one);
  }
  const controls = found.map((control) => copies.get(control) as Control<object>);
  return { controls, problems: [...problems.values()] };
}

function findProblems(loaded: ReturnType<typeof wrapIntent>): readonly Problem[] {
  try {
    settleRegions(loaded);
    return [];
  } catch (error) {
    if (error instanceof IntentProblems) return error.problems;
    throw error;
  }
}
