// Reads the stored catalogue, one file at a time and only when somebody asks: no command pays for a service it does not touch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../types';
import type { OptionFile, RuleFile } from './format';
import { OptionRows } from './rows';

const folder = join(__dirname, '..', 'data');

/** The options of a service with those of the libraries it loads, or those of the volume drivers of cinder, which few regions need. */
export type OptionFileName = Service | 'drivers';

const pathOf = (name: OptionFileName): string =>
  join(folder, name === 'drivers' ? 'cinder.drivers.json' : `${name}.options.json`);

/** A whole file of options: for the scripts that write it. */
export function readOptionFile(name: OptionFileName): OptionFile {
  return JSON.parse(readFileSync(pathOf(name), 'utf8'));
}

/** A file of options whose rows are read when asked for. */
export type OpenOptionFile = Omit<OptionFile, 'options'> & { readonly options: OptionRows };

/** As scripts/catalogue prints them, in ASCII: tests hold every row of every file against the whole of it. */
const rowsBegin = '"options":[\n';
const rowsEnd = '\n]';

/** Opened anew on each call: callers keep what they build from it. */
export function openOptionFile(name: OptionFileName): OpenOptionFile {
  const bytes = readFileSync(pathOf(name));
  const start = bytes.indexOf(rowsBegin) + rowsBegin.length;
  const end = bytes.indexOf(rowsEnd, start);
  const rest = JSON.parse(bytes.toString('latin1', 0, start) + bytes.toString('latin1', end)) as OptionFile;
  return { ...rest, options: new OptionRows(bytes, start, end) };
}

/** The policy rules of a service. */
export function readRuleFile(service: Service): RuleFile {
  return JSON.parse(readFileSync(join(folder, `${service}.rules.json`), 'utf8'));
}
