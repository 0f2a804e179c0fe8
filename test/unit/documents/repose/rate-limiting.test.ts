// Repose: every creating spelling as it stands on the wire matches, nothing else does, and XML holds what it is given.
import fc from 'fast-check';
import {
  composeReposeLimits,
  escapeXml,
  parseReposeLimits,
  renderReposeLimits,
} from '../../../../src/documents/repose/rate-limiting';
import {
  collapsedCreatingRequests,
  creatingRequests,
  rowWritingRequests,
  spellRowWrite,
  untouchedRequests,
} from '../../../../src/emulators/edge/creating-requests';

const [createUriRegex = '', writeUriRegex = ''] = composeReposeLimits(1, 1).limits.map(({ uriRegex }) => uriRegex);

/** Java matches the whole text. */
const matches = (regex: string, path: string) => new RegExp(`^(?:${regex})$`).test(path);
const pathOf = (rawPath: string) => rawPath.split('?', 1)[0] ?? '';

const creating = [...creatingRequests, ...collapsedCreatingRequests];

test.each(creating.map(({ rawPath }) => rawPath))('%s counts as a creation', (rawPath) => {
  expect(matches(createUriRegex, pathOf(rawPath))).toBe(true);
});

test.each(rowWritingRequests.flatMap(spellRowWrite))('$method $rawPath counts as a write', ({ rawPath }) => {
  expect(matches(writeUriRegex, pathOf(rawPath))).toBe(true);
  // A path with dot segments may lead anywhere: it counts as both.
  expect(matches(createUriRegex, pathOf(rawPath))).toBe(rawPath.includes('/.'));
});

test('uploads are no writes of rows, and capture groups would choose buckets', () => {
  const uploads = untouchedRequests.filter(({ method }) => method === 'PUT');
  expect(uploads).toHaveLength(2);
  for (const { rawPath } of uploads) expect(matches(writeUriRegex, rawPath)).toBe(false);
  expect(createUriRegex + writeUriRegex).not.toMatch(/\((?!\?)/);
});

test('reads back; another shape does not', () => {
  const limits = composeReposeLimits(6, 60);
  const text = renderReposeLimits(limits);
  expect(parseReposeLimits(`<!-- header -->\n${text}`)).toEqual(limits);
  expect(parseReposeLimits(renderReposeLimits(composeReposeLimits(6, undefined)))?.limits).toHaveLength(1);
  for (const [from, to] of [
    ['use-capture-groups="false"', 'use-capture-groups="true"'],
    ['default="true"', 'default="false"'],
    ['unit="MINUTE"', 'unit="SECOND"'],
  ] as const) {
    expect(parseReposeLimits(text.replace(from, to))).toBeUndefined();
  }
});

test('any text survives XML or is refused', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 30 }), (uri) => {
      const limit = { id: 'a', uri, uriRegex: '<&>"\'', methods: ['POST'] as const, perMinute: 1 };
      let text = '';
      try {
        text = renderReposeLimits({ limits: [limit] });
      } catch {
        expect(uri).toMatch(/[\u0000-\u001f\ufffe\uffff]/);
        return;
      }
      expect(parseReposeLimits(text)).toEqual({ limits: [limit] });
    }),
  );
  expect(() => escapeXml('\u0000')).toThrow(/XML/);
  expect(() => escapeXml('\ud800')).toThrow(/XML/);
});
