// Packs the compiled modules into a few files, each with what one kind of run needs: a cold start pays for every byte that V8 scans.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix, relative } from 'node:path';
import { build, transform } from 'esbuild';

/**
 * Where runs begin. A module belongs to the first door that reaches it without asking at run time, to `shared` when synth and a judge
 * both do, and to `rest` when none does: what only `diff`, `explain` or a report format asks for.
 */
const doors = [
  { chunk: 'main', from: /^cli\/(?:main|help|v8-flags)$/ },
  { chunk: 'synth', from: /^cli\/synth$|^targets\/etc$|^intent\/(?:read-(?:json|toml|yaml)$|validator)/ },
  { chunk: 'judge', from: /^cli\/(?:audit|print-judgement)$|^checks\/(?:attacks|lints)\/|^report\/text$/ },
  { chunk: 'edge', from: /^emulators\/edge\// },
  { chunk: 'verify', from: /^cli\/verify$/ },
  { chunk: 'growth', from: /^documents\/(?:prometheus|sql-exporter)\/glance-growth$/ },
];

const ownRequire = /require\((["'])(\.[^"']+)\1\)/g;
/** The same at the start of a line: it runs when its module does. */
const eagerRequire = /^(?:(?:const|var) \w+ = )?require\("(\.[^"]+)"\)/gm;

/** Replaces the modules below `directory` by chunks and the named files by doors into them. `root` is where packages are looked up. */
export async function packModules(directory, { program, libraries, root }) {
  const modules = keepReached(readModules(directory), [program, ...libraries]);
  const chunkOf = assignChunks(modules).set('constructs', 'main');
  const chunkNames = [...new Set(chunkOf.values())].sort();
  const ids = chunkNames.flatMap((chunk) => [...chunkOf.keys()].filter((id) => chunkOf.get(id) === chunk).sort());
  const numberOf = new Map(ids.map((id, number) => [id, number]));
  const texts = new Map(chunkNames.map((chunk) => [chunk, []]));
  for (const [id, number] of numberOf) {
    const code =
      id === 'constructs' ? await bundlePackage(id, root) : await shorten(linkModule(id, modules.get(id), numberOf));
    texts.get(chunkOf.get(id)).push(wrapModule(id, number, chunkOf.get(id), code));
  }
  for (const { path } of modules.values()) rmSync(path);
  const chunks = join(directory, 'chunks');
  mkdirSync(chunks);
  const firsts = chunkNames.map((chunk) => [chunk, ids.findIndex((id) => chunkOf.get(id) === chunk)]);
  writeFileSync(join(chunks, 'load.js'), fillIn('loader.cjs', 'firsts', firsts));
  const commands = Object.fromEntries(
    ['init', 'synth', 'verify', 'audit'].map((name) => [name, numberOf.get(`cli/${name}`)]),
  );
  writeFileSync(join(chunks, 'compile-ahead.js'), fillIn('compile-ahead.cjs', 'commands', commands));
  for (const [chunk, bodies] of texts) {
    const text = `"use strict";(function($load,require){return{\n${bodies.join('')}}})\n`;
    if (/[^\x00-\x7f]/.test(text)) throw new Error(`the chunk ${chunk} is not plain ASCII`);
    writeFileSync(join(chunks, `${chunk}.js`), text);
  }
  const open = (id) => `(${numberOf.get(id)})`;
  const loaderOf = (id) => `require("${posix.relative(dirname(id), 'chunks/load.js').replace(/^(?!\.)/, './')}")`;
  writeFileSync(join(directory, `${program}.js`), `#!/usr/bin/env node\n${loaderOf(program)}${open(program)};\n`);
  for (const id of libraries) {
    // By name, because that is how Node finds out what `import { ... }` of a CommonJS file may name.
    const names = listExportedNames(modules.get(id).text).map((name) => `exports.${name}=door.${name};\n`);
    // Who composes trees must get the construct of the tree's own package.
    const constructs = `load.provide(${numberOf.get('constructs')},()=>require("constructs"));`;
    const head = `"use strict";\nObject.defineProperty(exports,"__esModule",{value:true});\nconst load=${loaderOf(id)};\n`;
    writeFileSync(join(directory, `${id}.js`), `${head}${constructs}\nconst door=load${open(id)};\n${names.join('')}`);
  }
}

/** Id (path without .js) to text, the ids its requires mean and those of them that are loaded with it. */
function readModules(directory) {
  const paths = readdirSync(directory, { recursive: true }).filter((path) => /\.c?js$/.test(path));
  const ids = new Map(paths.map((path) => [relative('', path).replace(/\.js$/, ''), join(directory, path)]));
  const modules = new Map();
  for (const [id, path] of [...ids].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const text = readFileSync(path, 'utf8').replace(/^#!.*\n/, '');
    const resolve = (specifier) => {
      const from = posix.join(dirname(id), specifier);
      const found = [from, `${from}/index`].find((one) => ids.has(one));
      if (found === undefined) throw new Error(`${id} asks for ${specifier}, which is no module of ours`);
      return found;
    };
    const wanted = new Map([...text.matchAll(ownRequire)].map((match) => [match[2], resolve(match[2])]));
    const eager = [...text.matchAll(eagerRequire)].map(([, specifier]) => wanted.get(specifier));
    modules.set(id, { path, text, wanted, eager });
  }
  return modules;
}

/** Those that the doors reach, at once or when asked for; what only tests and the pages of docs ask for is not published. */
function keepReached(modules, doors) {
  const reached = new Set(doors);
  for (const id of reached) for (const other of modules.get(id).wanted.values()) reached.add(other);
  for (const [id, { path }] of modules) if (!reached.has(id)) rmSync(path);
  return new Map([...modules].filter(([id]) => reached.has(id)));
}

function assignChunks(modules) {
  const reachedBy = new Map([...modules.keys()].map((id) => [id, new Set()]));
  for (const { chunk, from } of doors) {
    const waiting = [...modules.keys()].filter((id) => from.test(id));
    if (waiting.length === 0) throw new Error(`no module is behind the door ${chunk}`);
    for (const id of waiting) {
      if (reachedBy.get(id).has(chunk)) continue;
      reachedBy.get(id).add(chunk);
      waiting.push(...modules.get(id).eager);
    }
  }
  return new Map([...reachedBy].map(([id, by]) => [id, chooseChunk(by)]));
}

function chooseChunk(by) {
  const isShared = by.has('synth') && (by.has('judge') || by.has('edge'));
  if (isShared && !by.has('main')) return 'shared';
  return doors.find(({ chunk }) => by.has(chunk))?.chunk ?? 'rest';
}

const yaml = 'js-yaml/browser';

/** js-yaml's own minified form is half as much to scan; constructs would be 63 KB, and the command line needs no shared copy of it. */
function linkModule(id, { text, wanted }, numberOf) {
  if (/\$(?:load|e\b)/.test(text)) throw new Error(`${id} has a name that the chunks use`);
  const linked = text
    .replace(/^Object\.defineProperty\(exports, "__esModule".*$/m, '')
    .replace(/^(?:exports\.\w+ = )+void 0;$/gm, '')
    .replace(ownRequire, (...[, , specifier]) => `$load(${numberOf.get(wanted.get(specifier))})`)
    .replaceAll('__dirname', `$load.directoryOf("${dirname(id)}")`);
  return shortenAliases(
    linked
      .replace(/require\((["'])js-yaml\1\)/g, () => `$load.package("${yaml}","${fileOf(yaml)}")`)
      .replace(/require\((["'])constructs\1\)/g, `$load(${numberOf.get('constructs')})`),
  );
}

/** `policy_refusal_1`, which the compiler calls an import: a stack trace never shows it, and all together they were 60 KB. */
function shortenAliases(text) {
  const names = [...text.matchAll(/^const (\w+_\d+) = (?:require|\$load)\(/gm)].map(([, name]) => name);
  return names.reduce((short, name, index) => short.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), `$$$$${index}`), text);
}

/** Names of a module's own functions, classes and methods stay, so that a stack trace is readable; those inside of them are short. */
async function shorten(text) {
  const { code } = await transform(text, {
    platform: 'node',
    target: 'node20.19',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    minifyIdentifiers: true,
    lineLimit: 300,
  });
  // The free name that stays is that of the exports: in all modules together 11 KB.
  return code
    .replace(/^"use strict";\s*/, '')
    .replace(/(?<!(?:^|[^.])\.|[\w$])exports\b/g, '$$e')
    .trimEnd();
}

async function bundlePackage(name, root) {
  const stdin = { contents: `module.exports=require("${name}")`, resolveDir: root };
  const options = { bundle: true, write: false, platform: 'node', format: 'cjs', minify: true, legalComments: 'none' };
  const { outputFiles } = await build({ ...options, stdin, lineLimit: 300 });
  return outputFiles[0].text.trimEnd();
}

/** Parentheses have V8 compile the module with its chunk, in one pass: right where most modules of a chunk are used. */
function wrapModule(id, number, chunk, code) {
  const [before, after] = chunk === 'rest' ? ['', ''] : ['(', ')'];
  return `// ${id}\n${number}:${before}function($e,module){\n${code}\n}${after},\n`;
}

function listExportedNames(text) {
  const forwarded = text.matchAll(/^Object\.defineProperty\(exports, "(\w+)", \{ enumerable/gm);
  const hoisted = [...text.matchAll(/^((?:exports\.\w+ = )+)/gm)].flatMap(([, list]) => [
    ...list.matchAll(/exports\.(\w+)/g),
  ]);
  return [...new Set([...forwarded, ...hoisted].map(([, name]) => name))].sort();
}

/** Below node_modules. */
function fileOf(specifier) {
  return createRequire(import.meta.url)
    .resolve(specifier)
    .split('node_modules/')
    .at(-1);
}

/** A program of this directory with the value of its one empty constant of that name. */
function fillIn(file, name, value) {
  const text = readFileSync(join(import.meta.dirname, file), 'utf8');
  const [empty] = new RegExp(`^const ${name} = (?:\\[\\]|\\{\\});$`, 'm').exec(text) ?? [];
  if (empty === undefined) throw new Error(`${file} has no empty constant ${name}`);
  return text.replace(empty, () => `const ${name} = ${JSON.stringify(value)};`);
}
