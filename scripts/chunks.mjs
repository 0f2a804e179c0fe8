// Packs the modules into a few files, each with what one kind of run needs: a cold start pays for every byte that V8 scans and every module
// that it sets up.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, posix } from 'node:path';
import { build, transform } from 'esbuild';

/**
 * Where runs begin. Modules that the same doors reach without asking at run time are a group: one scope, run as a whole. It belongs to the
 * chunk of the first of its doors, to `shared` when synth and a judge both reach it, and to `rest` when none does: what only `diff`,
 * `explain` or a report format asks for, where each module is a group of its own.
 */
const doors = [
  { chunk: 'main', from: /^cli\/main$/ },
  { chunk: 'main', from: /^cli\/help$/ },
  { chunk: 'synth', from: /^cli\/synth$/ },
  { chunk: 'synth', from: /^targets\/etc$/ },
  { chunk: 'synth', from: /^intent\/read-json$/ },
  { chunk: 'synth', from: /^intent\/read-toml$/ },
  { chunk: 'synth', from: /^intent\/read-yaml$/ },
  { chunk: 'synth', from: /^intent\/validator/ },
  { chunk: 'judge', from: /^cli\/(?:audit|print-judgement)$|^checks\/(?:attacks|lints)\/|^report\/text$/ },
  { chunk: 'edge', from: /^emulators\/edge\// },
  { chunk: 'verify', from: /^cli\/verify$/ },
  { chunk: 'growth', from: /^documents\/(?:prometheus|sql-exporter)\/glance-growth$/ },
  { chunk: 'rest', from: /^index$/ },
  { chunk: 'rest', from: /^cli\/(?:explain|list)$|^checks\/index$|^openstack\/catalogue\/index$/ },
  { chunk: 'rest', from: /^cli\/schema$/ },
];

const common = {
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  legalComments: 'none',
  lineLimit: 300,
  // A module format without `require` is only on the way: the loader gives one.
  logLevel: 'error',
};

/** Writes the chunks, and the program and the libraries as doors into them, below `directory`. `root` is where sources and packages lie. */
export async function packModules(directory, { program, libraries, root }) {
  const modules = await readModules(root, [program, ...libraries]);
  const groups = groupModules(modules);
  const places = nameExports(groups, modules);
  const texts = await linkGroups(groups, { modules, places, root });
  const chunks = join(directory, 'chunks');
  mkdirSync(chunks);
  const chunkNames = [...new Set(groups.map(({ chunk }) => chunk))];
  for (const chunk of chunkNames) {
    const bodies = texts.filter((_, number) => groups[number].chunk === chunk);
    const text = `"use strict";(function($load,require){return[\n${bodies.join('')}]})\n`;
    if (/[^\x00-\x7f]/.test(text)) throw new Error(`the chunk ${chunk} is not plain ASCII`);
    writeFileSync(join(chunks, `${chunk}.js`), text);
  }
  const firsts = chunkNames.map((name) => [name, groups.findIndex(({ chunk }) => chunk === name)]);
  const loader = fillIn('loader.cjs', 'firsts', firsts);
  writeFileSync(join(chunks, 'load.js'), loader);
  const commands = ['init', 'synth', 'verify', 'audit'].map((name) => [name, places.get(`cli/${name}`)]);
  writeFileSync(
    join(chunks, 'compile-ahead.js'),
    fillIn(
      'compile-ahead.cjs',
      'commands',
      Object.fromEntries(commands.map(([name, at]) => [name, [at.number, at.all]])),
    ),
  );
  const loaderOf = (id) => `require("${posix.relative(dirname(id), 'chunks/load.js').replace(/^(?!\.)/, './')}")`;
  // With a loader of its own: Node takes as long to find and compile a second file as to run what is in it.
  const programText = `#!/usr/bin/env node\n${loader}\nmodule.exports(${places.get(program).number});\n`;
  mkdirSync(join(directory, dirname(program)), { recursive: true });
  writeFileSync(join(directory, `${program}.js`), programText);
  for (const id of libraries) {
    const { number, all } = places.get(id);
    // By name, because that is how Node finds out what `import { ... }` of a CommonJS file may name.
    const names = modules.get(id).exports.map((name) => `exports.${name}=door.${name};\n`);
    // Who composes trees must get the construct of the tree's own package.
    const constructs = `load.provide(${places.get('constructs').number},()=>require("constructs"));`;
    const head = `"use strict";\nObject.defineProperty(exports,"__esModule",{value:true});\nconst load=${loaderOf(id)};\n`;
    const door = `const door=load(${number}).${all};`;
    writeFileSync(join(directory, `${id}.js`), `${head}${constructs}\n${door}\n${names.join('')}`);
  }
}

const idOf = (path) => path.replace(/^src\//, '').replace(/\.ts$/, '');

/** Id (path without .ts) of each module that the entries reach, to its file, what it asks for at once and late, and what it exports. */
async function readModules(root, entries) {
  const options = { ...common, write: false, metafile: true, packages: 'external', outdir: root, absWorkingDir: root };
  const reached = await build({ ...options, bundle: true, entryPoints: entries.map((id) => `src/${id}.ts`) });
  const paths = Object.keys(reached.metafile.inputs);
  const alone = await build({ ...options, packages: undefined, entryPoints: paths });
  // Of an entry what is left when types are gone; of the others names of types among those of values do no harm.
  const exported = [alone, reached].flatMap(({ metafile }) => Object.values(metafile.outputs));
  const exportsOf = new Map(exported.map((output) => [output.entryPoint, output.exports]));
  const modules = paths.map((path) => {
    const listAsked = (wanted) =>
      reached.metafile.inputs[path].imports
        .filter(({ kind, external }) => kind === wanted && !external)
        .map((one) => idOf(one.path));
    const asked = { eager: listAsked('import-statement'), late: listAsked('require-call') };
    return [idOf(path), { path: join(root, path), exports: exportsOf.get(path).toSorted(), ...asked }];
  });
  const late = new Set(modules.flatMap(([, { late }]) => late));
  return new Map(modules.map(([id, one]) => [id, { ...one, isDoor: late.has(id) || entries.includes(id) }]));
}

function groupModules(modules) {
  const reachedBy = new Map([...modules.keys()].map((id) => [id, new Set()]));
  for (const door of doors) {
    const waiting = [...modules.keys()].filter((id) => door.from.test(id));
    if (waiting.length === 0) throw new Error(`no module is behind the door ${door.from}`);
    for (const id of waiting) {
      if (reachedBy.get(id).has(door)) continue;
      reachedBy.get(id).add(door);
      waiting.push(...modules.get(id).eager);
    }
  }
  const groups = new Map([['constructs', { chunk: 'main', ids: ['constructs'] }]]);
  for (const id of [...modules.keys()].sort()) {
    const by = doors.filter((door) => reachedBy.get(id).has(door));
    const key = by.length === 0 ? id : by.map((door) => doors.indexOf(door)).join(' ');
    if (!groups.has(key)) groups.set(key, { chunk: chooseChunk(by), ids: [] });
    groups.get(key).ids.push(id);
  }
  return [...groups.values()].sort((a, b) => (a.chunk < b.chunk ? -1 : a.chunk > b.chunk ? 1 : 0));
}

function chooseChunk(by) {
  const chunks = new Set(by.map(({ chunk }) => chunk));
  const isShared = chunks.has('synth') && (chunks.has('judge') || chunks.has('edge'));
  if (isShared && !chunks.has('main')) return 'shared';
  return by[0]?.chunk ?? 'rest';
}

/** Id of a module to the number of its group and its names there: of all its exports as one object, and of each by itself. */
function nameExports(groups, modules) {
  const places = new Map();
  groups.forEach(({ ids }, number) => {
    const taken = new Set();
    const pick = (wanted) => {
      let name = wanted;
      while (taken.has(name)) name += '$';
      taken.add(name);
      return name;
    };
    for (const id of ids) {
      const names = new Map((modules.get(id)?.exports ?? []).map((name) => [name, pick(name)]));
      places.set(id, { number, names, all: pick(`of_${id.replaceAll(/\W/g, '_')}`) });
    }
  });
  return places;
}

/** Who asks comes before who is asked: a group gives out what others have asked it for. */
async function linkGroups(groups, { modules, places, root }) {
  const wanted = groups.map(() => new Set());
  const texts = [];
  for (const number of orderByAsking(groups, modules, places)) {
    const { chunk, ids } = groups[number];
    const context = { number, ids, modules, places, root };
    const code = ids[0] === 'constructs' ? await bundlePackage('constructs', root) : await linkGroup(context, wanted);
    // Parentheses have V8 compile the group with its chunk, in one pass: right where most groups of a chunk are used.
    const [before, after] = chunk === 'rest' ? ['', ''] : ['(', ')'];
    texts[number] = `${before}function($e,module){\n${code}\n}${after},\n`;
  }
  return texts;
}

function orderByAsking(groups, modules, places) {
  const order = [];
  const open = new Set();
  const visit = (number) => {
    if (order.includes(number)) return;
    if (open.has(number)) throw new Error(`these modules need others that need them: ${groups[number].ids.join(', ')}`);
    open.add(number);
    for (const id of groups[number].ids)
      for (const other of modules.get(id)?.eager ?? [])
        if (places.get(other).number !== number) visit(places.get(other).number);
    order.push(number);
  };
  for (const number of groups.keys()) visit(number);
  return order.reverse();
}

/** The modules of a group as the body of one function. `wanted` has what the groups give out, by number, and grows. */
async function linkGroup({ number, ids, modules, places, root }, wanted) {
  const ownNames = ids.flatMap((id) => [...places.get(id).names].map(([name, shown]) => ({ id, name, shown })));
  const given = ownNames.filter(({ shown }) => wanted[number].has(shown));
  const contents = [
    ...ids.map((id) => (modules.get(id).isDoor ? `export * as ${places.get(id).all} from './${id}';` : '')),
    ...given.map(({ id, name, shown }) => `export { ${name} as ${shown} } from './${id}';`),
  ];
  const { outputFiles } = await build({
    ...common,
    bundle: true,
    write: false,
    packages: 'external',
    stdin: { contents: contents.join('\n'), resolveDir: join(root, 'src'), sourcefile: 'group' },
    plugins: [stayInGroup({ number, modules, places, root })],
  });
  return shorten(writeLinks(outputFiles[0].text, places, wanted));
}

/** What another group has is imported from there, name by name; what is asked for late is left to the loader. */
function stayInGroup({ number, modules, places, root }) {
  const find = (from, specifier) => {
    const id = posix.join(posix.relative(join(root, 'src'), from), specifier);
    return [id, `${id}/index`].find((one) => modules.has(one));
  };
  const linkLate = ({ path }) => {
    const text = readFileSync(path, 'utf8');
    if (/\$(?:load|require|e)\b/.test(text)) throw new Error(`${path} has a name that the chunks use`);
    const here = posix.relative(join(root, 'src'), dirname(path));
    const contents = text
      .replace(/\brequire\('([^']+)'\)/g, (_, specifier) =>
        specifier.startsWith('.') ? `$load("${find(dirname(path), specifier)}")` : `$require("${specifier}")`,
      )
      .replaceAll('__dirname', `$load.directoryOf("${here}")`);
    return { contents, loader: 'ts' };
  };
  const importEach = ({ path }) => {
    const at = places.get(path);
    const names = [...at.names].map(([name, shown]) => `${shown} as ${name}`);
    return { contents: `export { ${names.join(', ')} } from 'group:${at.number}';` };
  };
  return {
    name: 'stay-in-group',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^group:/ }, ({ path }) => ({ path, external: true }));
      esbuild.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
        const id = find(resolveDir, path);
        if (places.get(id).number === number) return { path: modules.get(id).path };
        return { path: id, namespace: 'elsewhere', sideEffects: false };
      });
      esbuild.onLoad({ filter: /./, namespace: 'elsewhere' }, importEach);
      esbuild.onLoad({ filter: /\.ts$/ }, linkLate);
    },
  };
}

