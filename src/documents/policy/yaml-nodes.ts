// The nodes of a policy file with their lines, composed from js-yaml's events. Aliases share a node, so that they cost nothing.
import { EVENT_ID, getScalarValue, SCALAR_STYLE } from 'js-yaml';
import { readYamlEvents, type SyntaxFailure } from './yaml-events';

/** One node. `tag` is as written (`!!str`, `!`), null when there is none. `line` counts from 1. */
export type PolicyNode =
  | {
      readonly kind: 'scalar';
      readonly line: number;
      readonly tag: string | null;
      readonly text: string;
      readonly isPlain: boolean;
    }
  | { readonly kind: 'list'; readonly line: number; readonly tag: string | null; readonly items: PolicyNode[] }
  | {
      readonly kind: 'map';
      readonly line: number;
      readonly tag: string | null;
      readonly pairs: (readonly [PolicyNode, PolicyNode])[];
    };

interface OpenNode {
  readonly node: Exclude<PolicyNode, { kind: 'scalar' }>;
  key: PolicyNode | null;
}

/**
 * Composes the single document of a text. Null: the text holds no document (empty, or comments only).
 * Linear in the size of the text; an alias is a shared reference, never a copy.
 */
export function composeNodes(input: string, allowsTabs: boolean): PolicyNode | null | SyntaxFailure {
  const read = readYamlEvents(input, allowsTabs);
  if ('message' in read) return read;
  const { events, text } = read;
  const lineAt = trackLines(text);
  const anchors = new Map<string, PolicyNode>();
  const open: OpenNode[] = [];
  let root: PolicyNode | null = null;
  let documents = 0;
  let line = 1;
  const place = (node: PolicyNode): void => {
    const parent = open.at(-1);
    if (parent === undefined) root ??= node;
    else if (parent.node.kind === 'list') parent.node.items.push(node);
    else if (parent.key === null) parent.key = node;
    else {
      parent.node.pairs.push([parent.key, node]);
      parent.key = null;
    }
  };
  for (const event of events) {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        documents += 1;
        if (documents > 1) return { line, message: 'a second YAML document begins here: only one is expected' };
        break;
      case EVENT_ID.POP:
        open.pop();
        break;
      case EVENT_ID.ALIAS: {
        line = lineAt(event.anchorStart);
        const target = anchors.get(text.slice(event.anchorStart, event.anchorEnd));
        if (target === undefined) return { line, message: 'an alias names an anchor that is not defined above it' };
        place(target);
        break;
      }
      default: {
        const start = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
        if (start >= 0) line = lineAt(start);
        const tag = event.tagStart < 0 ? null : text.slice(event.tagStart, event.tagEnd);
        const node: PolicyNode =
          event.type === EVENT_ID.SCALAR
            ? {
                kind: 'scalar',
                line,
                tag,
                text: getScalarValue(text, event),
                isPlain: event.style === SCALAR_STYLE.PLAIN,
              }
            : event.type === EVENT_ID.SEQUENCE
              ? { kind: 'list', line, tag, items: [] }
              : { kind: 'map', line, tag, pairs: [] };
        place(node);
        if (event.anchorStart >= 0) {
          const anchor = text.slice(event.anchorStart, event.anchorEnd);
          // PyYAML refuses what YAML 1.2 allows: one anchor for two nodes, and punctuation in its name.
          if (!/^[\w-]+$/.test(anchor)) return { line, message: 'an anchor holds more than letters and digits' };
          if (anchors.has(anchor)) return { line, message: 'an anchor is defined twice' };
          anchors.set(anchor, node);
        }
        if (node.kind !== 'scalar') open.push({ node, key: null });
      }
    }
  }
  return root;
}

/** Tells a failure from a node. */
export function isCompositionFailure(found: PolicyNode | null | SyntaxFailure): found is SyntaxFailure {
  return found !== null && 'message' in found;
}

/** Line numbers for offsets that never go back: one pass over the text. */
function trackLines(text: string): (offset: number) => number {
  let seen = 0;
  let line = 1;
  return (offset) => {
    for (; seen < offset; seen += 1) {
      const code = text.charCodeAt(seen);
      if (code === 10 || (code === 13 && text.charCodeAt(seen + 1) !== 10)) line += 1;
    }
    return line;
  };
}
