// Reads one nginx file into the model; what nginx would refuse becomes a fault, never an exception.
import type { Fault } from '../types';
import { NginxTokens } from './tokens';
import type { NginxDocument, NginxStatement } from './types';

/** nginx itself recurses per block; no real file nests deeper, and a hostile one must not exhaust our stack. */
const maxBlockDepth = 100;

/**
 * Parses nginx configuration. Includes are not followed: see `loadNginx`.
 * Reading stops at the first syntax error, as in nginx, and `faults` says so with effect `refuses-to-load`.
 */
export function parseNginx(text: string, file: string): NginxDocument {
  const reader = new NginxReader(text.replace(/^\ufeff/, ''), file);
  const mark: Fault = { at: { file, line: 1 }, effect: 'misread', message: 'the file starts with a byte order mark' };
  const faults = text.startsWith('\ufeff') ? [mark] : [];
  const statements: NginxStatement[] = [];
  try {
    reader.readBlock(statements, 0);
  } catch (error) {
    if (!(error instanceof RefusedFile)) throw error;
    faults.push({ at: { file, line: error.line }, effect: 'refuses-to-load', message: error.message });
  }
  return { file, statements, faults };
}

/** Thrown inside: nginx reads no further than this line. */
class RefusedFile extends Error {
  constructor(
    readonly line: number,
    message: string,
  ) {
    super(message);
  }
}

/** The words of a directive, and the line of the first. */
interface ReadDirective {
  readonly words: readonly string[];
  readonly line: number;
}

class NginxReader {
  private readonly tokens: NginxTokens;

  constructor(
    text: string,
    private readonly file: string,
  ) {
    this.tokens = new NginxTokens(text);
  }

  /** Reads up to the brace that ends the block, or, at depth 0, to the end of the file. What was read before a fault stays. */
  readBlock(into: NginxStatement[], depth: number): void {
    let words: string[] = [];
    let first = 1;
    for (let token = this.tokens.next(); token !== null; token = this.tokens.next()) {
      const { kind, text, line } = token;
      if (kind === 'broken') throw new RefusedFile(line, text);
      if (kind === 'comment') into.push({ kind: 'comment', text, at: { file: this.file, line } });
      else if (kind === 'word') {
        if (words.length === 0) first = line;
        words.push(text);
      } else if (kind === '}') {
        if (words.length > 0) throw new RefusedFile(line, 'a directive is not ended by a semicolon');
        if (depth === 0) throw new RefusedFile(line, 'a closing brace without an opening one');
        return;
      } else {
        if (words.length === 0) throw new RefusedFile(line, `a directive cannot start with ${kind}`);
        this.endDirective(into, { words, line: first }, kind, depth);
        words = [];
      }
    }
    if (words.length > 0) throw new RefusedFile(first, 'the file ends inside a directive');
    if (depth > 0) throw new RefusedFile(first, 'the file ends inside a block');
  }

  private endDirective(into: NginxStatement[], { words, line }: ReadDirective, mark: ';' | '{', depth: number): void {
    const [name = '', ...args] = words;
    const at = { file: this.file, line };
    if (mark === ';') into.push({ kind: 'directive', name, args, block: null, at });
    else if (name.endsWith('_by_lua_block')) {
      const code = this.tokens.skipLuaBody();
      if (code === null) throw new RefusedFile(line, 'the file ends inside a Lua block');
      into.push({ kind: 'lua', name, args, code, at });
    } else {
      if (depth >= maxBlockDepth) throw new RefusedFile(line, 'blocks are nested too deeply');
      const block: NginxStatement[] = [];
      into.push({ kind: 'directive', name, args, block, at });
      this.readBlock(block, depth + 1);
    }
  }
}
