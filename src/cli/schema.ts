// glacis schema: the intent's JSON Schema.
import { intentSchema } from '../intent/schema';
import { type Command, exitCodes } from './command';
import { readOptions } from './options';
import { print } from './streams';

/** Prints the schema; editors validate and complete intents with it. */
export const schema: Command = (args) => {
  readOptions(args, {}, { min: 0, max: 0, names: '' });
  print(`${JSON.stringify(intentSchema, null, 2)}\n`);
  return exitCodes.nothing;
};