/** js-yaml's own minified form is half as much to scan. */
const yaml = 'js-yaml/browser';

/** Imports and exports as the loader knows them: constants, so that nothing is looked up when it is used. */
function writeLinks(text, places, wanted) {
  const askFor = (from) => {
    if (from.startsWith('group:')) return `$load(${from.slice('group:'.length)})`;
    if (from === 'constructs') return `$load(${places.get('constructs').number})`;
    return from === 'js-yaml' ? `$load.package("${yaml}","${fileOf(yaml)}")` : `require("${from}")`;
  };
  const splitNames = (list) => list.split(',').map((one) => one.trim().split(' as '));
  const imported = new Map();
  const rest = text
    .replace(/^import \{([^}]+)\} from "([^"]+)";$/gm, (_, list, from) => {
      const names = splitNames(list).map(([name, own = name]) => [name, own]);
      imported.set(from, [...(imported.get(from) ?? []), ...names]);
      return '';
    })
    .replace(/^export \{([^}]+)\};$/gm, (_, list) =>
      splitNames(list)
        .map(([own, name = own]) => `$e.${name} = ${own};`)
        .join('\n'),
    )
    .replaceAll(/\$load\("([^"]+)"\)/g, (_, id) => `$load(${places.get(id).number}).${places.get(id).all}`)
    .replaceAll(/\$require\("([^"]+)"\)/g, (_, from) => askFor(from));
  const left = /^(?:import|export) ?[*{"'].*/m.exec(rest);
  if (left !== null) throw new Error(`not linked: ${left[0]}`);
  for (const [from, names] of imported) {
    if (from.startsWith('group:')) for (const [name] of names) wanted[from.slice('group:'.length)].add(name);
  }
  const lines = [...imported].map(([from, names]) => {
    const pairs = names.map(([name, own]) => (name === own ? name : `${name}: ${own}`));
    return `const { ${pairs.join(', ')} } = ${askFor(from)};`;
  });
  return `${lines.join('\n')}\n${rest}`;
}

/**
 * Names of a module's own functions, classes and methods stay, and its own name before it, so that a stack trace is readable; names inside
 * of functions are short.
 */
async function shorten(text) {
  const named = text.replace(/^\/\/ src\/(.+)\.ts$/gm, '//! $1');
  const minify = { minifySyntax: true, minifyWhitespace: true, minifyIdentifiers: true, legalComments: 'inline' };
  const { code } = await transform(named, { ...common, ...minify, format: undefined });
  return code.replace(/\n?\/\/! (\S+)$/gm, '\n// $1').trim();
}

/** Constructs would be 63 KB, and the command line needs no shared copy of it. */
async function bundlePackage(name, root) {
  const stdin = { contents: `module.exports=require("${name}")`, resolveDir: root };
  const { outputFiles } = await build({ ...common, format: 'cjs', bundle: true, write: false, minify: true, stdin });
  return outputFiles[0].text.trimEnd();
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
