// The memory of what was made of lists: an answer is always that of the very same items, and what regions share is made once.
import fc from 'fast-check';
import { ListMemory } from '../../../src/documents/list-memory';

test('whatever is asked in whatever order, the answer is that of the items themselves', () => {
  const items = Array.from({ length: 5 }, (_, name) => ({ name }));
  const list = fc.array(fc.constantFrom(...items), { maxLength: 4 });
  fc.assert(
    fc.property(fc.array(list, { maxLength: 200 }), (lists) => {
      const memory = new ListMemory<(typeof items)[number], string>();
      const make = (of: readonly { name: number }[]) => of.map(({ name }) => name).join();
      for (const one of lists) expect(memory.recall(one, make)).toBe(make(one));
    }),
  );
});

test('items that are equal are not the same items', () => {
  const memory = new ListMemory<object, object>();
  const made = memory.recall([{}], () => ({}));
  expect(memory.recall([{}], () => ({}))).not.toBe(made);
});

test('what a thousand regions share is made once, whatever else each has', () => {
  const memory = new ListMemory<string, number>();
  const shared = Array.from({ length: 18 }, (_, at) => ['2025.1', `text ${at}`]);
  let made = 0;
  for (let region = 0; region < 1000; region += 1) {
    for (const list of shared) {
      memory.recall(list, () => {
        made += 1;
        return made;
      });
    }
    memory.recall(['2025.1', `host ${region}`], () => region);
  }
  expect(made).toBe(18);
});

test('what nobody asks for any more gives way', () => {
  const memory = new ListMemory<number, number>();
  let made = 0;
  const ask = (item: number) =>
    memory.recall([item], () => {
      made += 1;
      return item;
    });
  for (let item = 0; item < 1000; item += 1) ask(item);
  ask(0);
  expect(made).toBe(1001);
});
