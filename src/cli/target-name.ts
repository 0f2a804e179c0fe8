// `--target NAME`, as several commands take it.
import type { TargetName } from '../intent/types';
import { targetNames } from '../targets';
import { refuseWord } from './options';

/** The target of that name. @throws UsageError when there is none. */
export function readTarget(text: string): TargetName {
  const name = targetNames.find((known) => known === text);
  if (name === undefined) throw refuseWord('target ', text, targetNames);
  return name;
}
