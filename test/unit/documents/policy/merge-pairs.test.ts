// Merge keys as PyYAML has them: the first of a list counts, own pairs override, and an alias inside itself ends.
import { parsePolicyFile } from '../../../../src/documents/policy/parse-policy';

const read = (text: string) => {
  const { rules, loads } = parsePolicyFile(text, 'policy.yaml');
  return { loads, rules: Object.fromEntries(rules.map(({ name, check }) => [name, check])) };
};

test('of a list the first mapping counts', () => {
  expect(read('<<: [{r: "!", s: "@"}, {r: "@", t: "!"}]\n').rules).toEqual({ r: '!', s: '@', t: '!' });
});

test('own pairs override what is merged', () => {
  expect(read('r: "!"\n<<: {r: "@"}\n').rules).toEqual({ r: '!' });
});

test('a mapping that merges itself ends', () => {
  expect(read('&a\n<<: *a\nr: "!"\n')).toEqual({ loads: true, rules: { r: '!' } });
});
