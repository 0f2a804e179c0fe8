// nginx text: parse after render is the identity, hostile strings stay inside their word, nothing crashes the parser.
import fc from 'fast-check';
import { loadNginx } from '../../src/documents/nginx/load';
import { parseNginx } from '../../src/documents/nginx/parse';
import { renderNginx } from '../../src/documents/nginx/render';
import type { NginxStatement } from '../../src/documents/nginx/types';
import { edgeVerdict } from '../../src/emulators/edge/verdict';

const at = { file: 'f', line: 0 };
const piece = fc.constantFrom(
  '"',
  "'",
  '\\',
  ';',
  '{',
  '}',
  '#',
  '$',
  ' ',
  '\n',
  '\t',
  '\r',
  'n',
  't',
  'a',
  '${x}',
  '~^',
  'é',
  '☃',
);
const hostile = fc.array(piece, { maxLength: 8 }).map((parts) => parts.join(''));
const word = fc.oneof(
  hostile,
  fc.string().filter((text) => !/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/.test(text)),
);
const comment = fc
  .string()
  .filter((text) => !/[\r\n\u0000]/.test(text))
  .map((text): NginxStatement => ({ kind: 'comment', text, at }));
const name = fc
  .oneof(hostile, fc.constantFrom('server', 'limit_req'))
  .filter((text) => !text.endsWith('_by_lua_block'));
const { statements } = fc.letrec<{ statements: NginxStatement[] }>((tie) => ({
  statements: fc.array(
    fc.oneof(
      { depthSize: 'small' },
      comment,
      fc
        .tuple(name, fc.array(word, { maxLength: 3 }))
        .map(([name, args]): NginxStatement => ({ kind: 'directive', name, args, block: null, at })),
      fc
        .tuple(name, fc.array(word, { maxLength: 2 }), tie('statements'))
        .map(([name, args, block]): NginxStatement => ({ kind: 'directive', name, args, block, at })),
    ),
    { maxLength: 4 },
  ),
}));

/** The model without its places. */
const withoutPlaces = (list: readonly NginxStatement[]): unknown =>
  JSON.parse(JSON.stringify(list, (key, value) => (key === 'at' ? undefined : value)));

test('parse after render is the identity', () => {
  fc.assert(
    fc.property(statements, (list) => {
      const read = parseNginx(renderNginx({ statements: list }), 'f');
      expect(read.faults).toEqual([]);
      expect(withoutPlaces(read.statements)).toEqual(withoutPlaces(list));
    }),
    { numRuns: 500 },
  );
});

test('any text is read without a crash, and rendering what was read changes nothing any more', () => {
  fc.assert(
    fc.property(fc.oneof(hostile, fc.string({ unit: 'binary' })), (text) => {
      const first = parseNginx(text, 'f');
      // The renderer is stricter than nginx about carriage returns in comments and control characters anywhere.
      if (first.faults.length > 0 || /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text)) return;
      expect(withoutPlaces(parseNginx(renderNginx(first), 'f').statements)).toEqual(withoutPlaces(first.statements));
    }),
    { numRuns: 1000 },
  );
});

test('any request against any server body has an answer', () => {
  const line = fc.constantFrom(
    'limit_req zone=z burst=4 nodelay;',
    'location / { proxy_pass http://a; }',
    'location ~ ^/v2 { limit_req zone=z; proxy_pass http://a; }',
    'return 403;',
    'error_page 429 @x;',
    'location @x { return 429; }',
    'rewrite ^ /x;',
    'if ($uri ~ a) { return 400; }',
    'limit_req_dry_run on;',
    'include x;',
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 5 }), fc.string({ unit: 'binary' }), fc.string(), (lines, path, header) => {
      const text = `http { limit_req_zone $binary_remote_addr zone=z:1m rate=1r/s; server { ${lines.join(' ')} } }`;
      const configuration = loadNginx(new Map([['nginx/nginx.conf', text]]));
      const verdict = edgeVerdict(configuration, {
        method: 'POST',
        rawPath: `/${path}`,
        headers: { 'X-A': header },
        clientAddress: '192.0.2.1',
      });
      expect([true, false, 'refused', 'cannot-say']).toContain(verdict.limited);
      // A limit is only ever claimed where one is written.
      if (verdict.limited === true) expect(lines.join(' ')).toContain('limit_req zone=z');
    }),
    { numRuns: 500 },
  );
});
