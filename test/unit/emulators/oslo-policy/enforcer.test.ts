// The Enforcer against what was measured on Glance: fallbacks that open, rules that close, deprecated defaults.
import { createEnforcer, type EnforcerProps } from '../../../../src/emulators/oslo-policy/enforcer';
import { listPersonas, type PersonaName } from '../../../../src/emulators/oslo-policy/personas';
import { listPolicyTargets } from '../../../../src/emulators/oslo-policy/policy-targets';
import type { RuleFacts } from '../../../../src/openstack/types';

const rule = (name: string, check: string, extra: Partial<RuleFacts> = {}): RuleFacts => ({
  service: 'glance',
  name,
  check,
  scopeTypes: ['project'],
  operations: [],
  ...extra,
});
const defaults = [
  rule('default', '', { scopeTypes: [] }),
  rule('context_is_admin', 'role:admin', { scopeTypes: [] }),
  rule('add_image', 'rule:context_is_admin or (role:member and project_id:%(project_id)s and project_id:%(owner)s)', {
    deprecatedRule: { name: 'add_image', check: 'rule:default', since: 'wallaby' },
  }),
  rule('tasks_api_access', 'rule:context_is_admin'),
];
const load = (checks: Record<string, string>, extra: Partial<EnforcerProps> = {}) =>
  createEnforcer({
    defaults,
    overrides: Object.entries(checks).map(([name, check], index) => ({
      name,
      check,
      at: { file: 'glance/policy.yaml', line: index + 1 },
    })),
    enforceNewDefaults: true,
    enforceScope: false,
    ...extra,
  });
const newImage = listPolicyTargets('glance')[0]!.target;
const credsOf = (name: PersonaName) => listPersonas('glance').find((persona) => persona.name === name)!.creds;
const who = (enforcer: ReturnType<typeof load>, name = 'add_image') =>
  listPersonas('glance')
    .filter(({ creds }) => enforcer.authorize(name, newImage, creds).allowed === true)
    .map((persona) => persona.name);

test('built-in defaults: members and administrators create', () => {
  expect(who(load({}))).toEqual(['member', 'importer', 'service', 'admin', 'system-admin']);
});

test('with the old defaults beside the new ones even a reader creates (measured on Zed)', () => {
  const enforcer = load({}, { enforceNewDefaults: false });
  expect(who(enforcer)).toContain('reader');
  expect(enforcer.rule('add_image')?.origin).toBe('default-or-deprecated');
});

test('service_roles lets nova through and keeps the member out', () => {
  expect(who(load({ add_image: 'role:admin or service_roles:service' }))).toEqual(['service', 'admin', 'system-admin']);
});

test('a reference to nothing falls to "default", which is open; default "!" closes it', () => {
  const open = load({ add_image: 'rule:nonexistent' });
  expect(open.authorize('add_image', newImage, credsOf('reader'))).toMatchObject({
    allowed: true,
    decidedBy: { rule: 'default', at: null },
  });
  expect(open.undefinedReferences).toEqual([
    { rule: 'add_image', reference: 'nonexistent', at: { file: 'glance/policy.yaml', line: 1 } },
  ]);
  const closed = load({ add_image: 'rule:nonexistent', default: '!' });
  expect(who(closed)).toEqual([]);
  expect(closed.authorize('add_image', newImage, credsOf('admin')).decidedBy).toEqual({
    rule: 'default',
    check: '!',
    at: { file: 'glance/policy.yaml', line: 2 },
  });
});

test('without any default rule a reference to nothing refuses', () => {
  expect(who(load({ add_image: 'rule:nonexistent' }, { defaultRuleName: '' }))).toEqual([]);
});

test('an unparsable check fails closed and is listed; blanks are not the empty string', () => {
  const enforcer = load({ add_image: 'role:((', tasks_api_access: '   ', context_is_admin: '' });
  expect(who(enforcer)).toEqual([]);
  expect(enforcer.syntaxErrors.map(({ rule: name }) => name)).toEqual(['add_image', 'tasks_api_access']);
  expect(who(enforcer, 'tasks_api_access')).toEqual([]);
  expect(who(enforcer, 'context_is_admin')).toHaveLength(listPersonas('glance').length);
});

test('unknown names are told apart from aliases of the operator', () => {
  const enforcer = load({ import_image: '!', ours: 'role:x', add_image: 'rule:ours' });
  expect(enforcer.unknownOverrides).toEqual([
    { name: 'import_image', at: { file: 'glance/policy.yaml', line: 1 }, isReferenced: false },
    { name: 'ours', at: { file: 'glance/policy.yaml', line: 2 }, isReferenced: true },
  ]);
});

