// Lines outside of all files of options that set one: variables of a unit, which no edit of such a file beats.
import type { Source } from '../documents/types';
import { printable } from '../problems';
import type { Cloud } from './cloud/cloud';
import { type Fix, judgedServices } from './types';

/** The line of a unit that sets an option through the environment: no edit of a file of options beats it. */
export function findOutsideLine(cloud: Cloud, { file, section, option, edit }: Fix): Source | null {
  const service = judgedServices.find((name) => file.startsWith(`${name}/`));
  if (service === undefined || section === 'policy' || (edit !== undefined && edit.kind !== 'move')) return null;
  const { at } = cloud.config(service).get(section, option);
  return at === null || cloud.filesRead(service).read.includes(at.file) ? null : at;
}

/** What a person has to do about such a line. */
export function describeOutside({ file, line }: Source): string {
  return `The environment beats every file of options: ${printable(file, 120)}:${line} has to go.`;
}
