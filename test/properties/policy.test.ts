// Properties of policy files: what is written is read back, whatever the strings hold; and reading never throws.
import fc from 'fast-check';
import { settleComment } from '../../src/documents/policy/comment-text';
import { parsePolicyFile } from '../../src/documents/policy/parse-policy';
import { renderPolicyRules } from '../../src/documents/policy/render-policy';
import { formatCheck } from '../../src/emulators/oslo-policy/check-tree';
import { createEnforcer } from '../../src/emulators/oslo-policy/enforcer';
import { parseCheck } from '../../src/emulators/oslo-policy/parse-check';

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({
    unit: fc.constantFrom(
      '"',
      '\\',
      '\n',
      '\r',
      '\t',
      '#',
      ':',
      ' ',
      '{',
      '}',
      '\u0085',
      '\u2028',
      '\ufeff',
      '\ud800',
      '%',
      '!',
      '&',
      '*',
      'a',
    ),
    maxLength: 20,
  }),
  fc.constantFrom('__proto__', 'constructor', 'no', '~', '<<', '=', '', '---', '...', '${x}', '{{ x }}'),
);
const rules = fc.uniqueArray(fc.record({ name: hostile, check: hostile, reason: hostile }), {
  selector: ({ name }) => name,
  maxLength: 6,
});

test('parse after render is the identity', () => {
  fc.assert(
    fc.property(rules, (written) => {
      const text = renderPolicyRules(written);
      for (const reader of ['json-or-yaml', 'yaml'] as const) {
        const document = parsePolicyFile(text, 'f', reader);
        expect(document.faults).toEqual([]);
        expect(document.rules.map(({ name, check, reason }) => ({ name, check, reason }))).toEqual(
          written.map(({ name, check, reason }) => ({ name, check, reason: settleComment(reason) })),
        );
      }
    }),
    { numRuns: 2000 },
  );
});

test('every line of a rendered file is a comment, a rule, or empty', () => {
  fc.assert(
    fc.property(rules, (written) => {
      for (const line of renderPolicyRules(written).split('\n')) expect(line).toMatch(/^(?:#|"|\? "|: "|$)/);
    }),
  );
});

test('reading never throws, and a file that does not load has no rules and a reason', () => {
  const texts = fc.oneof(
    hostile,
    fc.string({
      unit: fc.constantFrom(
        'a',
        ':',
        ' ',
        '\n',
        '-',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '|',
        '>',
        '&x',
        '*x',
        '!',
        '?',
        ',',
        '#',
        '\t',
        '<<',
      ),
      maxLength: 60,
    }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const document = parsePolicyFile(text, 'f');
      if (!document.loads)
        expect(document).toMatchObject({ rules: [], faults: [expect.anything(), ...document.faults.slice(1)] });
    }),
    { numRuns: 3000 },
  );
});

test('parsing and asking a check never throws, and its canonical text means the same', () => {
  const words = fc.constantFrom(
    'role:admin',
    'x:%(y)s',
    '@',
    '!',
    'and',
    'or',
    'not',
    '(',
    ')',
    "'q'",
    '%(',
    "a'b:c",
    'rule:self',
    '((',
    'p:%',
    '-1:-1',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        hostile,
        fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
      ),
      (check) => {
        const ask = (text: string) =>
          createEnforcer({
            defaults: [],
            overrides: [{ name: 'self', check: text, at: { file: 'f', line: 1 } }],
            enforceNewDefaults: true,
            enforceScope: true,
          }).authorize('self', { y: '1' }, { roles: ['admin'], x: '1' });
        const verdict = ask(check);
        const tree = parseCheck(check);
        if (tree.kind !== 'leftover') expect(ask(formatCheck(tree)).allowed).toBe(verdict.allowed);
      },
    ),
    { numRuns: 2000 },
  );
});
