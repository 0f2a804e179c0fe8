// The two checks that look into the credentials: `role:` and the generic `left:match`.

import { ALLOWS, ANYTHING, RAISES, REFUSES } from './outcomes';
import { formatWithTarget } from './python-format';
import { readLeftSide } from './python-literal';
import { formatPythonText, type PolicyValue, type PolicyValues } from './python-text';

/** Bits and the words for them. */
export interface MatchOutcome {
  readonly bits: number;
  readonly because: string;
}

/** `role:match`: one of the caller's roles, whatever the case. Raises when `roles` is not a list of strings. */
export function matchRole(match: string, target: PolicyValues, creds: PolicyValues): MatchOutcome {
  const wanted = formatWithTarget(match, target);
  if (wanted.kind !== 'text') return explainFormat(wanted);
  if (!Object.hasOwn(creds, 'roles')) return refuse('the credentials hold no roles');
  const roles = creds.roles;
  const names = typeof roles === 'string' ? [...roles] : isMapping(roles) ? Object.keys(roles) : roles;
  if (!Array.isArray(names) || !names.every((name) => typeof name === 'string'))
    return raise('roles is not a list of names');
  const lowered = wanted.text.toLowerCase();
  return names.some((name) => name.toLowerCase() === lowered)
    ? { bits: ALLOWS, because: `the caller has the role ${lowered}` }
    : refuse(`the caller does not have the role ${lowered}`);
}

/** `left:match`: a literal, or a dotted path into the credentials, compared as Python text with the formatted match. */
export function matchGeneric(left: string, match: string, target: PolicyValues, creds: PolicyValues): MatchOutcome {
  const wanted = formatWithTarget(match, target);
  if (wanted.kind !== 'text') return explainFormat(wanted);
  const side = readLeftSide(left);
  switch (side.kind) {
    case 'literal':
      return side.text === wanted.text
        ? { bits: ALLOWS, because: `the target's value is ${left}` }
        : refuse(`the target's value is not ${left}`);
    case 'syntax-error':
      return raise(`${left} is not a Python expression`);
    case 'unknown':
      return { bits: ANYTHING, because: `Glacis does not read the expression ${left}` };
    case 'path': {
      const bits = findInValue(creds, left.split('.'), 0, wanted.text);
      if (bits === RAISES) return raise(`${left} leads into a value that is no mapping`);
      return bits === ALLOWS ? { bits, because: `${left} matches` } : refuse(`${left} does not match`);
    }
  }
}

/** Walks a dotted path; a list matches when one of its items does. Raises where Python's `value[key]` would. */
function findInValue(value: PolicyValue, path: readonly string[], depth: number, wanted: string): number {
  const key = path[depth];
  if (key === undefined) return formatPythonText(value) === wanted ? ALLOWS : REFUSES;
  if (!isMapping(value)) return RAISES;
  if (!Object.hasOwn(value, key)) return REFUSES;
  const next: PolicyValue = value[key] ?? null;
  if (!Array.isArray(next)) return findInValue(next, path, depth + 1, wanted);
  for (const item of next as readonly PolicyValue[]) {
    const bits = findInValue(item, path, depth + 1, wanted);
    if (bits !== REFUSES) return bits;
  }
  return REFUSES;
}

function isMapping(value: PolicyValue | undefined): value is PolicyValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function explainFormat(formatted: Exclude<ReturnType<typeof formatWithTarget>, { kind: 'text' }>): MatchOutcome {
  if (formatted.kind === 'missing-key') return refuse(`the target has no ${formatted.key}`);
  if (formatted.kind === 'raises') return raise(formatted.because);
  return { bits: ANYTHING, because: `Glacis does not format ${formatted.because}` };
}

function refuse(because: string): MatchOutcome {
  return { bits: REFUSES, because };
}

function raise(because: string): MatchOutcome {
  return { bits: RAISES, because: `${because}: the request is answered 500` };
}
