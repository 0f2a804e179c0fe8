// Whatever is in a file or a value: what is written reads back, and nothing leaves its place.
import fc from 'fast-check';
import { composeIniSection } from '../../src/documents/ini/compose-ini';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { renderIniExactly } from '../../src/documents/ini/render-ini';
import { writeValue } from '../../src/documents/ini/values/render-value';
import { iniText, oddText, optionValue, valueType } from './ini-arbitraries';

describe('an ini file', () => {
  it('comes back byte for byte', () => {
    fc.assert(fc.property(iniText, (text) => renderIniExactly(parseIni(text, 'f')) === text));
  });
});

describe('a composed file', () => {
  it('holds exactly one more option, whatever the value and the reason', () => {
    fc.assert(
      fc.property(
        valueType.chain((type) => fc.tuple(fc.constant(type), optionValue(type))),
        oddText,
        ([type, value], reason) => {
          const written = writeValue(type, value);
          const compose = () => composeIniSection({ section: 'g', options: [{ option: 'o', type, value, reason }] });
          if (!written.ok) {
            expect(compose).toThrow(/cannot be written/);
            return;
          }
          const text = compose();
          const document = parseIni(text, 'f');
          expect(document.items.map((item) => item.kind)).toEqual(['section', 'comment', 'entry']);
          expect(document.entries.map((entry) => [entry.section, entry.key])).toEqual([['g', 'o']]);
          expect(text.split('\n')).toHaveLength(4);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('refuses names that would become something else', () => {
    fc.assert(
      fc.property(oddText, oddText, (section, name) => {
        const options = [{ option: name, type: { kind: 'boolean' as const }, value: true, reason: 'r' }];
        let text: string;
        try {
          text = composeIniSection({ section, options });
        } catch {
          return;
        }
        expect(parseIni(text, 'f').entries.map((entry) => [entry.section, entry.key, entry.value])).toEqual([
          [section, name, 'true'],
        ]);
      }),
      { numRuns: 500 },
    );
  });
});
