// Reads YAML 1.2 through the events of js-yaml, because only they say where a value stands.
import type { Event, ScalarEvent } from 'js-yaml';
import { InternalError, type Problem, problem } from '../problems';
import type { SourceText } from './source-text';
import {
  addEntry,
  addItem,
  listNode,
  maxDepth,
  maxNodes,
  type Reference,
  type Scalar,
  scalarNode,
  sectionNode,
  type TreeNode,
} from './tree';

type Yaml = typeof import('js-yaml');

interface Frame {
  readonly node: TreeNode | null;
  readonly at: number;
  readonly anchor: string | null;
  /** In a section: the key whose value comes next; `skip` when the value is read and dropped. */
  key: { readonly name: string; readonly at: number; readonly skip: boolean } | null;
}

/**
 * The tree of a YAML text. Core schema: `yes` and dates stay text. One document, plain tags only, aliases up to
 * `maxNodes` nodes; merge keys (YAML 1.1) are a problem, because the regions of a fleet already inherit.
 * Null when there is no content. Throws `IntentProblems` for what cannot be read.
 */
export function readYaml(source: SourceText, problems: Problem[]): Reference | null {
  const yaml = require('js-yaml') as Yaml;
  return new YamlTree(yaml, source, problems).build(parse(yaml, source));
}

function parse(yaml: Yaml, source: SourceText): Event[] {
  try {
    return yaml.parseEvents(source.text, { maxDepth: maxDepth * 2 });
  } catch (error) {
    if (!(error instanceof yaml.YAMLException)) throw new InternalError('YAML reader', { cause: error });
    return source.refuse('syntax', error.mark?.position ?? 0, { got: error.reason, wanted: 'YAML 1.2' });
  }
}

class YamlTree {
  readonly #yaml: Yaml;
  readonly #source: SourceText;
  readonly #problems: Problem[];
  readonly #frames: Frame[] = [];
  readonly #anchors = new Map<string, TreeNode>();
  #root: Reference | null = null;
  #nodes = 0;

  constructor(yaml: Yaml, source: SourceText, problems: Problem[]) {
    this.#yaml = yaml;
    this.#source = source;
    this.#problems = problems;
  }

  build(events: readonly Event[]): Reference | null {
    const { EVENT_ID } = this.#yaml;
    let documents = 0;
    for (const event of events) {
      if (event.type === EVENT_ID.DOCUMENT) {
        documents += 1;
        this.#frames.push({ node: null, at: 0, anchor: null, key: null });
      } else if (event.type === EVENT_ID.POP) this.#close();
      else if (event.type === EVENT_ID.ALIAS) this.#addAlias(event.anchorStart, event.anchorEnd);
      else if (event.type === EVENT_ID.SCALAR) this.#addScalar(event, documents);
      else {
        if (documents > 1) this.#refuseSecondDocument(event.start);
        const isList = event.type === EVENT_ID.SEQUENCE;
        this.#checkTag(event, isList ? '!!seq' : '!!map');
        if (this.#wantsKey())
          this.#source.refuse('syntax', event.start, { got: 'a list or section as a key', wanted: 'a word' });
        if (this.#frames.length > maxDepth) {
          this.#source.refuse('syntax', event.start, { got: `more than ${maxDepth} levels`, wanted: 'an intent' });
        }
        const node = isList ? listNode() : sectionNode();
        this.#frames.push({ node, at: event.start, anchor: this.#anchorOf(event), key: null });
      }
    }
    return this.#root;
  }

  #close(): void {
    const frame = this.#frames.pop();
    if (frame === undefined || frame.node === null) return;
    if (frame.anchor !== null) this.#anchors.set(frame.anchor, frame.node);
    this.#add({ at: frame.at, node: frame.node });
  }

  #addScalar(event: ScalarEvent, documents: number): void {
    const at = event.valueStart === -1 ? this.#fallbackOffset(event) : startOf(event, this.#yaml);
    const text = event.valueStart === -1 ? '' : this.#yaml.getScalarValue(this.#source.text, event);
    if (documents > 1) {
      if (text !== '') this.#refuseSecondDocument(at);
      return;
    }
    if (this.#wantsKey()) {
      this.#openKey(event, text, at);
      return;
    }
    const node = scalarNode(this.#resolve(event, text), text);
    const anchor = this.#anchorOf(event);
    if (anchor !== null) this.#anchors.set(anchor, node);
    this.#add({ at, node });
  }

