// Python's "idna" codec (IDNA 2003): what socket.getaddrinfo makes of a host name before libc or dnspython sees it.

import {
  decompositionsOf32,
  droppedRanges,
  foldExceptions,
  leftToRightRanges,
  prohibitedRanges,
  rightToLeftRanges,
  unassignedRanges,
} from './idna-tables';
import { encodePunycode } from './punycode';
import type { ExceptionName, PythonTraits } from './python';
import { lowerCase } from './unicode';

/** The ASCII name, or the exception the codec raises. */
export type AsciiName =
  | { readonly error: null; readonly name: string }
  | { readonly error: ExceptionName; readonly because: string };

/** `host.encode("idna")`. Superscript figures become plain ones here: `¹69.254.¹69.254` leads to 169.254.169.254. */
export function encodeIdna(host: string, python: PythonTraits): AsciiName {
  const labels = host.split(isAscii(host) ? '.' : /[.\u3002\uff0e\uff61]/);
  const hasRootDot = labels.length > 1 && labels.at(-1) === '';
  if (hasRootDot) {
    labels.pop();
  }
  if (host === '') {
    return { error: null, name: '' };
  }
  const encoded: string[] = [];
  for (const label of labels) {
    const ascii = encodeLabel(label, python);
    if (typeof ascii !== 'string') {
      return {
        error: python.idnaRaisesEncodeError ? 'UnicodeEncodeError' : 'UnicodeError',
        because: ascii.because,
      };
    }
    encoded.push(ascii);
  }
  return { error: null, name: encoded.join('.') + (hasRootDot ? '.' : '') };
}

interface LabelRefusal {
  readonly because: string;
}

function encodeLabel(label: string, python: PythonTraits): string | LabelRefusal {
  if (isAscii(label)) {
    return checkLength(label);
  }
  if (python.idnaLimitsLabel && countCodePoints(label) > 1024) {
    return { because: 'a label of the host is too long' };
  }
  const prepared = prepareName(label, python);
  if (typeof prepared !== 'string' || isAscii(prepared)) {
    return typeof prepared === 'string' ? checkLength(prepared) : prepared;
  }
  if (prepared.startsWith('xn--')) {
    return { because: 'a label of the host begins with xn-- and is not ASCII' };
  }
  // 59 characters of punycode are the most a label can hold; a longer label needs no encoding to be refused.
  return countCodePoints(prepared) > 59
    ? { because: 'a label of the host is too long' }
    : checkLength(`xn--${encodePunycode(prepared)}`);
}

function checkLength(label: string): string | LabelRefusal {
  if (label.length > 0 && label.length < 64) {
    return label;
  }
  return { because: label === '' ? 'a label of the host is empty' : 'a label of the host is too long' };
}

function prepareName(label: string, python: PythonTraits): string | LabelRefusal {
  const tables = readTables();
  let mapped = '';
  for (const character of label) {
    if (!tables.dropped(character.codePointAt(0)!)) {
      mapped += foldCase(character, tables, python);
    }
  }
  const prepared = normalize32(mapped, tables);
  const codePoints = Array.from(prepared, (character) => character.codePointAt(0)!);
  if (codePoints.some(tables.prohibited)) {
    return { because: 'the host holds a character that IDNA prohibits' };
  }
  const isRightToLeft = codePoints.map(tables.rightToLeft);
  if (isRightToLeft.includes(true)) {
    if (codePoints.some(tables.leftToRight) || !isRightToLeft[0] || !isRightToLeft.at(-1)) {
      return { because: 'a label of the host mixes writing directions' };
    }
  }
  return prepared;
}

function foldCase(character: string, tables: Tables, python: PythonTraits): string {
  if (python.idnaFoldsAs32 && isUnfoldedIn32(character.codePointAt(0)!, tables)) {
    return character;
  }
  const exception = tables.folds.get(character.codePointAt(0)!);
  if (exception !== undefined) {
    return exception;
  }
  const lowered = lowerCase(character, python);
  const normal = normalize32(lowered, tables);
  const folded = normalize32(Array.from(normal, (c) => lowerCase(c, python)).join(''), tables);
  return folded === normal ? lowered : folded;
}

// Old Georgian, Cherokee, palochka, turned F and reversed C were there in Unicode 3.2 but had no small letters yet.
function isUnfoldedIn32(codePoint: number, tables: Tables): boolean {
  return (
    tables.unassigned(codePoint) ||
    (codePoint >= 0x10a0 && codePoint <= 0x10c5) ||
    (codePoint >= 0x13a0 && codePoint <= 0x13f4) ||
    codePoint === 0x4c0 ||
    codePoint === 0x2132 ||
    codePoint === 0x2183
  );
}

// The codec is frozen at Unicode 3.2: characters 3.2 did not know are not decomposed. They do take part in ordering and
// composition. Where a combining mark is newer than the Python, JavaScript orders it and Python does not: a different
// xn-- label that resolves all the same.
function normalize32(text: string, tables: Tables): string {
  let normal = '';
  let run = '';
  for (const character of text) {
    const codePoint = character.codePointAt(0)!;
    if (tables.unassigned(codePoint) && character.normalize('NFKC') !== character) {
      normal += run.normalize('NFKC') + character;
      run = '';
    } else {
      const old = decompositionsOf32.get(codePoint);
      run += old === undefined ? character : String.fromCodePoint(old);
    }
  }
  return normal + run.normalize('NFKC');
}

type Membership = (codePoint: number) => boolean;

interface Tables {
  readonly dropped: Membership;
  readonly prohibited: Membership;
  readonly rightToLeft: Membership;
  readonly leftToRight: Membership;
  readonly unassigned: Membership;
  readonly folds: ReadonlyMap<number, string>;
}

let readOnce: Tables | undefined;

function readTables(): Tables {
  readOnce ??= {
    dropped: readRanges(droppedRanges),
    prohibited: readRanges(prohibitedRanges),
    rightToLeft: readRanges(rightToLeftRanges),
    leftToRight: readRanges(leftToRightRanges),
    unassigned: readRanges(unassignedRanges),
    folds: readFolds(),
  };
  return readOnce;
}

function readRanges(text: string): Membership {
  const bounds: number[] = [];
  let position = 0;
  for (const range of text.split(' ')) {
    const [gap, length = '0'] = range.split('-') as [string, string?];
    const start = position + Number.parseInt(gap, 36);
    position = start + Number.parseInt(length, 36);
    bounds.push(start, position + 1);
  }
  // Inside a range an odd number of bounds lies at or below the code point.
  return (codePoint) => {
    let low = 0;
    let high = bounds.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (bounds[middle]! <= codePoint) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low % 2 === 1;
  };
}

function readFolds(): Map<number, string> {
  const folds = new Map<number, string>();
  let position = 0;
  for (const fold of foldExceptions.split(' ')) {
    const [gap, to] = fold.split('=') as [string, string];
    position += Number.parseInt(gap, 36);
    folds.set(position, String.fromCodePoint(...to.split('.').map((codePoint) => Number.parseInt(codePoint, 36))));
  }
  return folds;
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}

function countCodePoints(text: string): number {
  let count = 0;
  for (const _ of text) {
    count++;
  }
  return count;
}
