// Every problem Glacis can tell its user about, with its sentence and its fix, and the two error classes.

/** Where something was found. `line` and `column` count from 1; `pointer` is a JSON pointer into the intent. */
export interface Place {
  /** File as the user named it, or a construct path when the input was TypeScript. */
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly pointer?: string | undefined;
}

/** One mistake in what the user gave us. All fields are printable: control characters are escaped by `problem()`. */
export interface Problem {
  /** Stable slug, explained by `glacis explain CODE`. */
  readonly code: ProblemCode;
  readonly place: Place;
  /** What was found, shortened. */
  readonly got: string;
  /** What would have been accepted. */
  readonly wanted: string;
  /** Why it matters. */
  readonly why: string;
  /** The smallest thing that mends it. */
  readonly fix: string;
}

/** A stable slug of a mistake, explained by `glacis explain CODE`. */
export type ProblemCode =
  | 'unknown-key'
  | 'wrong-type'
  | 'missing-key'
  | 'bad-value'
  | 'unknown-release'
  | 'unknown-package-version'
  | 'bad-host'
  | 'unsafe-text'
  | 'duplicate-key'
  | 'syntax'
  | 'too-large'
  | 'too-many-aliases'
  | 'unreadable'
  | 'empty'
  | 'not-in-release'
  | 'conflict'
  | 'contradiction'
  | 'own-validation'
  | 'risk-unknown'
  | 'risk-unused'
  | 'risk-expired'
  | 'output-blocked'
  | 'output-failed'
  | 'usage';

/** @internal The general sentence (`why`) and the general fix of each code; a problem may say something more exact. */
export const problemCodes: Readonly<Record<ProblemCode, Pick<Problem, 'why' | 'fix'>>> = {
  'unknown-key': {
    why: 'Glacis would ignore it, and the intent would not say what it seems to say',
    fix: 'remove the key or spell it as the schema does (`glacis schema`)',
  },
  'wrong-type': {
    why: 'the value cannot mean what the key stands for',
    fix: 'write the value in the type that is wanted',
  },
  'missing-key': { why: 'the section means nothing without it', fix: 'add the key' },
  'bad-value': { why: 'the value is outside what the service accepts', fix: 'use one of the accepted values' },
  'unknown-release': {
    why: 'options and defaults depend on the release',
    fix: 'name a release from `glacis list releases`',
  },
  'unknown-package-version': {
    why: 'the patch level decides which attacks the code itself stops',
    fix: 'write an upstream version (30.2.0) or a Debian version (2:30.0.0-3+deb13u2)',
  },
  'bad-host': {
    why: 'Glance compares host names literally: anything else stops the service or never matches',
    fix: 'write the exact lower-case DNS name',
  },
  'unsafe-text': {
    why: 'line breaks and control characters would leave the value they are written in',
    fix: 'remove the control characters',
  },
  'duplicate-key': { why: 'only one of the two values can count', fix: 'keep one of them' },
  syntax: { why: 'the file cannot be read', fix: 'mend the syntax at the place named' },
  'too-large': {
    why: 'an intent is small; a huge file is a mistake or an attack',
    fix: 'keep the file under the limit',
  },
  'too-many-aliases': {
    why: 'aliases that multiply can exhaust memory',
    fix: 'write the values out or use fewer aliases',
  },
  unreadable: { why: 'the file could not be read', fix: 'check the path and its permissions' },
  empty: { why: 'there is nothing to work on', fix: 'start from `glacis init`' },
  'not-in-release': {
    why: 'the service of this release would ignore the line without a word',
    fix: 'drop the setting or choose a release that has the option',
  },
  conflict: { why: 'two constructs set one option to two values', fix: 'let one construct own the option' },
  contradiction: { why: 'the settings cancel or break each other', fix: 'change one of them' },
  'own-validation': {
    why: 'a construct of yours refuses it, by `node.addValidation`',
    fix: 'mend what its message says',
  },
  'risk-unknown': {
    why: 'an accepted risk must name a check exactly',
    fix: 'use an id from `glacis list attacks` or `glacis list lints`',
  },
  'risk-unused': { why: 'an acceptance that matches nothing hides the next finding', fix: 'remove the acceptance' },
  'risk-expired': {
    why: 'a risk is accepted until a date, not for ever',
    fix: 'close the risk, or accept it anew with a later date',
  },
  'output-blocked': {
    why: 'Glacis only replaces what it wrote itself',
    fix: 'choose another --out, or move the files away',
  },
  'output-failed': { why: 'nothing was changed: the old tree is still in place', fix: 'mend the cause and run again' },
  usage: { why: 'the command line cannot be understood', fix: 'see `glacis --help`' },
};

