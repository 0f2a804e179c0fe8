// Did you mean: a slip of the pen, the beginning or the end of one known word, and nothing where two fit.
import { findNearest } from '../../../src/intent/nearest';

const targets = ['etc', 'kolla-ansible', 'kustomize', 'openstack-ansible', 'openstack-helm', 'puppet', 'rhoso'];

test.each([
  ['kustomise', 'kustomize'],
  ['KOLLA_ANSIBLE', 'kolla-ansible'],
  ['kolla', 'kolla-ansible'],
  ['helm', 'openstack-helm'],
  ['ansible', null],
  ['openstack', null],
  ['os', null],
  ['', null],
  ['terraform', null],
])('%s is %s', (word, known) => {
  expect(findNearest(word, targets)).toBe(known);
});
