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
  // Code that was made under other flags would be refused; what was compiled must stay until it is written down.
  v8.setFlagsFromString = () => {};
  setFlags('--no-flush-bytecode');
  const work = fs.mkdtempSync(join(tmpdir(), 'glacis-compile-'));
  try {
    runCommands(work);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
    setFlags('--flush-bytecode');
  }
  for (const [name, { script, filename }] of load.scripts) {
    const code = script.createCachedData();
    writeWhole(load.aheadPath(name), Buffer.concat([code, code, fs.readFileSync(filename)]));
  }
}

/** What most runs do, told to nobody: functions that no such run calls are compiled when they are called, as ever. */
function runCommands(work) {
  const run = (name, ...args) => {
    const [number, module] = commands[name];
    return load(number)[module][name](args);
  };
  const { writeSync } = fs;
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor < 3 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  try {
    const intent = join(work, 'glacis.yaml');
    const out = join(work, 'out');
    run('init', intent);
    run('synth', intent, '--out', out);
    const other = join(work, 'glacis.json');
    fs.writeFileSync(other, JSON.stringify(common));
    for (let times = 0; times < 2; times += 1) run('synth', other, '--out', join(work, 'other'));
    run('verify', intent);
    run('audit', join(out, 'glance'), '--release', '2025.1');
  } finally {
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