  #openKey(event: ScalarEvent, text: string, at: number): void {
    const isMerge = text === '<<' && event.style === this.#yaml.SCALAR_STYLE.PLAIN;
    if (isMerge) {
      this.#problems.push(
        problem('unknown-key', this.#source.placeAt(at), {
          got: 'the merge key <<',
          wanted: 'plain keys',
          why: 'merge keys left YAML with version 1.2, and readers disagree about what they override',
          fix: 'write shared values at the top of the file: every region inherits them',
        }),
      );
    }
    const frame = this.#frames.at(-1);
    if (frame) frame.key = { name: text, at, skip: isMerge };
  }

  #addAlias(start: number, end: number): void {
    const at = start - 1;
    if (this.#wantsKey()) this.#source.refuse('syntax', at, { got: 'an alias as a key', wanted: 'a word' });
    const name = this.#source.text.slice(start, end);
    const node = this.#anchors.get(name);
    if (node === undefined) {
      this.#source.refuse('syntax', at, {
        got: `*${name}`,
        wanted: `an anchor &${name} that is complete before it`,
      });
    }
    this.#nodes += node.size;
    if (this.#nodes > maxNodes) {
      this.#source.refuse('too-many-aliases', at, {
        got: `*${name}`,
        wanted: `at most ${maxNodes} values, aliases written out`,
      });
    }
    this.#add({ at, node });
  }

  #add(reference: Reference): void {
    this.#nodes += 1;
    if (this.#nodes > maxNodes) {
      this.#source.refuse('too-large', reference.at, {
        got: `more than ${maxNodes} values`,
        wanted: `at most ${maxNodes}`,
      });
    }
    const frame = this.#frames.at(-1);
    if (frame === undefined) return;
    if (frame.node === null) this.#root = reference;
    else if (frame.node.kind === 'list') addItem(frame.node, reference);
    else if (frame.node.kind === 'section' && frame.key !== null) {
      const { name, at, skip } = frame.key;
      frame.key = null;
      if (!skip) addEntry(frame.node, name, at, reference, this.#source, this.#problems);
    }
  }

  #wantsKey(): boolean {
    const frame = this.#frames.at(-1);
    return frame?.node?.kind === 'section' && frame.key === null;
  }

  /** A key without a value has no position of its own: the key's is the nearest. */
  #fallbackOffset(event: ScalarEvent): number {
    if (event.tagStart !== -1) return event.tagStart;
    if (event.anchorStart !== -1) return event.anchorStart - 1;
    const frame = this.#frames.at(-1);
    return frame?.key?.at ?? frame?.at ?? 0;
  }

  #anchorOf(event: { anchorStart: number; anchorEnd: number }): string | null {
    return event.anchorStart === -1 ? null : this.#source.text.slice(event.anchorStart, event.anchorEnd);
  }

  #resolve(event: ScalarEvent, text: string): Scalar {
    const tag = this.#checkTag(event, '!!str');
    if (tag !== '' || event.style !== this.#yaml.SCALAR_STYLE.PLAIN) return text;
    const { nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag, NOT_RESOLVED } = this.#yaml;
    for (const core of [nullCoreTag, boolCoreTag, intCoreTag, floatCoreTag]) {
      const value: Scalar | typeof NOT_RESOLVED = core.resolve(text, false, core.tagName);
      if (value !== NOT_RESOLVED) return value as Scalar;
    }
    return text;
  }

  #checkTag(event: { tagStart: number; tagEnd: number }, accepted: string): string {
    if (event.tagStart === -1) return '';
    const tag = this.#source.text.slice(event.tagStart, event.tagEnd);
    if (tag !== '!' && tag !== accepted) {
      this.#source.refuse('syntax', event.tagStart, { got: `the tag ${tag}`, wanted: 'a plain value without a tag' });
    }
    return tag;
  }

  #refuseSecondDocument(at: number): never {
    return this.#source.refuse('syntax', at, {
      got: 'a second document',
      wanted: 'one document',
      fix: 'put several regions under the key regions',
    });
  }
}

/** Quoted scalars are shown at their quote; a block scalar at its first line. */
function startOf(event: ScalarEvent, { SCALAR_STYLE }: Yaml): number {
  const isQuoted = event.style === SCALAR_STYLE.SINGLE_QUOTED || event.style === SCALAR_STYLE.DOUBLE_QUOTED;
  return isQuoted ? event.valueStart - 1 : event.valueStart;
}
