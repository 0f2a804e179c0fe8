// Terraform's reading of a JSON string, as far as it is needed: escapes and interpolated literals. Anything else is an error.

/** A letter, or a carriage return and the signs before it. */
const literalSyntax = /^\$\{"([A-Za-z]|[$%]*\\r)"\}/;
const MAX_LITERAL_LENGTH = 1000;

/** The text a template stands for. @throws Error when the string holds a template that is not a plain literal. */
export function readTemplate(template: string): string {
  let text = '';
  for (let at = 0; at < template.length; ) {
    const mark = template.slice(at, at + 3);
    if (mark === '$${' || mark === '%%{') {
      text += mark.slice(1);
      at += 3;
    } else if (mark.startsWith('${') || mark.startsWith('%{')) {
      const literal = literalSyntax.exec(template.slice(at, at + MAX_LITERAL_LENGTH));
      if (!literal) throw new Error(`a template at ${at}: ${JSON.stringify(template.slice(at, at + 40))}`);
      text += literal[1]?.replace('\\r', '\r');
      at += literal[0].length;
    } else {
      if (/^\r(?!\n)/.test(mark)) throw new Error(`a lone carriage return at ${at} hides what follows it`);
      text += template[at];
      at += 1;
    }
  }
  return text;
}

/** A `for_each` object as path to attributes, every string read. */
export function readForEach(forEach: unknown): Map<string, Record<string, string>> {
  return new Map(
    Object.entries(forEach as Record<string, Record<string, string>>).map(([path, file]) => [
      readTemplate(path),
      Object.fromEntries(Object.entries(file).map(([name, value]) => [name, readTemplate(value)])),
    ]),
  );
}