test('a cycle raises when it is evaluated, and only then', () => {
  const enforcer = load({
    add_image: 'rule:ours',
    ours: 'rule:add_image',
    tasks_api_access: '@ or rule:tasks_api_access',
  });
  expect(enforcer.authorize('add_image', newImage, credsOf('admin'))).toMatchObject({
    allowed: false,
    hasRaised: true,
  });
  expect(enforcer.authorize('tasks_api_access', newImage, credsOf('reader')).allowed).toBe(true);
  expect([...enforcer.cycles].sort()).toEqual(['add_image', 'ours', 'tasks_api_access']);
  expect(load({}).cycles).toEqual([]);
});

test('decidedBy points at the line that decides, through references', () => {
  const enforcer = load({ context_is_admin: '@' });
  expect(enforcer.authorize('tasks_api_access', newImage, credsOf('reader'))).toMatchObject({
    allowed: true,
    decidedBy: { rule: 'context_is_admin', check: '@', at: { file: 'glance/policy.yaml', line: 1 } },
  });
  expect(load({ add_image: '!' }).authorize('add_image', newImage, credsOf('admin'))).toMatchObject({
    allowed: false,
    hasRaised: false,
    because: 'add_image allows nobody',
  });
});

test('remote checks: nobody can say, unless the rest decides', () => {
  const ask = (check: string) => load({ add_image: check }).authorize('add_image', newImage, credsOf('member')).allowed;
  expect(ask('http://x/')).toBe('cannot-say');
  expect(ask('not https://x/')).toBe('cannot-say');
  expect(ask('http://x/ and !')).toBe(false);
  expect(ask('role:member or http://x/')).toBe(true);
  expect(ask('http://x/ or role:member')).toBe('cannot-say');
});

test('scope: a system token is refused where only project scope is meant', () => {
  expect(who(load({}, { enforceScope: true }))).not.toContain('system-admin');
});

test('an override under a deprecated name, before and since checks compare by content', () => {
  const renamed = [
    rule('new_name', 'role:admin', { deprecatedRule: { name: 'old_name', check: 'role:member', since: 's' } }),
  ];
  const ask = (check: string, release: 'zed' | '2026.2') =>
    load({ old_name: check }, { defaults: renamed, release }).authorize('new_name', newImage, credsOf('member'))
      .allowed;
  expect(ask('role:reader', 'zed')).toBe(true);
  expect(ask('role:member', 'zed')).toBe(true);
  expect(ask('role:member', '2026.2')).toBe(false);
  expect(ask('rule:new_name', 'zed')).toBe(false);
});

test('a lone quoted word raises before oslo.policy 5.1 and refuses since', () => {
  const ask = (release: 'zed' | '2026.2') =>
    load({ add_image: '"admin"' }, { release }).authorize('add_image', newImage, credsOf('admin'));
  expect(ask('zed')).toMatchObject({ allowed: false, hasRaised: true });
  expect(ask('2026.2')).toMatchObject({ allowed: false, hasRaised: false });
});

test("nova's own is_admin check takes any spelling of true", () => {
  const creds = listPersonas('nova').find(({ name }) => name === 'admin')!.creds;
  const ask = (service: 'nova' | 'cinder') =>
    load({ add_image: 'is_admin:true' }, { service }).authorize('add_image', newImage, creds).allowed;
  expect([ask('nova'), ask('cinder')]).toEqual([true, false]);
});

test('rules that share rules do not multiply, and deep nesting makes no claim', () => {
  const chain = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [`r${index}`, `rule:r${index + 1} or rule:r${index + 1}`]),
  );
  expect(load({ ...chain, r60: '!' }).authorize('r0', newImage, credsOf('admin')).allowed).toBe(false);
  expect(
    load({ add_image: `${'not '.repeat(20_000)}@` }).authorize('add_image', newImage, credsOf('admin')).allowed,
  ).toBe('cannot-say');
  expect(
    load({ add_image: Array.from({ length: 20_000 }, () => 'x:y').join(' or ') }).authorize(
      'add_image',
      newImage,
      credsOf('admin'),
    ).allowed,
  ).toBe(false);
});

test('names of Object.prototype are no rules, roles or credentials', () => {
  const enforcer = load({ add_image: 'rule:constructor or toString:x or x:%(constructor)s', default: '!' });
  expect(enforcer.authorize('add_image', newImage, credsOf('admin')).allowed).toBe(false);
  expect(enforcer.rule('__proto__')).toBeUndefined();
});
