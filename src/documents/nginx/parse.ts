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
  const faults: Fault[] = [];
  const tokens = new NginxTokens(text.startsWith('\ufeff') ? text.slice(1) : text);
  if (text.startsWith('\ufeff')) {
    faults.push({ at: { file, line: 1 }, effect: 'misread', message: 'the file starts with a byte order mark' });
  }
  const refuse = (line: number, message: string): false => {
    faults.push({ at: { file, line }, effect: 'refuses-to-load', message });
    return false;
  };

  /** True when the block ended where it must; false after a fault. */
  const readBlock = (into: NginxStatement[], depth: number): boolean => {
    let words: string[] = [];
    let line = 0;
    for (;;) {
      const token = tokens.next();
      if (token === null) {
        if (words.length > 0) return refuse(line, 'the file ends inside a directive');
        return depth === 0 ? true : refuse(Math.max(line, 1), 'the file ends inside a block');
      }
      if (token.kind === 'broken') return refuse(token.line, token.text);
      if (token.kind === 'comment') {
        into.push({ kind: 'comment', text: token.text, at: { file, line: token.line } });
      } else if (token.kind === 'word') {
        if (words.length === 0) line = token.line;
        words.push(token.text);
      } else if (token.kind === '}') {
        if (words.length > 0) return refuse(token.line, 'a directive is not ended by a semicolon');
        return depth > 0 ? true : refuse(token.line, 'a closing brace without an opening one');
      } else {
        const [name, ...args] = words;
        if (name === undefined) return refuse(token.line, `a directive cannot start with ${token.kind}`);
        words = [];
        const at = { file, line };
        if (token.kind === ';') into.push({ kind: 'directive', name, args, block: null, at });
        else if (name.endsWith('_by_lua_block')) {
          const code = tokens.skipLuaBody();
          if (code === null) return refuse(line, 'the file ends inside a Lua block');
          into.push({ kind: 'lua', name, args, code, at });
        } else {
          if (depth >= maxBlockDepth) return refuse(line, 'blocks are nested too deeply');
          const block: NginxStatement[] = [];
          into.push({ kind: 'directive', name, args, block, at });
          if (!readBlock(block, depth + 1)) return false;
        }
      }
    }
  };

  const statements: NginxStatement[] = [];
  readBlock(statements, 0);
  return { file, statements, faults };
}
