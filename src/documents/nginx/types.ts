// The typed model of nginx configuration: what the parser yields, the renderer writes and the edge emulator reads.
import type { Fault, Source } from '../types';

/** A directive: `name args;`, or `name args { block }`. Arguments are what nginx sees after unquoting and unescaping. */
export interface NginxDirective {
  readonly kind: 'directive';
  readonly name: string;
  readonly args: readonly string[];
  /** The statements between the braces; null for a directive that ends with a semicolon. */
  readonly block: readonly NginxStatement[] | null;
  readonly at: Source;
}

/** A comment of its own, without the `#`. Comments behind a directive become the next statement. */
export interface NginxComment {
  readonly kind: 'comment';
  readonly text: string;
  readonly at: Source;
}

/** A `..._by_lua_block`: its body is Lua, kept to the letter and never judged. */
export interface NginxLuaBlock {
  readonly kind: 'lua';
  readonly name: string;
  readonly args: readonly string[];
  /** Everything between the outer braces. */
  readonly code: string;
  readonly at: Source;
}

/** One statement of an nginx file. */
export type NginxStatement = NginxDirective | NginxComment | NginxLuaBlock;

/** One nginx file. */
export interface NginxDocument {
  readonly file: string;
  readonly statements: readonly NginxStatement[];
  readonly faults: readonly Fault[];
}

/** A whole nginx configuration: the entry file with every include put where nginx reads it. */
export interface NginxConfiguration {
  readonly product: 'nginx';
  /** Statements of the main context. An `include` directive that is left over names a file the tree does not hold. */
  readonly statements: readonly NginxStatement[];
  /** Faults of every file that was read, in reading order. */
  readonly faults: readonly Fault[];
  /** Files of the tree that nginx reads, in reading order. */
  readonly files: readonly string[];
}
