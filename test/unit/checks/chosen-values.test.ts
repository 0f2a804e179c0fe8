// Rules that compare what the caller chooses of its image keep nobody out; rules on what Glance sets do.
import { type Files, openCloud, verdictOf } from './clouds';

const withRule = (rule: string, check: string, more = ''): Files => ({
  'glance/policy.yaml': `"${rule}": "${check}"\n${more}`,
});
const isOpen = (files: Files) => verdictOf(openCloud(files), 'ssrf-azure-wire-server') === 'open';

test.each([
  ['a property', "role:admin or 'yes':%(approved)s"],
  ['the name', "role:admin or 'golden':%(name)s"],
  ['the format', "role:admin or 'raw':%(disk_format)s"],
  ['a format that is forbidden', "role:admin or not 'qcow2':%(disk_format)s"],
  ['a role that the image names', 'role:admin or role:%(needs)s'],
  ['a user that the image names', 'role:admin or user_id:%(keeper)s'],
  ['two of them', "'yes':%(approved)s and 'blue':%(colour)s"],
  ['more than anybody tries one by one', Array.from('abcdefghij', (name) => `'yes':%(${name})s`).join(' and ')],
  ['one of them absent', "'a':%(a)s and 'b':%(b)s and 'c':%(c)s and not 'd':%(d)s and not 'e':%(e)s"],
])('%s is for the caller to write', (_, check) => {
  expect(isOpen(withRule('modify_image', check))).toBe(true);
  // Behind another rule too.
  expect(isOpen(withRule('modify_image', 'rule:own', `"own": "${check}"\n`))).toBe(true);
});

test.each([
  ['an owner that nobody here is', "role:admin or 'x':%(owner)s"],
  ['a size', "role:admin or '7':%(size)s"],
  ['a role that nobody holds, whatever the image says', "role:admin or (role:none and 'yes':%(approved)s)"],
  ['both ways of one property', "'yes':%(approved)s and 'no':%(approved)s"],
  ['a user without an image to name it', 'user_id:x'],
])('%s is not', (_, check) => {
  expect(isOpen(withRule('modify_image', check))).toBe(false);
});

test('a proposed image has no properties that a rule could see', () => {
  expect(isOpen(withRule('add_image', "role:admin or 'yes':%(approved)s"))).toBe(false);
});

test('a refusal of some combinations is none of all', () => {
  const some = Array.from('abcdefg', (name) => `'yes':%(${name})s`).join(' and ');
  const ask = (check: string) =>
    openCloud(withRule('modify_image', check)).authorize('glance', 'modify_image', 'member');
  expect(ask(`role:none and ${some}`).allowed).toBe('cannot-say');
  expect(ask(`role:none and ${some.split(' and ').slice(1).join(' and ')}`).allowed).toBe(false);
});
