// The memory of what was worked out from files: an answer is taken over only by a tree in which all that it was made from is the same.
import fc from 'fast-check';
import { Recall } from '../../../src/checks/cloud/recall';
import type { FileTree } from '../../../src/documents/types';

const treeOf = (files: Readonly<Record<string, string>>): FileTree => new Map(Object.entries(files));

test.each([
  ['a text that was read', { a: 'A', b: 'x' }],
  ['a comment', { a: 'a', b: '# x' }],
  ['a file that was not there', { a: 'a', b: 'x', c: 'new' }],
  ['a path', { a: 'a', b: 'x', d: '' }],
])('trees that differ in %s share nothing', (_, other) => {
  const recall = new Recall<object>(4);
  const make = (files: FileTree) => ({ made: [files.get('a'), files.has('c'), files.get('b'), [...files.keys()]] });
  const plain = recall.recall(treeOf({ a: 'a', b: 'x' }), '', make);
  expect(recall.recall(treeOf(other), '', make)).not.toBe(plain);
});

test('a file that was not looked at does not count, another key does', () => {
  const recall = new Recall<object>(4);
  const make = (files: FileTree) => ({ made: files.get('a') });
  const plain = recall.recall(treeOf({ a: 'a', b: 'x' }), '', make);
  expect(recall.recall(treeOf({ a: 'a', c: 'y' }), '', make)).toBe(plain);
  expect(recall.recall(treeOf({ a: 'a', b: 'x' }), 'other', make)).not.toBe(plain);
});

test('the answer that was not asked for the longest goes', () => {
  const recall = new Recall<string>(2);
  const made: string[] = [];
  const ask = (key: string) =>
    recall.recall(treeOf({}), key, () => {
      made.push(key);
      return key;
    });
  for (const key of ['a', 'b', 'a', 'c', 'a', 'b']) ask(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

test('an answer that reads on after it was made is an error', () => {
  const late = new Recall<FileTree>(1).recall(treeOf({ a: 'a', b: 'b' }), '', (files) => {
    files.get('a');
    return files;
  });
  expect(late.get('a')).toBe('a');
  expect(() => late.get('b')).toThrow('b: read after the answer had been remembered');
  expect(() => late.size).toThrow('the list of paths: read after');
});

/** What a program may ask of a tree, as values to compare. */
const questions: Readonly<Record<string, (files: FileTree) => unknown>> = {
  getA: (files) => files.get('a'),
  hasB: (files) => files.has('b'),
  sizeOf: (files) => files.size,
  keys: (files) => [...files.keys()],
  values: (files) => [...files.values()],
  entries: (files) => [...files],
  each: (files) => {
    const seen: string[] = [];
    files.forEach((text, path) => {
      seen.push(`${path} ${text}`);
    });
    return seen;
  },
  getAWhenB: (files) => (files.get('b') === 'x' ? files.get('a') : null),
};

test('whatever is asked of trees in whatever order, the answer is that of the tree itself', () => {
  const tree = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), fc.constantFrom('x', 'y', ''), { maxKeys: 4 });
  const asked = fc.tuple(tree, fc.constantFrom(...Object.keys(questions)));
  fc.assert(
    fc.property(fc.array(asked, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (all, limit) => {
      const recall = new Recall<unknown>(limit);
      for (const [files, name] of all) {
        const ask = questions[name] as (tree: FileTree) => unknown;
        expect(recall.recall(treeOf(files), name, ask)).toEqual(ask(treeOf(files)));
      }
    }),
  );
});
