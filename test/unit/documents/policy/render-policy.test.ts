// The drop-in as it is written, byte for byte, and what cannot break out of it.

import type { RenderedRule } from '../../../../src/documents/policy/model';
import { parsePolicyFile } from '../../../../src/documents/policy/parse-policy';
import { renderPolicyRules } from '../../../../src/documents/policy/render-policy';

test('a drop-in with reasons and quoted checks', () => {
  const rules: RenderedRule[] = [
    { name: 'default', check: '!', reason: 'an undefined reference falls here' },
    { name: 'add_image', check: 'role:admin or "x"', reason: '' },
  ];
  expect(renderPolicyRules(rules)).toBe(
    ['# an undefined reference falls here', '"default": "!"', '', '"add_image": "role:admin or \\"x\\""', ''].join(
      '\n',
    ),
  );
});

test('nothing to write is an empty file', () => expect(renderPolicyRules([])).toBe(''));

test.each(['\n', '\r', '\r\n', '\u0085', '\u2028', '\u2029'])(
  'a reason cannot leave its comment by %j',
  (lineBreak) => {
    const text = renderPolicyRules([{ name: 'a', check: '!', reason: `x${lineBreak}"a": "@"` }]);
    expect(parsePolicyFile(text, 'f').rules).toMatchObject([{ name: 'a', check: '!' }]);
    expect(parsePolicyFile(text, 'f').rules).toHaveLength(1);
  },
);

test('control and direction characters are shown, not written', () => {
  const text = renderPolicyRules([{ name: 'a', check: 'role:\u202ex\u0007\u{e0001}', reason: '\u001b[31m\u202e' }]);
  expect(text).toBe('# \\u001b[31m\\u202e\n"a": "role:\\u202ex\\u0007\\U000e0001"\n');
});

test('a name too long for a simple key of PyYAML is written in the long form', () => {
  const name = 'n'.repeat(2000);
  const text = renderPolicyRules([{ name, check: '!', reason: '' }]);
  expect(text.startsWith('? "n')).toBe(true);
  expect(parsePolicyFile(text, 'f').rules).toMatchObject([{ name, check: '!' }]);
});
