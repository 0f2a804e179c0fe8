// The nodes of a policy file with their lines, composed from js-yaml's events. Aliases share a node, so that they cost nothing.
import { EVENT_ID, type Event, getScalarValue, SCALAR_STYLE } from 'js-yaml';
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

/**
 * Composes the single document of a text. Null: the text holds no document (empty, or comments only).
 * Linear in the size of the text; an alias is a shared reference, never a copy.
 */
export function composeNodes(input: string, allowsTabs: boolean): PolicyNode | null | SyntaxFailure {
  const read = readYamlEvents(input, allowsTabs);
  if ('message' in read) return read;
  const composition = new Composition(read.text);
  for (const event of read.events) {
    const message = composition.take(event);
    if (message !== null) return { line: composition.line, message };
  }
  return composition.root;
}

interface OpenNode {
  readonly node: Exclude<PolicyNode, { kind: 'scalar' }>;
  key: PolicyNode | null;
}

/** Events that stand for a node, each with what it may carry: a tag and an anchor. */
type NodeEvent = Extract<Event, { tagStart: number }>;

class Composition {
  root: PolicyNode | null = null;
  /** Of the last event that says where it stands. */
  line = 1;
  private readonly lineAt: (offset: number) => number;
  private readonly anchors = new Map<string, PolicyNode>();
  private readonly open: OpenNode[] = [];
  private documents = 0;

  constructor(private readonly text: string) {
    this.lineAt = trackLines(text);
  }

  /** Null, or why PyYAML refuses the text here. */
  take(event: Event): string | null {
    switch (event.type) {
      case EVENT_ID.DOCUMENT:
        this.documents += 1;
        return this.documents > 1 ? 'a second YAML document begins here: only one is expected' : null;
      case EVENT_ID.POP:
        this.open.pop();
        return null;
      case EVENT_ID.ALIAS: {
        this.line = this.lineAt(event.anchorStart);
        const target = this.anchors.get(this.text.slice(event.anchorStart, event.anchorEnd));
        if (target === undefined) return 'an alias names an anchor that is not defined above it';
        this.place(target);
        return null;
      }
      default:
        return this.takeNode(event);
    }
  }

  private takeNode(event: NodeEvent): string | null {
    const start = event.type === EVENT_ID.SCALAR ? event.valueStart : event.start;
    if (start >= 0) this.line = this.lineAt(start);
    const node = this.describeNode(event);
    this.place(node);
    if (node.kind !== 'scalar') this.open.push({ node, key: null });
    return event.anchorStart < 0 ? null : this.anchor(this.text.slice(event.anchorStart, event.anchorEnd), node);
  }

  private describeNode(event: NodeEvent): PolicyNode {
    const tag = event.tagStart < 0 ? null : this.text.slice(event.tagStart, event.tagEnd);
    const head = { line: this.line, tag };
    if (event.type === EVENT_ID.SEQUENCE) return { kind: 'list', ...head, items: [] };
    if (event.type === EVENT_ID.MAPPING) return { kind: 'map', ...head, pairs: [] };
    const isPlain = event.style === SCALAR_STYLE.PLAIN;
    return { kind: 'scalar', ...head, text: getScalarValue(this.text, event), isPlain };
  }

  /** PyYAML refuses what YAML 1.2 allows: one anchor for two nodes, and punctuation in its name. */
  private anchor(name: string, node: PolicyNode): string | null {
    if (!/^[\w-]+$/.test(name)) return 'an anchor holds more than letters and digits';
    if (this.anchors.has(name)) return 'an anchor is defined twice';
    this.anchors.set(name, node);
    return null;
  }

  private place(node: PolicyNode): void {
    const parent = this.open.at(-1);
    if (parent === undefined) this.root ??= node;
    else if (parent.node.kind === 'list') parent.node.items.push(node);
    else if (parent.key === null) parent.key = node;
    else {
      parent.node.pairs.push([parent.key, node]);
      parent.key = null;
    }
  }
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
