// HAProxy text: parse after render is the identity, hostile strings stay inside their word, the composed burst is exact.
import fc from 'fast-check';
import { composeHaproxyImageCreateLimit } from '../../src/documents/haproxy/compose';
import { loadHaproxy, parseHaproxy } from '../../src/documents/haproxy/parse';
import { renderHaproxy } from '../../src/documents/haproxy/render';
import type { HaproxyLine, HaproxySection } from '../../src/documents/haproxy/types';
import { cutHaproxyLine, quoteHaproxyWord } from '../../src/documents/haproxy/words';
import { edgeVerdict } from '../../src/emulators/edge/verdict';

const at = { file: 'f', line: 0 };
const piece = fc.constantFrom('"', "'", '\\', '#', '$', ' ', '\t', 'x41', 'n', '{', '${X}', 'a', 'é');
const hostile = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((parts) => parts.join('')),
  fc.string().filter((text) => !/[\u0000-\u0008\u000a-\u001f\u007f]/.test(text)),
);

test('a word stays one word, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(hostile, { minLength: 1, maxLength: 5 }), (texts) => {
      const line = texts.map((text) => quoteHaproxyWord({ text })).join(' ');
      expect(cutHaproxyLine(line)).toEqual({ words: texts.map((text) => ({ text })), comment: null, broken: null });
    }),
    { numRuns: 1000 },
  );
});

test('control characters never reach a file', () => {
  for (const text of ['a\nb', 'a\u0000', 'a\rb']) expect(() => quoteHaproxyWord({ text })).toThrow(/control/);
});

test('parse after render is the identity', () => {
  const words = fc
    .tuple(fc.constantFrom('bind', 'acl', 'http-request'), fc.array(hostile, { maxLength: 4 }))
    .map(([first, rest]): HaproxyLine => ({ kind: 'words', words: [first, ...rest].map((text) => ({ text })), at }));
  const comment = fc
    .string()
    .filter((text) => !/[\r\n\u0000]/.test(text))
    .map((text): HaproxyLine => ({ kind: 'comment', text, at }));
  const section = fc
    .record({
      type: fc.constantFrom('frontend', 'backend', 'defaults'),
      words: fc.array(hostile, { maxLength: 2 }).map((texts) => texts.map((text) => ({ text }))),
      lines: fc.array(fc.oneof(words, comment), { maxLength: 4 }),
    })
    .map((one): HaproxySection => ({ ...one, at }));
  const withoutPlaces = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, inner) => (key === 'at' ? undefined : inner)));
  fc.assert(
    fc.property(fc.array(section, { maxLength: 3 }), (sections) => {
      const read = parseHaproxy(renderHaproxy({ preamble: [], sections }), 'f');
      expect(withoutPlaces(read.sections)).toEqual(withoutPlaces(sections));
    }),
    { numRuns: 500 },
  );
});

test('any text is read without a crash, and a second round changes nothing', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      const first = parseHaproxy(`frontend a\n${text}`, 'f');
      if (first.faults.length > 0 || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text) || /\\(?:x|n|r|t)/.test(text))
        return;
      const rendered = renderHaproxy(first);
      expect(renderHaproxy(parseHaproxy(rendered, 'f'))).toBe(rendered);
    }),
    { numRuns: 1000 },
  );
});

test('the emulator finds exactly the burst that was asked for, up to the largest', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 20, max: 60_000 }),
      (burst, requestsPerMinute) => {
        const document = composeHaproxyImageCreateLimit({
          requestsPerMinute,
          burst,
          bind: ['*:9292'],
          servers: ['127.0.0.1:1'],
        });
        const configuration = loadHaproxy(new Map([[document.file, renderHaproxy(document)]]));
        const verdict = edgeVerdict(configuration, {
          method: 'POST',
          rawPath: '/v2/images',
          headers: {},
          clientAddress: '192.0.2.1',
        });
        expect(verdict).toMatchObject({ limited: true, burst });
        // The window is whole milliseconds, rounded up: never faster than asked.
        const rate = verdict.limited === true ? verdict.requestsPerMinute : 0;
        expect(rate).toBeLessThanOrEqual(requestsPerMinute + 0.001);
        expect(rate).toBeGreaterThan(requestsPerMinute * (1 - requestsPerMinute / (burst * 60_000)) - 0.01);
      },
    ),
    { numRuns: 200 },
  );
});
