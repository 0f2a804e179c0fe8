// Loads an intent file: YAML, TOML or JSON, bounded in size, every value with its place. Judging it is settle's work.
import { isUtf8 } from 'node:buffer';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { IntentProblems, type Problem, problem } from '../problems';
import { type ReadBeside, readCertificateFiles } from './certificate-files';
import type { LoadedIntent } from './loaded-intent';
import { findNearest } from './nearest';
import { type ProblemFacts, SourceText } from './source-text';
import { followPointer, locateValue, type Reference } from './tree';

/** The formats an intent file may have. */
export type IntentFormat = 'yaml' | 'toml' | 'json';

/** Bytes an intent file may have: 8 MiB, which is a fleet of 10,000 regions with 800 bytes for each. */
export const maxFileBytes = 8 * 1024 * 1024;

/** Bytes of a file that an intent names, a certificate say. */
const maxNamedBytes = 100_000;

/** The format a file name stands for: `.json`, `.toml`, else YAML, of which JSON is a part. */
export function formatOf(path: string): IntentFormat {
  const name = path.toLowerCase();
  return name.endsWith('.json') ? 'json' : name.endsWith('.toml') ? 'toml' : 'yaml';
}

/** Reads and parses an intent file. Throws `IntentProblems` when it cannot be read, is empty, too large or broken. */
export function loadIntent(path: string): LoadedIntent {
  const bytes = readBounded(path);
  if (bytes.length > maxFileBytes) refuseSize(path);
  if (!isUtf8(bytes)) {
    const lossy = new SourceText(path, bytes.toString('utf8'));
    const offset = Math.max(lossy.text.indexOf('\ufffd'), 0);
    lossy.refuse('syntax', offset, { got: 'bytes that are not UTF-8', wanted: 'UTF-8', fix: 'save the file as UTF-8' });
  }
  return parseIntent(bytes.toString('utf8'), path, formatOf(path), (file) => readPlainFile(join(dirname(path), file)));
}

/** A small file beside the intent; anything larger is none of those an intent names. */
function readPlainFile(path: string): string | null {
  const stat = statSync(path);
  return stat.isFile() && stat.size <= maxNamedBytes ? readFileSync(path, 'utf8') : null;
}

/**
 * Parses the text of an intent. A leading byte order mark is dropped: editors add it, it means nothing, and nothing
 * rendered ever carries it. `readBeside` reads files that the intent names, by their path relative to it; without it they are
 * problems. Throws `IntentProblems` when the text is empty, too large or broken.
 */
export function parseIntent(text: string, file: string, format: IntentFormat, readBeside?: ReadBeside): LoadedIntent {
  if (text.length > maxFileBytes || Buffer.byteLength(text) > maxFileBytes) refuseSize(file);
  const source = new SourceText(file, text.startsWith('\ufeff') ? text.slice(1) : text);
  const problems: Problem[] = [];
  const value = readTree(source, format, problems)?.node.value ?? null;
  if (value === null) {
    throw new IntentProblems([...problems, problem('empty', { file }, { got: 'nothing', wanted: 'an intent' })]);
  }
  // Where everything was written takes more memory than a fleet itself: read again by whoever asks, which is a problem.
  let root: Reference | undefined;
  const findRoot = (): Reference => {
    root ??= readTree(source, format, []) as Reference;
    return root;
  };
  const loaded: LoadedIntent = {
    file,
    value,
    problems,
    placeOf: (pointer) => locateValue(source, followPointer(findRoot(), pointer), pointer),
    placeOfKey: (pointer) => source.placeAt(followPointer(findRoot(), pointer).keyAt, pointer),
    depthOf: (pointer) => followPointer(findRoot(), pointer).depth,
  };
  return readCertificateFiles(loaded, readBeside);
}

/** Each reader is loaded when its format is met: js-yaml alone takes as long as all the rest. */
function readTree(source: SourceText, format: IntentFormat, problems: Problem[]): Reference | null {
  if (format === 'json') return (require('./read-json') as typeof import('./read-json')).readJson(source, problems);
  if (format === 'toml') return (require('./read-toml') as typeof import('./read-toml')).readToml(source, problems);
  return (require('./read-yaml') as typeof import('./read-yaml')).readYaml(source, problems);
}

/** Never reads more than a byte beyond the limit, so that a device or a pipe cannot fill the memory. */
function readBounded(path: string): Buffer {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, 'r');
    const chunks: Buffer[] = [];
    for (let size = 0; size <= maxFileBytes; ) {
      const chunk = Buffer.alloc(Math.min(65536, maxFileBytes + 1 - size));
      const count = readSync(descriptor, chunk);
      if (count === 0) break;
      chunks.push(chunk.subarray(0, count));
      size += count;
    }
    return Buffer.concat(chunks);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : String(error);
    throw new IntentProblems([problem('unreadable', { file: path }, explainMissing(path, code))]);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Why there is no intent, and the one that was probably meant when it lies there. */
function explainMissing(path: string, code: string): ProblemFacts {
  if (code === 'EISDIR') {
    const inside = join(path, 'glacis.yaml');
    const fix = existsSync(inside) ? `did you mean ${inside}?` : 'name the file in it';
    return { got: 'a directory', wanted: 'an intent, which is a file', why: 'there is nothing to read', fix };
  }
  if (code !== 'ENOENT') return { got: code, wanted: 'a file that can be read' };
  const near = findNearest(basename(path), listIntentNames(dirname(path)));
  const fix =
    near === null ? 'name yours, or write one with `glacis init`' : `did you mean ${join(dirname(path), near)}?`;
  return { got: 'no such file', wanted: 'an intent', why: 'there is nothing to read', fix };
}

/** Names in a directory that an intent may have; none when it cannot be listed. */
function listIntentNames(directory: string): string[] {
  try {
    return readdirSync(directory)
      .filter((name) => /\.(?:ya?ml|toml|json)$/i.test(name))
      .sort();
  } catch {
    return [];
  }
}

function refuseSize(file: string): never {
  const limit = `at most ${maxFileBytes} bytes (8 MiB)`;
  throw new IntentProblems([problem('too-large', { file }, { got: 'a larger file', wanted: limit })]);
}
