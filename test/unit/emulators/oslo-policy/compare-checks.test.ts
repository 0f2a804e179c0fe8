// Weaker or not: what changes for whom, and the words for a check.
import { compareChecks } from '../../../../src/emulators/oslo-policy/compare-checks';
import { describeCheck } from '../../../../src/emulators/oslo-policy/describe-check';
import { createEnforcer } from '../../../../src/emulators/oslo-policy/enforcer';
import { parseCheck } from '../../../../src/emulators/oslo-policy/parse-check';

const load = (check: string | null) =>
  createEnforcer({
    defaults: [
      {
        service: 'glance',
        name: 'add_image',
        check: 'role:admin or (role:member and project_id:%(project_id)s)',
        scopeTypes: [],
        operations: [],
      },
    ],
    overrides: check === null ? [] : [{ name: 'add_image', check, at: { file: 'f', line: 1 } }],
    enforceNewDefaults: true,
    enforceScope: false,
  });
const compare = (check: string) => compareChecks('glance', 'add_image', load(null), load(check));
const personas = (answers: readonly { readonly persona: string }[]) => [
  ...new Set(answers.map(({ persona }) => persona)),
];

test('the same text changes nothing', () => {
  expect(compare('role:ADMIN or role:member and project_id:%(project_id)s')).toEqual({
    rule: 'add_image',
    gained: [],
    lost: [],
    uncertain: [],
  });
});

test('stricter: only lost', () => {
  const { gained, lost } = compare('role:admin');
  expect(gained).toEqual([]);
  expect(personas(lost)).toEqual(['member', 'importer', 'service', 'other-project-member']);
});

test('without the project a member reaches other projects: gained', () => {
  const { gained, lost } = compare('role:admin or role:member');
  expect(lost).toEqual([]);
  expect(gained).toContainEqual({ persona: 'member', target: "another project's private image" });
});

test('a door for a role of the operator is seen', () => {
  expect(personas(compare('role:admin or role:Uploader').gained)).toEqual(['holder of uploader']);
});

test('a remote check is uncertain', () => expect(compare('http://x/').uncertain.length).toBeGreaterThan(0));

test('words', () => {
  expect(
    describeCheck(parseCheck("rule:a or (role:member and project_id:%(project_id)s) or not 'public':%(visibility)s")),
  ).toBe(
    "whoever rule a lets in, or (role member and project_id equals the target's project_id), or not ('public' equals the target's visibility)",
  );
  expect(describeCheck(parseCheck(''))).toBe('everyone');
  expect(describeCheck(parseCheck('role:\u001b'))).toBe('role \\u001b');
});

test('what callers choose of an image is asked in each way: a door that a property opens is one', () => {
  const ask = (before: string, after: string) => compareChecks('glance', 'add_image', load(before), load(after));
  const opened = ask('role:admin', "role:admin or 'yes':%(approved)s");
  expect(personas(opened.gained)).toContain('member');
  expect([opened.lost, opened.uncertain]).toEqual([[], []]);
  // A new image has no properties yet.
  expect(opened.gained.map(({ target }) => target)).not.toContain('a new private image');
  const closed = ask("role:admin or 'yes':%(approved)s", 'role:admin');
  expect([closed.gained, closed.uncertain]).toEqual([[], []]);
  expect(closed.lost).toEqual(opened.gained);
  expect(ask("'yes':%(approved)s", "'yes':%(approved)s and @")).toMatchObject({ gained: [], lost: [], uncertain: [] });
  const many = Array.from('abcdefgh', (name) => `'yes':%(${name})s`).join(' and ');
  expect(ask(`role:none and ${many}`, `role:none and ${many} and @`).uncertain.length).toBeGreaterThan(0);
});
