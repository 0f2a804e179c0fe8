// Whatever a file says, it never leaves its value: not in the JSON of either library, not in HCL.
import fc from 'fast-check';
import { escapeJsonTemplate, findTransportLoss, quoteHclText } from '../../src/terraform/template-text';
import { type Configuration, libraries } from '../unit/terraform/libraries';
import { addRegionWithText, layOutForHosts } from '../unit/terraform/regions';
import { readForEach, readTemplate } from '../unit/terraform/template-reader';

const pieces = fc.constantFrom(
  ...[
    '$',
    '%',
    '{',
    '}',
    '~',
    '"',
    '\\',
    '\n',
    '\r',
    '\t',
    ' ',
    '#',
    '&',
    '[',
    ']',
    '<<EOF',
    'EOF',
    'T',
    'e',
    '-',
    '+',
    '|',
    '9',
  ],
  ...[
    '${',
    '%{',
    '$${',
    '%%{',
    'TfToken[',
    'TOKEN.0',
    'each.value',
    '-8.1',
    'e+298',
    '-1.8881545897087503e+289',
    '\u0000',
    '\u001b',
    'ü',
    '😀',
  ],
);
const hostileText = fc
  .oneof(
    fc.array(pieces, { maxLength: 24 }).map((parts) => parts.join('')),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
  )
  .filter((text) => findTransportLoss(text) === undefined);

test('an escaped template reads back as the text', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      expect(readTemplate(escapeJsonTemplate(text))).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

test('no text leaves its quotes or opens a template in HCL', () => {
  fc.assert(
    fc.property(hostileText, (text) => {
      const quoted = quoteHclText(text);
      expect(quoted).toMatch(/^"(?:[^"\\\n\r]|\\[nrt"\\]|\\u[0-9a-f]{4})*"$/);
      expect(quoted).not.toMatch(/[$%]\{/);
      expect(JSON.parse(quoted)).toBe(text);
    }),
    { numRuns: 3000 },
  );
});

test.each(libraries.map((library) => [library.name, library] as const))(
  'the bytes survive the synth of %s',
  (_n, library) => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 40, maxLength: 40 }), (texts) => {
        const expected: Map<string, string>[] = [];
        const configurations = library.synthesize(({ addStack, addFiles }) => {
          texts.forEach((text, index) => {
            const stack = addStack(`s${index}`);
            const region = addRegionWithText(stack, text);
            expected.push(layOutForHosts(region));
            addFiles(stack, 'files', { region });
          });
        });
        const found = texts.map((_text, index) => {
          const { resource } = configurations[`s${index}`] as Configuration;
          const files = readForEach(resource.terraform_data?.files?.for_each);
          return new Map([...files].map(([path, file]) => [path, file.content]));
        });
        expect(found).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  },
);
