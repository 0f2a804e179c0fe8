// Comments of a policy file: written so that no text can break out of them, and read back.

/** Line breaks of YAML 1.1 and of editors. A lone carriage return ends a comment in PyYAML. */
const LINE_BREAK = /\r\n|[\n\r\v\f\x85\u2028\u2029]/;
/** What PyYAML refuses anywhere, comments included, and what changes how a line is displayed. */
const UNSAFE =
  /[^\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\u{10000}-\u{10ffff}]|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The comment lines for a text: each starts with `#`, holds no control character, and ends without blanks. */
export function renderComment(text: string): string[] {
  return text === ''
    ? []
    : settleComment(text)
        .split('\n')
        .map((line) => (line === '' ? '#' : `# ${line}`));
}

/** The text as a comment can carry it; idempotent. What `readCommentAbove` gives back for `renderComment`. */
export function settleComment(text: string): string {
  return text
    .split(LINE_BREAK)
    .map((line) => line.replace(UNSAFE, escapeCharacter).replace(/[ ]+$/, ''))
    .join('\n');
}

/** The comment lines directly above line `line` (from 1), without their `#`, joined by line feeds. */
export function readCommentAbove(lines: readonly string[], line: number): string {
  let first = line - 1;
  while (first > 0 && lines[first - 1]?.startsWith('#')) first -= 1;
  return lines
    .slice(first, line - 1)
    .map((comment) => comment.replace(/^# ?/, ''))
    .join('\n');
}

function escapeCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
