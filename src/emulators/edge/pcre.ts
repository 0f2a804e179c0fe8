// Translates the regular expressions of nginx and HAProxy (PCRE on bytes) to JavaScript, or says that it cannot.

/** A pattern that can be run. Subjects are byte strings: one character per byte. */
export interface TranslatedRegex {
  readonly regex: RegExp;
  readonly ignoresCase: boolean;
}

const posixClasses: ReadonlyMap<string, string> = new Map([
  ['alpha', 'A-Za-z'],
  ['digit', '0-9'],
  ['alnum', 'A-Za-z0-9'],
  ['upper', 'A-Z'],
  ['lower', 'a-z'],
  ['space', '\\t-\\r '],
  ['xdigit', '0-9A-Fa-f'],
  ['word', 'A-Za-z0-9_'],
]);

/**
 * Null for what has no exact counterpart (atomic groups, possessive quantifiers, recursion, `\Q`, Unicode modes) and for nested
 * unbounded quantifiers, which could hang the judge on a hostile file.
 */
export function translatePcre(pattern: string, ignoreCase: boolean): TranslatedRegex | null {
  const cacheKey = `${ignoreCase ? 'i' : 's'}${pattern}`;
  const known = translated.get(cacheKey);
  if (known !== undefined) return known;
  if (translated.size >= maxCachedPatterns) translated.clear();
  const fresh = translateFresh(pattern, ignoreCase);
  translated.set(cacheKey, fresh);
  return fresh;
}

/** A fleet repeats the same few patterns for thousands of regions. */
const maxCachedPatterns = 1000;
const translated = new Map<string, TranslatedRegex | null>();

function translateFresh(pattern: string, ignoreCase: boolean): TranslatedRegex | null {
  if (pattern.length > 2000) return null;
  const inline = /^\(\?([is]+)\)/.exec(pattern);
  const flags = inline?.[1] ?? '';
  const ignoresCase = ignoreCase || flags.includes('i');
  const body = translateBody(inline ? pattern.slice(inline[0].length) : pattern, flags.includes('s'));
  if (body === null || hasNestedRepetition(body)) return null;
  try {
    return { regex: new RegExp(body, ignoresCase ? 'i' : ''), ignoresCase };
  } catch {
    return null;
  }
}

/** True, false, or null when folding of non-ASCII bytes would differ between PCRE and JavaScript. */
export function testPcre({ regex, ignoresCase }: TranslatedRegex, subject: string): RegExpExecArray | false | null {
  if (subject.length > 4096 || (ignoresCase && /[\u0080-\uffff]/.test(subject))) return null;
  return regex.exec(subject) ?? false;
}

/** A part of a pattern in JavaScript's writing, and where its last character stands. */
interface TranslatedPart {
  readonly text: string;
  readonly end: number;
}

function translateBody(source: string, dotMatchesAll: boolean): string | null {
  let body = '';
  for (let at = 0; at < source.length; at += 1) {
    const part = translatePart(source, at, dotMatchesAll);
    if (part === null) return null;
    body += part.text;
    at = part.end;
  }
  return body;
}

function translatePart(source: string, at: number, dotMatchesAll: boolean): TranslatedPart | null {
  const c = source[at] ?? '';
  switch (c) {
    case '\\':
      return translateEscape(source, at, outsideClasses);
    case '[':
      return translateClass(source, at);
    case '.':
      return { text: dotMatchesAll ? '[^]' : '[^\\n]', end: at };
    case '$':
      // Without a modifier PCRE's dollar also matches before a last line feed.
      return { text: '(?=\\n?$)', end: at };
    case '(':
      return translateGroup(source, at);
    case '+':
      return followsRepetition(source, at) ? null : { text: c, end: at };
    default:
      return { text: c, end: at };
  }
}

/** A plus behind a repetition makes it possessive, which JavaScript does not know. */
function followsRepetition(source: string, at: number): boolean {
  return at > 0 && /[+*?}]/.test(source[at - 1] ?? '') && source[at - 2] !== '\\';
}

function translateGroup(source: string, at: number): TranslatedPart | null {
  if (source[at + 1] === '*') return null;
  if (source[at + 1] !== '?') return { text: '(', end: at };
  const group = /^\(\?(?:P?<([A-Za-z_]\w*)>|(:|=|!|<=|<!))/.exec(source.slice(at, at + 60));
  if (group === null) return null;
  const text = group[1] === undefined ? `(?${group[2]}` : `(?<${group[1]}>`;
  return { text, end: at + group[0].length - 1 };
}

/** What letters mean behind a backslash: in other words, or the same to both. */
interface Escapes {
  readonly translated: Readonly<Record<string, string>>;
  readonly same: RegExp;
}

const outsideClasses: Escapes = {
  translated: { s: '[\\t-\\r ]', S: '[^\\t-\\r ]', A: '^', z: '$', Z: '(?=\\n?$)' },
  same: /^[dDwWbBnrtf]$/,
};
const insideClasses: Escapes = { translated: { s: '\\t-\\r ' }, same: /^[dwnrt]$/ };

function translateEscape(source: string, at: number, { translated, same }: Escapes): TranslatedPart | null {
  const letter = source[at + 1] ?? '';
  if (letter === 'x') {
    const [digits] = /^[0-9a-fA-F]{2}/.exec(source.slice(at + 2, at + 4)) ?? [];
    return digits === undefined ? null : { text: `\\x${digits}`, end: at + 3 };
  }
  const isSame = same.test(letter) || /^[^A-Za-z0-9]$/.test(letter);
  const text = isSame ? `\\${letter}` : translated[letter];
  return text === undefined ? null : { text, end: at + 1 };
}

function translateClass(source: string, start: number): TranslatedPart | null {
  const [opening = '', mark = '', bracket] = /^\[(\^?)(\]?)/.exec(source.slice(start)) ?? [];
  let text = `[${mark}${bracket === ']' ? '\\]' : ''}`;
  for (let at = start + opening.length; at < source.length; at += 1) {
    if (source[at] === ']') return { text: `${text}]`, end: at };
    const part = translateMember(source, at);
    if (part === null) return null;
    text += part.text;
    at = part.end;
  }
  return null;
}

function translateMember(source: string, at: number): TranslatedPart | null {
  const c = source[at] ?? '';
  if (c === '\\') return translateEscape(source, at, insideClasses);
  if (c !== '[') return { text: c, end: at };
  const named = /^\[:([a-z]+):\]/.exec(source.slice(at, at + 20));
  if (named === null) return { text: '\\[', end: at };
  const members = posixClasses.get(named[1] ?? '');
  return members === undefined ? null : { text: members, end: at + named[0].length - 1 };
}

/** True when a group that repeats without bound holds something that does too. */
function hasNestedRepetition(body: string): boolean {
  const holdsRepetition: boolean[] = [false];
  for (let i = 0; i < body.length; i++) {
    const c = body[i];
    if (c === '\\') i++;
    else if (c === '[') {
      for (i++; i < body.length && body[i] !== ']'; i++) if (body[i] === '\\') i++;
    } else if (c === '(') holdsRepetition.push(false);
    else if (c === ')') {
      const inner = holdsRepetition.pop() ?? false;
      const isRepeated = /^(?:[*+]|\{\d+,\})/.test(body.slice(i + 1, i + 12));
      if (inner && isRepeated) return true;
      if (inner) holdsRepetition[holdsRepetition.length - 1] = true;
    }
    if (c === '*' || c === '+' || (c === '{' && /^\{\d+,\}/.test(body.slice(i, i + 12)))) {
      holdsRepetition[holdsRepetition.length - 1] = true;
    }
  }
  return false;
}
