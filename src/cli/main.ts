#!/usr/bin/env node
// The command line: finds the command, loads only what it needs, and turns outcomes into the documented exit codes.
import { type Command, exitCodes } from './command';
import { refuseWord } from './options';
import { print, tell } from './streams';

/** Loaded when used: `glacis --help` must not pay for the judge. */
const commands: { readonly [name: string]: () => Command } = {
  init: () => (require('./init') as typeof import('./init')).init,
  synth: () => (require('./synth') as typeof import('./synth')).synth,
  verify: () => (require('./verify') as typeof import('./verify')).verify,
  audit: () => (require('./audit') as typeof import('./audit')).audit,
  diff: () => (require('./diff') as typeof import('./diff')).diff,
  probe: () => (require('./probe') as typeof import('./probe')).probe,
  explain: () => (require('./explain') as typeof import('./explain')).explain,
  list: () => (require('./list') as typeof import('./list')).list,
  schema: () => (require('./schema') as typeof import('./schema')).schema,
};

function main(argv: readonly string[]): number {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    return printHelp(rest.find((word) => !word.startsWith('-')));
  }
  if (name === '--version') {
    const { glacisVersion } = require('../version') as typeof import('../version');
    print(`${glacisVersion}\n`);
    return exitCodes.nothing;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw refuseWord('unknown command ', name, Object.keys(commands));
  const flags = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (flags.includes('--help') || flags.includes('-h')) return printHelp(name);
  return load()(rest);
}

function printHelp(name: string | undefined): number {
  if (name !== undefined && !Object.hasOwn(commands, name))
    throw refuseWord('no help on ', name, Object.keys(commands));
  const { helpText } = require('./help') as typeof import('./help');
  print(helpText(name));
  return exitCodes.nothing;
}

function reportError(error: unknown): number {
  const { formatFailure } = require('./failure') as typeof import('./failure');
  tell(formatFailure(error));
  return exitCodes.failed;
}

try {
  // All is written: what Node would take apart dies with the process.
  process.exit(main(process.argv.slice(2)));
} catch (error) {
  process.exit(reportError(error));
}
