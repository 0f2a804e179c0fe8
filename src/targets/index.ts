// Every target, loaded when asked for. A target is one file here and one line below.
import type { TargetName } from '../intent/types';
import type { Target } from './types';

const loaders: { readonly [name in TargetName]: () => Target } = {
  etc: () => (require('./etc') as typeof import('./etc')).etc,
};

/** Names of all targets, sorted. */
export const targetNames = Object.keys(loaders).sort() as readonly TargetName[];

/** Loads one target. */
export function loadTarget(name: TargetName): Target {
  return loaders[name]();
}
