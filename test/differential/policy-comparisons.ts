// What the oslo.policy emulator says, beside the real parser, loader and Enforcer.
import type { CheckText } from '../../src/documents/policy/model';
import { parsePolicyFile } from '../../src/documents/policy/parse-policy';
import { formatCheck } from '../../src/emulators/oslo-policy/check-tree';
import { createEnforcer } from '../../src/emulators/oslo-policy/enforcer';
import { parseCheck } from '../../src/emulators/oslo-policy/parse-check';
import { describePolicyLibrary } from '../../src/emulators/oslo-policy/policy-library';
import { readLeftSide } from '../../src/emulators/oslo-policy/python-literal';
import { policyDefaults } from '../../src/openstack/policy-defaults';
import type { ReleaseName } from '../../src/openstack/types';
import { Dice, makeCheck, makeRequestsCase, type RequestsCase } from '../real/oslo-policy-cases';
import { makeLeftSide, makePolicyText } from '../real/oslo-policy-texts';
import { type Comparison, type Difference, differOf } from './comparison';
import type { KnownDifference } from './known-differences';

function makeMany<T>(count: number, seed: number, make: (dice: Dice) => T): T[] {
  const dice = new Dice(seed);
  return Array.from({ length: count }, () => make(dice));
}

const raised = (real: object): boolean => 'raises' in real;

/** The tree that a check parses to. */
export function compareChecks(release: ReleaseName): Comparison<ReturnType<typeof makeCheck>> {
  return {
    title: 'policy checks parsed',
    make: (count, seed) => makeMany(count, seed, makeCheck),
    question: (check) => ({ kind: 'parse', check }),
    differ: (check, real) => differOf({ text: printCheck(check, release) }, real),
  };
}

/** As the library of the release prints it: what is left of a heap of tokens is false at once where it no longer raises. */
function printCheck(check: CheckText, release: ReleaseName): string {
  const tree = parseCheck(check);
  const isLeft = tree.kind === 'leftover' && !describePolicyLibrary('glance', release).raisesOnLeftover;
  return isLeft ? '!' : formatCheck(tree);
}

/** What stands left of a colon: a Python literal, a path into the credentials, or an error. */
export const compareLeftSides: Comparison<string> = {
  title: 'left sides of checks',
  make: (count, seed) => makeMany(count, seed, makeLeftSide),
  question: (left) => ({ kind: 'literal', left }),
  differ: (left, real) => {
    const ours = readLeftSide(left);
    if (ours.kind === 'unknown') return { ours, real, known: 'policy-left-unclaimed' satisfies KnownDifference };
    if (ours.kind === 'literal') return differOf({ literal: ours.text }, real);
    return differOf(ours.kind === 'path' ? { path: true } : { raises: 'SyntaxError' }, real);
  },
};

/** The rules of a file, or that it stops the service, with the reader of a release. */
export function comparePolicyFiles(release: ReleaseName): Comparison<string> {
  const { reader } = describePolicyLibrary('glance', release);
  return {
    title: 'policy files loaded',
    make: (count, seed) => makeMany(count, seed, makePolicyText),
    question: (text) => ({ kind: 'file', text }),
    differ: (text, real) => {
      const document = parsePolicyFile(text, 'f', reader);
      const ours = document.loads
        ? { rules: document.rules.map(({ name, check }) => [name, printCheck(check, release)]) }
        : 'refuses';
      return differOf(ours, raised(real) ? 'refuses' : real);
    },
  };
}

const requestsPerCase = 8;

/** Requests to a policy of defaults, deprecated defaults and overrides, under the library of a release. */
export function compareRequests(release: ReleaseName): Comparison<RequestsCase> {
  return {
    title: 'requests enforced',
    make: (count, seed) =>
      makeMany(Math.ceil(count / requestsPerCase), seed, (dice) => makeRequestsCase(dice, requestsPerCase)),
    // A smaller case may lack half of a pair.
    question: (asked) => ({ ...asked, overrides: wholePairs(asked) }),
    answersOf: ({ requests }) => requests.length,
    differ: (asked, real) => {
      const { answers } = real as { answers: readonly (boolean | string)[] };
      const ours = answerRequests(asked, release);
      const differences = ours.flatMap((each, index) => differAnswer(each, answers[index]) ?? []);
      return differences.find(({ known }) => known === undefined) ?? differences[0] ?? null;
    },
  };
}

type Answer = boolean | 'cannot-say' | 'raises' | 'not-allowed';

function differAnswer(ours: Answer, real: boolean | string | undefined): Difference | null {
  if (ours === 'cannot-say') return { ours, real, known: 'policy-cannot-say' satisfies KnownDifference };
  if (ours === 'not-allowed' && real !== true) {
    return { ours, real, known: 'policy-refused-or-raised' satisfies KnownDifference };
  }
  return differOf(ours, typeof real === 'string' ? 'raises' : real);
}

function wholePairs({ overrides }: RequestsCase): RequestsCase['overrides'] {
  return [...new Map(overrides.filter((pair) => pair.length === 2)).entries()];
}

function answerRequests(asked: RequestsCase, release: ReleaseName): Answer[] {
  const at = { file: 'glance/policy.yaml', line: 1 };
  const enforcer = createEnforcer({
    defaults: asked.defaults,
    overrides: wholePairs(asked).map(([name, check]) => ({ name, check, at })),
    enforceNewDefaults: asked.enforceNewDefaults,
    // The library without the option always enforces scope, whatever the case wishes.
    enforceScope: asked.enforceScope || !policyDefaults('glance', release).hasEnforceScopeOption,
    release,
  });
  return asked.requests.map(({ rule, target, creds }) => {
    const verdict = enforcer.authorize(rule, target, creds);
    if (verdict.hasRaised === true) return 'raises';
    return verdict.allowed === false && verdict.hasRaised === 'cannot-say' ? 'not-allowed' : verdict.allowed;
  });
}
