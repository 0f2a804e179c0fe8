// Answers of real services are kept only as long as nothing changed that they depend on.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answered } from '../proof/kept-answers';

const before = { ...process.env };
let folder = '';
let asked = 0;
let answerOnce: typeof import('../proof/kept-answers').answerOnce;

/** A fresh module for every environment: it reads GLACIS_BED and GLACIS_DIFFERENTIAL as it is loaded. */
function load(environment: Readonly<Record<string, string>> = {}): void {
  process.env = { ...before, GLACIS_BED: folder, ...environment };
  jest.resetModules();
  ({ answerOnce } = jest.requireActual<typeof import('../proof/kept-answers')>('../proof/kept-answers'));
}

async function ask(facts: readonly unknown[], answer: Answered = { answers: 7 }): Promise<number> {
  const count = asked;
  const question = { kind: 'k', name: 'n', facts };
  await answerOnce({
    ...question,
    ask: async () => {
      asked += 1;
      return answer;
    },
  });
  return asked - count;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'glacis-kept-'));
  load();
});
afterEach(() => {
  process.env = before;
  rmSync(folder, { recursive: true, force: true });
});

test('asks once, and again when a fact changes or everything is to be asked', async () => {
  expect([await ask([1]), await ask([1]), await ask([2]), await ask([2])]).toEqual([1, 0, 1, 0]);
  load({ GLACIS_PROOF_FRESH: '1' });
  expect(await ask([2])).toBe(1);
});

test('a part is kept apart: it is no answer to all, and all is an answer to the part', async () => {
  expect([await ask([1], { answers: 1, isPart: true }), await ask([1])]).toEqual([1, 0]);
  load({ GLACIS_DIFFERENTIAL: 'full' });
  expect([await ask([1]), await ask([1])]).toEqual([1, 0]);
  rmSync(join(folder, 'results', 'quick-k-n.json'));
  load();
  expect(await ask([1])).toBe(0);
});

test('what failed is not kept', async () => {
  const fails = answerOnce({ kind: 'k', name: 'n', facts: [], ask: () => Promise.reject(new Error('differs')) });
  await expect(fails).rejects.toThrow('differs');
  expect(await ask([])).toBe(1);
});
