// What the judge says of a tree of the bed, and whether it agrees with what happened there.
import { Cloud } from '../../src/checks/cloud/cloud';
import { judge } from '../../src/checks/judge';
import type { FileTree } from '../../src/documents/types';
import type { Platform } from './beds';
import type { ObservedCell } from './results';

/** The judge's word about one attack. */
export interface Verdict {
  readonly modelled: 'open' | 'stopped' | 'not-applicable';
  readonly because: string;
}

/** The cloud that the judge sees for a tree of the bed. */
export function openCloud({ release, glancePackage, launcher }: Platform, files: FileTree): Cloud {
  const packages = glancePackage === undefined ? {} : { glance: glancePackage };
  return new Cloud(files, { release, packages, launcher, glanceUid: 64062 });
}

/** Every verdict, by the id of the attack. */
export function listVerdicts(cloud: Cloud): ReadonlyMap<string, Verdict> {
  return new Map(
    judge(cloud).attacks.map(({ attack, answer }) => [
      attack.id,
      { modelled: answer.verdict, because: answer.because },
    ]),
  );
}

/**
 * Whether model and reality say the same. An attack without ground in a cloud must not work there either. A version that no release
 * knows is judged as unpatched on purpose: there an attack may fail that the judge calls open, but none may work that it calls stopped.
 */
export function agrees(
  { observed }: Pick<ObservedCell, 'observed'>,
  { modelled }: Pick<Verdict, 'modelled'>,
  isVersionKnown = true,
): boolean {
  if (!isVersionKnown && modelled === 'open') return true;
  return (observed === 'worked') === (modelled === 'open');
}
