// Reads the stored catalogue, one file at a time and only when somebody asks: no command pays for a service it does not touch.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Service } from '../types';
import type { OptionFile, RuleFile } from './format';

const folder = join(__dirname, '..', 'data');

/** The options of a service and of the libraries it loads. Read anew on each call: callers keep what they build from it. */
export function readOptionFile(service: Service): OptionFile {
  return JSON.parse(readFileSync(join(folder, `${service}.options.json`), 'utf8'));
}

/** What the volume drivers of cinder define, in a file of its own because few regions need it. */
export function readDriverFile(): OptionFile {
  return JSON.parse(readFileSync(join(folder, 'cinder.drivers.json'), 'utf8'));
}

/** The policy rules of a service. */
export function readRuleFile(service: Service): RuleFile {
  return JSON.parse(readFileSync(join(folder, `${service}.rules.json`), 'utf8'));
}
