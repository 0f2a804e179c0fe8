// The real HAProxy prints words back with `.notice`: our parser reads the same, and what we quote comes back unchanged.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { cutHaproxyLine, quoteHaproxyWord } from '../../src/documents/haproxy/words';
import { hasProgram, leaveOut } from './nginx-origin';

const isThere = hasProgram('haproxy');
const directory = mkdtempSync(join(tmpdir(), 'glacis-haproxy-words-'));
const file = join(directory, 'haproxy.cfg');
afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** What `haproxy -c` says: exit code and everything printed. */
function checkConfiguration(text: string): { status: number | null; printed: string } {
  writeFileSync(file, text);
  const { status, stdout, stderr } = spawnSync('haproxy', ['-c', '-f', file], { encoding: 'utf8' });
  return { status, printed: stdout + stderr };
}

(isThere ? describe : leaveOut)('the real HAProxy', () => {
  test('reads words as our parser does', () => {
    const piece = fc.constantFrom(
      'a',
      ' ',
      '\\',
      '"',
      "'",
      '#',
      '$',
      'x41',
      'n',
      '.',
      '{',
      '\\"',
      "\\'",
      '\t',
      '\\x41',
      '\\ ',
      '\\$',
    );
    const printedWords = (text: string): string | null => {
      const { status, printed } = checkConfiguration(`.notice ${text}\n.notice END\n`);
      const found = /parsing \[[^\]]*:1\]: '([\s\S]*?)'\.\n/.exec(printed);
      return status === 0 || found !== null ? (found?.[1] ?? null) : null;
    };
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
        (text) => {
          const cut = cutHaproxyLine(text);
          const [first] = cut.words;
          const isOneWord =
            cut.broken === null && cut.words.length === 1 && first !== undefined && first.raw === undefined;
          if (!isOneWord || /[\t\n\r]/.test(first.text)) return;
          expect(printedWords(text)).toBe(first.text);
          expect(printedWords(quoteHaproxyWord(first))).toBe(first.text);
        },
      ),
      { numRuns: 100 },
    );
  }, 120_000);
});

if (!isThere)
  test('HAProxy was not there: nothing was tried', () => expect(process.env.GLACIS_REQUIRE_REAL).not.toBe('1'));
