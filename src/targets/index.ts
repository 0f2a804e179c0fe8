// Every target, loaded when asked for. A target is one file here and one line below.
import type { Carrier } from '../documents/carried';
import type { TargetName } from '../intent/types';
import type { ReleaseName } from '../openstack/types';
import { findCarriedPlace } from './carrier';
import type { Target } from './types';

const loaders: { readonly [name in TargetName]: () => Target } = {
  etc: () => (require('./etc') as typeof import('./etc')).etc,
  'kolla-ansible': () => (require('./kolla-ansible') as typeof import('./kolla-ansible')).kollaAnsible,
  kustomize: () => (require('./kustomize') as typeof import('./kustomize')).kustomize,
  'openstack-ansible': () => (require('./openstack-ansible') as typeof import('./openstack-ansible')).openstackAnsible,
  'openstack-helm': () => (require('./openstack-helm') as typeof import('./openstack-helm')).openstackHelm,
  puppet: () => (require('./puppet') as typeof import('./puppet')).puppet,
  rhoso: () => (require('./rhoso') as typeof import('./rhoso')).rhoso,
};

/** Names of all targets, sorted. */
export const targetNames = Object.keys(loaders).sort() as readonly TargetName[];

/** Loads one target. */
export function loadTarget(name: TargetName): Target {
  return loaders[name]();
}

/** Where the tool of a target takes fixes in a release; undefined for plain /etc, in which a person may write every file. */
export function carrierOf(name: TargetName, release: ReleaseName): Carrier | undefined {
  return name === 'etc' ? undefined : (part) => findCarriedPlace(loadTarget(name), release, part);
}
