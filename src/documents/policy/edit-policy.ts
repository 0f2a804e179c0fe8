// The smallest edits of a policy file: one rule set or taken out, comments and order kept. Every result is read back before it is given.
import type { CheckText, PolicyDocument } from './model';
import { parsePolicyFile } from './parse-policy';
import { quoteForYaml } from './render-policy';

type Reader = Parameters<typeof parsePolicyFile>[2];

/**
 * The text with a rule set to a check; null when no edit was found that changes this rule and nothing else.
 * `reader` as for `parsePolicyFile`.
 */
export function setPolicyRule(text: string, file: string, name: string, check: string, reader?: Reader): string | null {
  const document = parsePolicyFile(text, file, reader);
  if (!document.loads) return null;
  const found = document.rules.find((rule) => rule.name === name);
  const candidates = isJsonObject(text)
    ? proposeJson(text, found?.at.line ?? null, name, check)
    : proposeYaml(text, found?.at.line ?? null, name, check);
  for (const candidate of candidates) {
    if (isOnlyChange(document, parsePolicyFile(candidate, file, reader), name, check)) return candidate;
  }
  return null;
}

/** The text without a rule; null when no edit was found that takes this rule out and nothing else. `reader` as for `parsePolicyFile`. */
export function removePolicyRule(text: string, file: string, name: string, reader?: Reader): string | null {
  const document = parsePolicyFile(text, file, reader);
  const found = document.rules.find((rule) => rule.name === name);
  if (found === undefined) return null;
  const candidates = isJsonObject(text)
    ? proposeJsonRemoval(text, found.at.line, name)
    : [removeYaml(text, found.at.line)];
  for (const candidate of candidates) {
    if (isOnlyChange(document, parsePolicyFile(candidate, file, reader), name, null)) return candidate;
  }
  return null;
}

function removeYaml(text: string, line: number): string {
  const lines = text.split(/(?<=\r\n|\n|\r(?!\n))/);
  return [...lines.slice(0, line - 1), ...lines.slice(findEndOfValue(lines, line))].join('');
}

function proposeJsonRemoval(text: string, line: number, name: string): string[] {
  const { [name]: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  const lines = text.split('\n');
  const before = lines.slice(0, line - 1).join('\n');
  const after = lines.slice(line);
  const isLast = /^\s*\}/.test(after.join('\n'));
  const kept = [isLast ? before.replace(/,\s*$/, '') : before, ...after].join('\n');
  return [kept, `${JSON.stringify(rest, null, 4)}\n`];
}

/** Index of the first line behind a value that begins on `line`: deeper lines belong to it, and list items right under their key. */
function findEndOfValue(lines: readonly string[], line: number): number {
  let last = line;
  while (/^(?:[ \t]+[^#\s]|- )/.test(lines[last] ?? '')) last += 1;
  return last;
}

function isJsonObject(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function proposeYaml(text: string, line: number | null, name: string, check: string): string[] {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const pair = `${quoteForYaml(name)}: ${quoteForYaml(check)}`;
  if (line === null) return [`${text}${text === '' || /[\r\n]$/.test(text) ? '' : end}${pair}${end}`];
  const lines = text.split(/\r\n|\r|\n/);
  const last = findEndOfValue(lines, line);
  const key = /^(\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^'"\s][^#]*?)\s*:)(?:\s|$)/.exec(lines[line - 1] ?? '')?.[1];
  const comment = last === line ? (/\s+#[^"']*$/.exec(lines[line - 1] ?? '')?.[0] ?? '') : '';
  const replace = (written: string): string => [...lines.slice(0, line - 1), written, ...lines.slice(last)].join(end);
  return [...(key === undefined ? [] : [replace(`${key} ${quoteForYaml(check)}${comment}`)]), replace(pair)];
}

function proposeJson(text: string, line: number | null, name: string, check: string): string[] {
  const [quotedName, quotedCheck] = [JSON.stringify(name), JSON.stringify(check)];
  const value = JSON.parse(text) as Record<string, unknown>;
  const whole = `${JSON.stringify({ ...value, [name]: check }, null, 4)}\n`;
  if (line === null) {
    const close = text.lastIndexOf('}');
    const before = text.slice(0, close).trimEnd();
    const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '    ';
    const comma = before.endsWith('{') ? '' : ',';
    return [`${before}${comma}\n${indent}${quotedName}: ${quotedCheck}\n${text.slice(close)}`, whole];
  }
  const lines = text.split('\n');
  const old = lines[line - 1] ?? '';
  const at = old.indexOf(quotedName);
  const rest = at < 0 ? null : /^(\s*:\s*)("(?:[^"\\]|\\.)*"|\[\])/.exec(old.slice(at + quotedName.length));
  if (rest === null) return [whole];
  const start = at + quotedName.length;
  const written = `${old.slice(0, start)}${rest[1]}${quotedCheck}${old.slice(start + rest[0].length)}`;
  return [[...lines.slice(0, line - 1), written, ...lines.slice(line)].join('\n'), whole];
}

/** `check`: null when the rule is to be gone. */
function isOnlyChange(before: PolicyDocument, after: PolicyDocument, name: string, check: string | null): boolean {
  if (!after.loads) return false;
  const wanted = new Map<string, CheckText>(before.rules.map((rule) => [rule.name, rule.check]));
  if (check === null) wanted.delete(name);
  else wanted.set(name, check);
  return (
    after.rules.length === wanted.size &&
    after.rules.every((rule) => JSON.stringify(wanted.get(rule.name)) === JSON.stringify(rule.check))
  );
}
