// Trees that nobody wrote on purpose: real ones with bytes cut, doubled or replaced, and random bytes in files that services read.
import fc from 'fast-check';
import { listTreeNames, readNamedTree } from '../checks/cases';

const trees = listTreeNames().map((name) => readNamedTree(name));
const paths = [
  'glance/glance-api.conf',
  'glance/glance.conf.d/50.conf',
  'glance/policy.yaml',
  'glance/policy.d/50.yaml',
  'nova/nova.conf',
  'nova/policy.json',
  'cinder/cinder.conf',
  'nginx/nginx.conf',
  'haproxy/haproxy.cfg',
  'nftables.conf',
  'systemd/system/glance-api.service',
] as const;

/** A real file with bytes cut out, doubled or replaced. */
const mutated = fc
  .tuple(
    fc.nat(),
    fc.nat(),
    fc.array(fc.tuple(fc.nat(), fc.nat(20), fc.string({ maxLength: 6, unit: 'binary' })), { maxLength: 5 }),
  )
  .map(([tree, file, edits]) => {
    const files = [...(trees[tree % trees.length] ?? new Map<string, string>())];
    const [path, text] = files[file % Math.max(1, files.length)] ?? ['glance/glance-api.conf', ''];
    const changed = edits.reduce((held, [at, length, put]) => {
      const start = at % (held.length + 1);
      return held.slice(0, start) + put + held.slice(start + length);
    }, text);
    return new Map([...files, [path, changed]]);
  });
const randomTree = fc
  .dictionary(fc.constantFrom(...paths), fc.string({ maxLength: 120, unit: 'binary' }), { maxKeys: 4 })
  .map((files) => new Map(Object.entries(files)));
/** Three of four are real trees, changed. */
export const hostileTree = fc.oneof({ weight: 3, arbitrary: mutated }, randomTree);
