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

function translateBody(source: string, dotMatchesAll: boolean): string | null {
  let out = '';
  for (let i = 0; i < source.length; i++) {
    const c = source[i] ?? '';
    if (c === '\\') {
      const next = source[++i] ?? '';
      if (next === 'x') {
        const hex = /^[0-9a-fA-F]{2}/.exec(source.slice(i + 1));
        if (hex === null) return null;
        out += `\\x${hex[0]}`;
        i += 2;
      } else if (next === 's') out += '[\\t-\\r ]';
      else if (next === 'S') out += '[^\\t-\\r ]';
      else if (next === 'A') out += '^';
      else if (next === 'z') out += '$';
      else if (next === 'Z') out += '(?=\\n?$)';
      else if (/^[dDwWbBnrtf]$/.test(next) || /^[^A-Za-z0-9]$/.test(next)) out += `\\${next}`;
      else return null;
    } else if (c === '[') {
      const charClass = translateClass(source, i);
      if (charClass === null) return null;
      out += charClass.text;
      i = charClass.end;
    } else if (c === '.') out += dotMatchesAll ? '[^]' : '[^\\n]';
    // Without a modifier PCRE's dollar also matches before a last line feed.
    else if (c === '$') out += '(?=\\n?$)';
    else if (c === '(' && source[i + 1] === '?') {
      const group = /^\(\?(?:P?<([A-Za-z_]\w*)>|(:|=|!|<=|<!))/.exec(source.slice(i, i + 60));
      if (group === null) return null;
      out += group[1] === undefined ? `(?${group[2]}` : `(?<${group[1]}>`;
      i += group[0].length - 1;
    } else if (c === '(' && source[i + 1] === '*') return null;
    else if ((c === '+' || c === '?') && i > 0 && /[+*?}]/.test(source[i - 1] ?? '') && source[i - 2] !== '\\') {
      if (c === '+') return null;
      out += c;
    } else out += c;
  }
  return out;
}

function translateClass(source: string, start: number): { text: string; end: number } | null {
  let i = start + 1;
  let text = '[';
  if (source[i] === '^') text += source[i++];
  if (source[i] === ']') {
    text += '\\]';
    i++;
  }
  for (; i < source.length; i++) {
    const c = source[i] ?? '';
    if (c === ']') return { text: `${text}]`, end: i };
    const named = c === '[' ? /^\[:([a-z]+):\]/.exec(source.slice(i, i + 20)) : null;
    if (named) {
      const members = posixClasses.get(named[1] ?? '');
      if (members === undefined) return null;
      text += members;
      i += named[0].length - 1;
    } else if (c === '\\') {
      const next = source[++i] ?? '';
      if (next === 's') text += '\\t-\\r ';
      else if (/^[dwnrt]$/.test(next) || /^[^A-Za-z0-9]$/.test(next)) text += `\\${next}`;
      else if (next === 'x' && /^[0-9a-fA-F]{2}/.test(source.slice(i + 1))) {
        text += `\\x${source.slice(i + 1, i + 3)}`;
        i += 2;
      } else return null;
    } else text += c === '[' ? '\\[' : c;
  }
  return null;
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
