'use strict';
// lib/chunks/load.js, and the head of the program. One instance of each group of modules, whichever door asked first; a chunk is read when
// the first of its groups is wanted.
const { existsSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Script } = require('node:vm');

/** The same from here and from beside the chunks' directory. */
const chunks = join(__dirname, '..', 'chunks');

/** The chunks in the order of their groups' numbers, each with the first of them: put in by the build. */
const firsts = [];
const factories = [];
const modules = [];

module.exports = function load(number) {
  const known = modules[number];
  if (known !== undefined) return known.exports;
  if (factories[number] === undefined) {
    const [chunk, first] = firsts.findLast(([, first]) => first <= number);
    readChunk(chunk).forEach((factory, i) => {
      factories[first + i] ??= factory;
    });
  }
  const module = { exports: {} };
  modules[number] = module;
  try {
    factories[number](module.exports, module);
  } catch (error) {
    modules[number] = undefined;
    throw error;
  }
  return module.exports;
};

/** What was compiled, by name, and the file of its text: compile-ahead.js writes the code of it down. */
const scripts = new Map();

/** Chunks are ASCII: as latin1 V8 takes the bytes as they are. */
function readChunk(name) {
  const path = join(chunks, `${name}.js`);
  const bytes = readFileSync(path);
  return compile(name, path, bytes, bytes.toString('latin1'))(module.exports, require);
}

/** A package of one file, compiled ahead like a chunk. `file` is where the build found it: Node's own search reads each package.json again. */
function readPackage(name, file) {
  const path = module.paths.map((directory) => join(directory, file)).find(existsSync) ?? require.resolve(name);
  const bytes = readFileSync(path);
  const own = { exports: {} };
  const text = `(function(exports,require,module){${bytes.toString()}\n})`;
  compile(name.replaceAll('/', '-'), path, bytes, text)(own.exports, require, own);
  return own.exports;
}

const packages = new Map();

function compile(name, filename, bytes, text) {
  const script = new Script(text, { filename, cachedData: readAhead(name, bytes) });
  scripts.set(name, { script, filename });
  return script.runInThisContext();
}

/**
 * V8 itself refuses the code of other versions and flags, but takes damaged code, and that of any text of the same length. So the text and
 * a second copy of the code stand behind the code: comparing takes less than digests, and loads nothing.
 */
function readAhead(name, source) {
  const path = aheadPath(name);
  if (!existsSync(path)) return undefined;
  try {
    const bytes = readFileSync(path);
    const size = (bytes.length - source.length) / 2;
    const code = bytes.subarray(0, size);
    const isWhole = code.equals(bytes.subarray(size, 2 * size)) && source.equals(bytes.subarray(2 * size));
    return isWhole && size > 0 ? code : undefined;
  } catch {
    return undefined;
  }
}

const aheadPath = (name) => join(chunks, 'ahead', `${name}-${process.versions.v8}-${process.arch}.bin`);

module.exports.scripts = scripts;
module.exports.aheadPath = aheadPath;
module.exports.package = (name, file) => {
  if (!packages.has(name)) packages.set(name, readPackage(name, file));
  return packages.get(name);
};
module.exports.provide = (number, find) => {
  factories[number] = (_, module) => {
    module.exports = find();
  };
};
module.exports.directoryOf = (directory) => join(chunks, '..', directory);
