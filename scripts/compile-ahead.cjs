'use strict';
// lib/chunks/compile-ahead.js. Has V8 compile what a cold start needs, once, where Glacis is installed: npm runs it after an installation.
// Without what it writes, or on another Node, everything works as well and starts later.
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const { dirname, join } = require('node:path');
const v8 = require('node:v8');
const load = require('./load.js');

/** The modules of the commands that are tried: put in by the build. */
const commands = {};

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
    writeWhole(load.aheadPath(name), Buffer.concat([load.digestOf(fs.readFileSync(filename), code), code]));
  }
}

/** What most runs do, told to nobody: functions that no such run calls are compiled when they are called, as ever. */
function runCommands(work) {
  const run = (name, ...args) => load(commands[name])[name](args);
  const { writeSync } = fs;
  fs.writeSync = (descriptor, bytes, ...rest) =>
    descriptor < 3 ? bytes.length : writeSync(descriptor, bytes, ...rest);
  try {
    const intent = join(work, 'glacis.yaml');
    const out = join(work, 'out');
    run('init', intent);
    run('synth', intent, '--out', out);
    run('synth', intent, '--out', out);
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
