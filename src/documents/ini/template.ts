// The `$` marks of oslo.config values: `$name`, `${group.name}`, `$$` and `\$`, read and escaped.

/** A piece of a value: plain text, or the name of an option whose value goes there. */
export type TemplatePiece = { readonly text: string } | { readonly name: string };

// The name pattern is matched without regard to case over all of Unicode, so four more letters fold into a-z.
const marks =
  /\$(?:(\$)|([_a-z\u0130\u0131\u017f\u212a][._a-z0-9\u0130\u0131\u017f\u212a]*)|\{([_a-z\u0130\u0131\u017f\u212a][._a-z0-9\u0130\u0131\u017f\u212a]*)\})/gi;

/** Splits a value at its `$` marks, as oslo.config's substitution does. A `$` that begins nothing stays as it is. */
export function splitTemplate(value: string): TemplatePiece[] {
  if (!value.includes('$')) return [{ text: value }];
  const source = value.replaceAll('\\$', '$$$$');
  const pieces: TemplatePiece[] = [];
  let start = 0;
  let text = '';
  for (const found of source.matchAll(marks)) {
    text += source.slice(start, found.index);
    start = found.index + found[0].length;
    const name = found[2] ?? found[3];
    if (name === undefined) {
      text += '$';
      continue;
    }
    pieces.push({ text }, { name });
    text = '';
  }
  pieces.push({ text: text + source.slice(start) });
  return pieces;
}

/** Writes every `$` so that substitution gives it back: `$$`, and `\$` after a backslash, where `\$$` would be misread. */
export function escapeDollars(value: string): string {
  return value.replace(/(\\?)\$/g, (_, backslash: string) => (backslash === '' ? '$$' : '\\\\$'));
}
