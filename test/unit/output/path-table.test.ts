// Paths and digests in little memory: the same answers as a Map, in any order of arrival.
import fc from 'fast-check';
import { DigestTable } from '../../../src/output/digest-table';
import { PathTable } from '../../../src/output/path-table';
import '../../seed';

/** Directories that are prefixes of each other, and characters before and after the slash. */
const directory = fc.constantFrom('', 'r1/', 'r1-', 'r1-a/', 'r10/', '_fleet/', 'r1.b/', 'R1/');
const name = fc.constantFrom('a', 'b.conf', 'glance/x', 'glance-x', 'glance/x.d/y', '__proto__');
const path = fc.tuple(directory, name).map((parts) => parts.join(''));

test('a path keeps the number of its first arrival, and all are listed as sort() does', () => {
  fc.assert(
    fc.property(fc.array(path, { maxLength: 60 }), (paths) => {
      const table = new PathTable();
      const known = new Map<string, number>();
      for (const one of paths) {
        if (!known.has(one)) known.set(one, known.size);
        expect(table.add(one)).toBe(known.get(one));
      }
      expect(table.size).toBe(known.size);
      const visited: [string, number][] = [];
      table.visit((...seen) => visited.push(seen));
      expect(visited).toEqual([...known.keys()].sort().map((one) => [one, known.get(one)]));
      for (const one of paths) expect(table.find(one)).toBe(known.get(one));
      expect(table.find('r1/none')).toBeUndefined();
      expect(table.find('none/a')).toBeUndefined();
    }),
    { numRuns: 500 },
  );
});

test('a file beside a directory is not taken for the one that was expected in it', () => {
  const table = new PathTable();
  for (const one of ['r0/a', 'r0/b', 'r1/a', 'r1-b', 'r1/b']) table.add(one);
  expect(table.find('r1-b')).toBe(3);
  expect(table.find('r1/b')).toBe(4);
});

test('digests are told as they were noted; what is none is one that no file has', () => {
  const digest = (index: number): string => index.toString(16).padStart(64, '0');
  const table = new DigestTable();
  for (let region = 0; region < 3000; region += 1) {
    for (const file of ['b', 'a']) table.set(`r${region}/${file}`, digest(region * 2 + (file === 'a' ? 1 : 0)));
  }
  table.set('r7/b', digest(99));
  table.set('r8/b', 'no digest');
  expect(table.get('r7/b')).toBe(digest(99));
  expect(table.get('r8/b')).toBe(digest(0));
  expect(table.get('r2999/a')).toBe(digest(5999));
  expect(table.has('r3000/a')).toBe(false);
  const listed: [string, string][] = [];
  table.visit((...seen) => listed.push(seen));
  expect(listed).toHaveLength(6000);
  expect(listed[2]).toEqual(['r1/a', digest(3)]);
});
