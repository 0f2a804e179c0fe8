'use strict';
// lib/chunks/compile-ahead.js. Has V8 compile what a cold start needs, once, where Glacis is installed: npm runs it after an installation.
// Without what it writes, or on another Node, everything works as well and starts later.
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const v8 = require('node:v8');
const load = require('./load.js');

/** Where the commands that are tried are found, by name: put in by the build. */
const commands = {};

/** What many intents say beside the first one that `init` writes. */
const common = {
  release: '2025.1',
  packages: { glance: '2:30.0.0-3+deb13u2' },
  imageImport: { enabledImportMethods: ['glance-direct', 'web-download'], allowedHosts: ['images.example.org'] },
  imageFormats: { diskFormats: ['qcow2', 'raw'] },
};

const setFlags = v8.setFlagsFromString;

function compileAhead() {
  // Code that was made under other flags would be refused.
  v8.setFlagsFromString = () => {};
  const work = fs.mkdtempSync(join(tmpdir(), 'glacis-compile-'));
  try {
    const [intent, out] = [join(work, 'glacis.yaml'), join(work, 'out')];
    runQuietly(() => synthIntents(intent, out));
    keepCode();
    runQuietly(() => judgeIntents(intent, out));
    keepCode();
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

const kept = new Set();

/** What synth loads is kept as synth has run it: what the others call of it too is little, and they are not as short. */
function keepCode() {
  for (const [name, { script, filename }] of load.scripts) {
    if (kept.has(name)) continue;
    const code = script.createCachedData();
    writeWhole(load.aheadPath(name), Buffer.concat([code, code, fs.readFileSync(filename)]));
    kept.add(name);
  }
}

const run = (name, ...args) => {
  const [number, module] = commands[name];
  return load(number)[module][name](args);
};

/** What most runs do: functions that no such run calls are compiled when they are called, as ever. */
function synthIntents(intent, out) {
  run('init', intent);
  run('synth', intent, '--out', out);
  const other = `${intent}.json`;
  fs.writeFileSync(other, JSON.stringify(common));
  for (let times = 0; times < 2; times += 1) run('synth', other, '--out', `${out}.other`);
}

function judgeIntents(intent, out) {
  run('verify', intent);
  run('audit', join(out, 'glance'), '--release', '2025.1');
}

/** Told to nobody, and with what was compiled held until it is written down. */
function runQuietly(task) {
  const { writeSync } = fs;
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor < 3 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  setFlags('--no-flush-bytecode');
  try {
    task();
  } finally {
    setFlags('--flush-bytecode');
    fs.writeSync = writeSync;
  }
}

function writeWhole(path, bytes) {
  fs.mkdirSync(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  fs.writeFileSync(draft, bytes, { mode: fs.statSync(__filename).mode });
  fs.renameSync(draft, path);
}

try {
  compileAhead();
} catch {
  // Nothing is missing but the time that it would have saved.
}
