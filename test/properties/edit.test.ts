// Edits over arbitrary files: the option holds the new value, every other line keeps its bytes, and a policy changes in one rule.
import fc from 'fast-check';
import { addIniOption, removeIniEntry, replaceIniValue } from '../../src/documents/ini/edit-ini';
import { normalizeSection } from '../../src/documents/ini/model';
import { parseIni } from '../../src/documents/ini/parse-ini';
import { setPolicyRule } from '../../src/documents/policy/edit-policy';
import { parsePolicyFile } from '../../src/documents/policy/parse-policy';

const word = fc.stringMatching(/^[a-z_]{1,6}$/);
const value = fc.stringMatching(/^[A-Za-z0-9[\],.:/"'=#-]{0,12}$/);
const iniLine = fc.oneof(
  word.map((name) => `[${name}]`),
  fc.tuple(word, fc.constantFrom('=', ' = ', ':', '  =  '), value).map((parts) => parts.join('')),
  value.map((text) => `   ${text}`),
  value.map((text) => `# ${text}`),
  fc.constantFrom('', '[DEFAULT]', '[broken', '\t', 'junk'),
  fc.string({ maxLength: 12 }).map((text) => text.replace(/[\r\n]/g, '')),
);
const iniText = fc
  .tuple(fc.array(iniLine, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, end, isClosed]) => lines.join(end) + (isClosed ? end : ''));
const written = fc.stringMatching(/^[A-Za-z0-9[\],.:-]{0,12}$/);

const entriesOf = (text: string) =>
  parseIni(text, 'f').entries.map(({ section, key, value: held }) => [section, key, held]);

test('a replaced value is read back, and no other entry changes', () => {
  fc.assert(
    fc.property(iniText, fc.nat(), written, (text, pick, next) => {
      const document = parseIni(text, 'f');
      const entry = document.entries[pick % Math.max(1, document.entries.length)];
      if (entry === undefined) return;
      const edited = replaceIniValue(document, entry.at.line, next);
      const wanted = document.entries.map((one) => [one.section, one.key, one === entry ? next : one.value]);
      expect(entriesOf(edited)).toEqual(wanted);
      const kept = document.items.filter((item) => item !== entry).map((item) => item.raw.join(''));
      for (const line of kept) expect(edited).toContain(line);
    }),
    { numRuns: 2000 },
  );
});

test('an added option is read back last in its section, and nothing else changes', () => {
  fc.assert(
    fc.property(iniText, word, word, written, (text, section, option, next) => {
      const document = parseIni(text, 'f');
      const edited = parseIni(addIniOption(document, section, option, next), 'f');
      const isNew = (entry: { section: string; key: string; value: string }) =>
        normalizeSection(entry.section) === section && entry.key === option && entry.value === next;
      const at = edited.entries.findLastIndex(isNew);
      expect(at).toBeGreaterThanOrEqual(0);
      const rest = edited.entries
        .filter((_, index) => index !== at)
        .map(({ section: s, key, value: held }) => [s, key, held]);
      expect(rest).toEqual(entriesOf(text));
      const later = edited.entries.slice(at + 1);
      expect(later.filter((entry) => normalizeSection(entry.section) === section && entry.key === option)).toEqual([]);
    }),
    { numRuns: 2000 },
  );
});

test('a removed entry is gone with its lines, and nothing else', () => {
  fc.assert(
    fc.property(iniText, fc.nat(), (text, pick) => {
      const document = parseIni(text, 'f');
      const entry = document.entries[pick % Math.max(1, document.entries.length)];
      if (entry === undefined) return;
      const edited = removeIniEntry(document, entry.at.line);
      expect(edited.length).toBe(text.length - entry.raw.join('').length);
    }),
    { numRuns: 1000 },
  );
});

const check = fc.constantFrom('@', '!', 'role:admin', "not role:x or 'a':%(b)s", 'rule:other', '');
const policyLine = fc.oneof(
  fc.tuple(word, check).map(([name, text]) => `"${name}": ${JSON.stringify(text)}`),
  fc.tuple(word, check).map(([name, text]) => `${name}: ${JSON.stringify(text)}  # said`),
  word.map((name) => `${name}:\n- - role:a\n- - role:b`),
  word.map((name) => `${name}: >\n  role:a\n  or role:b`),
  fc.constantFrom('', '# a comment', '---'),
);

test('a policy edit changes one rule, or is not offered', () => {
  fc.assert(
    fc.property(fc.array(policyLine, { maxLength: 8 }), word, check, fc.boolean(), (lines, name, next, isJson) => {
      const yaml = lines.join('\n');
      const before = parsePolicyFile(yaml, 'p.yaml');
      const json = JSON.stringify(Object.fromEntries(before.rules.map((rule) => [rule.name, rule.check])), null, 2);
      const text = isJson ? json : yaml;
      const edited = setPolicyRule(text, 'p', name, next);
      if (edited === null) {
        // Only a file that does not load, or whose shape cannot be edited line by line.
        expect(isJson).toBe(false);
        return;
      }
      const held = new Map(parsePolicyFile(text, 'p').rules.map((rule) => [rule.name, rule.check]));
      held.set(name, next);
      const after = parsePolicyFile(edited, 'p');
      expect(new Map(after.rules.map((rule) => [rule.name, rule.check]))).toEqual(held);
      for (const comment of text.match(/^#.*$/gm) ?? []) expect(edited).toContain(comment);
    }),
    { numRuns: 2000 },
  );
});
