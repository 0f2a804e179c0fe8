// A policy file as a deployment tool dumps it from plain data: last value of a rule, no comments.
import { quoteForYaml } from '../documents/policy/render-policy';

/** The text of the rules in the order of their first appearance; lists stay lists. */
export function composePlainPolicy(rules: Iterable<readonly [string, unknown]>): string {
  const lines = [...new Map(rules)].map(([rule, check]) => `${quoteForYaml(rule)}: ${formatCheck(check)}`);
  return lines.length === 0 ? '{}\n' : `${lines.join('\n')}\n`;
}

function formatCheck(check: unknown): string {
  if (typeof check === 'string') return quoteForYaml(check);
  if (Array.isArray(check)) return `[${check.map(formatCheck).join(', ')}]`;
  return JSON.stringify(check ?? null);
}