/** @internal Builds a problem: fills the general words in and makes user text safe to print. */
export function problem(
  code: ProblemCode,
  place: Place,
  facts: { readonly got: string; readonly wanted: string; readonly why?: string; readonly fix?: string },
): Problem {
  return makePrintable({ code, place, ...problemCodes[code], ...facts });
}

function makePrintable({ code, place, got, wanted, why, fix }: Problem): Problem {
  const shown = got === '' ? 'an empty text' : printable(got);
  return { code, place, got: shown, wanted: printable(wanted), why: printable(why), fix: printable(fix) };
}

/** @internal Text from a file or a user made safe for a terminal: control characters escaped, at most `max` characters. */
export function printable(text: string, max = 200): string {
  // The start will do: a text may have megabytes.
  const escaped = text
    .slice(0, max + 1)
    .replace(
      /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
      (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  return escaped.length > max ? `${escaped.slice(0, max - 1)}…` : escaped;
}

/** @internal Sorts by place, then code: the order every output uses. */
export function sortProblems(problems: readonly Problem[]): Problem[] {
  return [...problems].sort(
    (a, b) =>
      compareText(a.place.file, b.place.file) ||
      (a.place.line ?? 0) - (b.place.line ?? 0) ||
      (a.place.column ?? 0) - (b.place.column ?? 0) ||
      compareText(a.place.pointer ?? '', b.place.pointer ?? '') ||
      compareText(a.code, b.code) ||
      compareText(a.got, b.got),
  );
}

/** @internal Code-unit order, independent of the locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** @internal `region.yaml:4:28 (/imageImport/allowedHosts/0)` */
export function formatPlace(place: Place): string {
  const position =
    place.line === undefined ? '' : `:${place.line}${place.column === undefined ? '' : `:${place.column}`}`;
  return `${printable(place.file)}${position}${place.pointer ? ` (${printable(place.pointer)})` : ''}`;
}

/** @internal A problem in one line, for a message of an error. */
export function describeProblem({ place, code, got, wanted, fix }: Problem): string {
  return `${formatPlace(place)}: ${code}: got ${got}; wanted ${wanted}. Fix: ${fix}`;
}

const PROBLEMS = Symbol.for('glacis.IntentProblems');

/** The user's mistakes: every one of them, sorted. Thrown before anything is written. The message has a line for each. */
export class IntentProblems extends Error {
  readonly problems: readonly Problem[];

  /** @param problems of your own validations too; what is no list of problems is told as one */
  constructor(problems: readonly Problem[]) {
    const sorted = sortProblems(isProblems(problems) ? problems.map(makePrintable) : [misusedError]);
    super(sorted.map(describeProblem).join('\n'));
    this.name = 'IntentProblems';
    this.problems = sorted;
    Object.defineProperty(this, PROBLEMS, { value: true });
  }

  /** True for those of any copy of Glacis, of which one process may have several. */
  static override [Symbol.hasInstance](value: unknown): value is IntentProblems {
    return typeof value === 'object' && value !== null && PROBLEMS in value;
  }
}

const misusedError: Problem = problem(
  'wrong-type',
  { file: 'IntentProblems' },
  { got: 'something else', wanted: 'a list of problems, each with code, place, got, wanted, why and fix' },
);

function isProblems(value: unknown): value is readonly Problem[] {
  try {
    // By index: `every` passes over the holes of a list.
    return Array.isArray(value) && value.length < 1e6 && Array.from(value).every(isProblem);
  } catch {
    return false;
  }
}

function isProblem({ code, place, got, wanted, why, fix }: Problem): boolean {
  const areNumbers = [place.line, place.column].every((at) => at === undefined || Number.isInteger(at));
  const texts = [place.file, place.pointer ?? '', got, wanted, why, fix];
  return Object.hasOwn(problemCodes, code) && areNumbers && texts.every((text) => typeof text === 'string');
}

/** @internal Our mistake: an invariant of Glacis does not hold. Never a finding, never the user's fault. */
export class InternalError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(`internal error, please report it: ${message}`, options);
    this.name = 'InternalError';
  }
}
