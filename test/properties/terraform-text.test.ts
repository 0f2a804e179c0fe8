// Whatever a file says, it never leaves its value: not in the JSON of either library, not in HCL.
import fc from 'fast-check';
import { escapeJsonTemplate, quoteHclText } from '../../src/terraform/template-text';
import { libraries } from '../unit/terraform/libraries';
import { addRegionWithTexts, layOutForHosts } from '../unit/terraform/regions';
import { readForEach, readTemplate } from '../unit/terraform/template-reader';
import { hostileText } from './terraform-arbitraries';

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
      fc.property(fc.array(hostileText, { minLength: 1, maxLength: 40 }), (texts) => {
        let expected = new Map<string, string>();
        const { region } = library.synthesize(({ addStack, addFiles }) => {
          const stack = addStack('region');
          const hostile = addRegionWithTexts(stack, Object.fromEntries(texts.map((text, n) => [`${n}.conf`, text])));
          expected = layOutForHosts(hostile);
          addFiles(stack, 'files', { region: hostile });
        });
        const files = readForEach(region?.resource.terraform_data?.files?.for_each);
        expect(new Map([...files].map(([path, file]) => [path, file.content]))).toEqual(expected);
      }),
      { numRuns: 50 },
    );
  },
);
