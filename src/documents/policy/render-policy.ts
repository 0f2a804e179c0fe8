// Writes a policy drop-in: every name and check double-quoted, every rule with its reason above it.
import { renderComment } from './comment-text';
import type { RenderedRule } from './model';

/** PyYAML gives up looking for the ":" of a key after 1024 characters; a longer one needs the "? key" form. */
const maxSimpleKeyCharacters = 1000;

/**
 * The rules of a policy file, each with its reason above it: `parsePolicyFile` of it gives the same names and checks. Rules keep
 * their order; names must not repeat (the last would win).
 */
export function renderPolicyRules(rules: readonly RenderedRule[]): string {
  const blocks = rules.map(({ name, check, reason }) => {
    const [key, value] = [quoteForYaml(name), quoteForYaml(check)];
    const pair = key.length > maxSimpleKeyCharacters ? `? ${key}\n: ${value}` : `${key}: ${value}`;
    return [...renderComment(reason), pair].join('\n');
  });
  return blocks.length === 0 ? '' : `${blocks.join('\n\n')}\n`;
}

/** A YAML double-quoted scalar on one line. What is not a plain visible character is escaped, so nothing can break out. */
export function quoteForYaml(text: string): string {
  // Nearly every text. The expression below covers all of Unicode, and to compile it takes a hundredth of a cold start.
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === '\\') quoted += `\\${character}`;
    else if (character === '\n') quoted += '\\n';
    else if (character === '\t') quoted += '\\t';
    else if (character === ' ' || /^[\p{L}\p{M}\p{N}\p{P}\p{S}]$/u.test(character)) quoted += character;
    else if (code > 0xffff) quoted += `\\U${code.toString(16).padStart(8, '0')}`;
    else quoted += `\\u${code.toString(16).padStart(4, '0')}`;
  }
  return `${quoted}"`;
}
