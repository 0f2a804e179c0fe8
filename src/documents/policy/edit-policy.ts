// The smallest edit of a policy file: one rule set, comments and order kept. Every result is read back before it is given.
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
  let last = line;
  // What belongs to the value: deeper lines, and list items, which may stand right under their key.
  while (/^(?:[ \t]+[^#\s]|- )/.test(lines[last] ?? '')) last += 1;
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

function isOnlyChange(before: PolicyDocument, after: PolicyDocument, name: string, check: string): boolean {
  if (!after.loads) return false;
  const wanted = new Map<string, CheckText>(before.rules.map((rule) => [rule.name, rule.check]));
  wanted.set(name, check);
  return (
    after.rules.length === wanted.size &&
    after.rules.every((rule) => JSON.stringify(wanted.get(rule.name)) === JSON.stringify(rule.check))
  );
}
