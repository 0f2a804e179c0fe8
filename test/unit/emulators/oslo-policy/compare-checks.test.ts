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
    mayGain: false,
    mayLose: false,
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

test.each([
  ['role:admin', 'role:admin or http://x/', true, false],
  ['role:admin or http://x/', 'role:admin', false, true],
  ['http://x/', 'role:admin or http://x/', true, false],
  ['@', 'http://x/', false, true],
  ['!', 'http://x/', true, false],
])('where nobody can say, what was sure before and is sure after counts: %s, then %s', (one, other, gains, loses) => {
  const { mayGain, mayLose, gained, lost } = compareChecks('glance', 'add_image', load(one), load(other));
  expect({ mayGain, mayLose }).toEqual({ mayGain: gains, mayLose: loses });
  expect([gained, lost]).toEqual([[], []]);
});

test.each([
  ['role:admin or project_id:abc', 'member with project_id abc'],
  ['role:admin or user_id:abc', 'member with user_id abc'],
  ['role:admin or domain_id:default', 'reader with domain_id default'],
  ['role:admin or system_scope:all', 'reader with system_scope all'],
  ['role:admin or service_roles:image', 'member with service_roles image'],
  ['role:admin or (role:ops and project_id:abc)', 'holder of ops with project_id abc'],
  ['role:admin or (project_id:abc and user_domain_id:ldap)', 'reader with project_id abc and user_domain_id ldap'],
])('a door for one project, user, domain or scope is seen: %s', (check, caller) => {
  const compared = compareChecks('glance', 'add_image', load('role:admin'), load(check));
  expect(personas(compared.gained)).toContain(caller);
  expect(compared.lost).toEqual([]);
  expect(personas(compareChecks('glance', 'add_image', load(check), load('role:admin')).lost)).toContain(caller);
});

test('one more project beside another, and nobody twice', () => {
  const ask = (one: string, other: string) =>
    personas(compareChecks('glance', 'add_image', load(one), load(other)).gained);
  const abc = 'role:admin and project_id:abc';
  expect(ask(abc, 'role:admin and (project_id:abc or project_id:def)')).toEqual([
    'admin with project_id def',
    'system-admin with project_id def',
  ]);
  expect(ask(abc, 'role:admin')).toEqual(['admin', 'system-admin']);
});

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
