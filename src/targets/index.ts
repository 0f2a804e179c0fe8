// Every target, loaded when asked for. A target is one file here and one line below.
import type { TargetName } from '../intent/types';
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
