// Reads a policy file, YAML or JSON, as oslo.policy does: what counts, on which line, and what makes the service fail.
import type { Fault } from '../types';
import {
  type BuildFailure,
  findBuildFailure,
  isBuildFailure,
  type PolicySyntax,
  readCheckText,
  resolveScalar,
} from './built-values';
import { readCommentAbove } from './comment-text';
import { mergePairs } from './merge-pairs';
import type { PolicyDocument, PolicyRule } from './model';
import { composeNodes, isCompositionFailure } from './yaml-nodes';

/** Longer texts are not read, and the document says so: the largest generated sample (nova) has 0.2 million characters. */
export const maxPolicyCharacters = 4_000_000;

/** PyYAML refuses a text with any other character. */
const UNREADABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/**
 * Reads the text of a policy file. `file` is the path within the tree, for the sources.
 * `reader`: `json-or-yaml` (default) is oslo.policy before 5.0, which tries JSON first; `yaml` is 5.0 and later.
 * Never throws: what stops the real reader is a fault with the effect `refuses-to-load`, and then no rule counts.
 */
export function parsePolicyFile(
  text: string,
  file: string,
  reader: 'json-or-yaml' | 'yaml' = 'json-or-yaml',
): PolicyDocument {
  const refuse = (failure: BuildFailure, effect: Fault['effect'] = 'refuses-to-load'): PolicyDocument => ({
    file,
    rules: [],
    faults: [{ at: { file, line: failure.line }, effect, message: failure.message }],
    loads: false,
  });
  if (text.length > maxPolicyCharacters) {
    return refuse({ line: 1, message: `more than ${maxPolicyCharacters} characters: not read by Glacis` }, 'misread');
  }
  const syntax: PolicySyntax = reader === 'json-or-yaml' && isJson(text) ? 'json' : 'yaml';
  const unreadable = syntax === 'yaml' ? UNREADABLE.exec(text) : null;
  if (unreadable !== null) {
    const line = text.slice(0, unreadable.index).split(/\r\n|\r|\n/).length;
    return refuse({ line, message: 'a control character that YAML does not allow' });
  }
  const settled = syntax === 'yaml' ? text.replace(/^\ufeff/, '').replace(/[\x85\u2028\u2029]/g, '\n') : text;
  const root = composeNodes(settled, syntax === 'json');
  if (root === null) return { file, rules: [], faults: [], loads: true };
  if (isCompositionFailure(root)) return refuse(root);
  const unbuildable = findBuildFailure(root, syntax);
  if (unbuildable !== null) return refuse(unbuildable);
  if (root.kind !== 'map') {
    const value = readCheckText(root, syntax);
    const isEmpty = Array.isArray(value) ? value.length === 0 : value === '';
    // oslo.policy turns whatever is false into an empty dict; any other list or word has no rules to ask for.
    if (isEmpty) return { file, rules: [], faults: [], loads: true };
    return refuse({ line: root.line, message: 'a policy file must be a mapping of rule names to checks' });
  }
  const merged = mergePairs(root, (scalar) => resolveScalar(scalar, syntax));
  if ('message' in merged) return refuse(merged);

  const lines = settled.split(/\r\n|\r|\n/);
  const rules: PolicyRule[] = [];
  const faults: Fault[] = merged.replaced.map(({ line, byLine }) => ({
    at: { file, line },
    effect: 'ignored',
    message: `line ${byLine} says the same rule again: the last one counts`,
  }));
  const refusals: Fault[] = [];
  for (const { key, value } of merged.pairs.values()) {
    const at = { file, line: key.line };
    const check = readCheckText(value, syntax);
    if (isBuildFailure(check)) {
      refusals.push({ at: { file, line: check.line }, effect: 'refuses-to-load', message: check.message });
      continue;
    }
    const meaning = key.kind === 'scalar' ? resolveScalar(key, syntax).kind : 'text';
    if (key.kind !== 'scalar' || (meaning !== 'text' && meaning !== 'value')) {
      faults.push({ at, effect: 'ignored', message: 'the rule name is not a string: no service asks for it' });
      continue;
    }
    if (typeof check !== 'string' && check.length === 0) {
      faults.push({ at, effect: 'misread', message: 'an empty value is read as "always allowed"; write "!" to close' });
    }
    rules.push({ name: key.text, check, at, reason: readCommentAbove(lines, key.line) });
  }
  if (refusals.length > 0) return { file, rules: [], faults: [...refusals, ...faults], loads: false };
  return { file, rules, faults, loads: true };
}

function isJson(text: string): boolean {
  if (!/^[ \t\r\n]*[[{"\d\-tfn]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
