#!/usr/bin/env node
// The command line: finds the command, loads only what it needs, and turns outcomes into the documented exit codes.
import { type Command, exitCodes } from './command';
import { refuseWord } from './options';

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

async function main(argv: readonly string[]): Promise<number> {
  const [name = '--help', ...rest] = argv;
  if (name === '--help' || name === '-h' || name === 'help') {
    return printHelp(rest.find((word) => !word.startsWith('-')));
  }
  if (name === '--version') {
    const { glacisVersion } = require('../version') as typeof import('../version');
    process.stdout.write(`${glacisVersion}\n`);
    return exitCodes.nothing;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!load) throw refuseWord('unknown command ', name, Object.keys(commands));
  const flags = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest;
  if (flags.includes('--help') || flags.includes('-h')) return printHelp(name);
  const { compileLate } = require('./v8-flags') as typeof import('./v8-flags');
  compileLate();
  return load()(rest);
}

function printHelp(name: string | undefined): number {
  if (name !== undefined && !Object.hasOwn(commands, name))
    throw refuseWord('no help on ', name, Object.keys(commands));
  const { helpText } = require('./help') as typeof import('./help');
  process.stdout.write(helpText(name));
  return exitCodes.nothing;
}

function reportError(error: unknown): number {
  const { formatFailure } = require('./failure') as typeof import('./failure');
  process.stderr.write(formatFailure(error));
  return exitCodes.failed;
}

// A reader that closes early (`glacis list attacks | head`) is no failure, and changes nothing of what was found; a full disk behind it is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') return;
  process.stderr.write(`glacis: standard output: ${error.message}; what was printed is not whole\n`);
  process.exit(exitCodes.failed);
});

// Nobody is left to be told.
process.stderr.on('error', () => {});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = reportError(error);
  },
);
