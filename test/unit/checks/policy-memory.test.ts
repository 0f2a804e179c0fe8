// Regions with the same rules share what was made of their policy, and are told exactly what they would be told alone.
import fc from 'fast-check';
import { openCloud } from './clouds';

const file = 'glance/policy.d/90.yaml';

function openWith(text: string, options: readonly string[] = []) {
  return openCloud({
    'glance/glance.conf.d/90.conf': `[oslo_policy]\npolicy_dirs = policy.d\n${options.join('\n')}\n`,
    [file]: text,
  });
}

test('trees whose policy differs in a comment alone share the enforcer', () => {
  const [one, other] = ['# digest 1', '# digest 2'].map((line) => openWith(`${line}\n"add_image": "role:admin"\n`));
  expect(one?.enforcer('glance')).toBe(other?.enforcer('glance'));
  expect(one?.policy('glance').documents).not.toBe(other?.policy('glance').documents);
});

test.each([
  ['a line', '\n"add_image": "role:admin"\n', []],
  ['a check', '"add_image": "role:member"\n', []],
  ['a rule', '"get_image": "role:admin"\n', []],
  ['an option', '"add_image": "role:admin"\n', ['policy_default_rule = other']],
])('trees that differ in %s share nothing', (_, text, options) => {
  const plain = openWith('"add_image": "role:admin"\n');
  const verdict = plain.authorize('glance', 'add_image', 'member');
  const other = openWith(text, options);
  expect(other.enforcer('glance')).not.toBe(plain.enforcer('glance'));
  if (text.startsWith('\n')) {
    expect(verdict.decidedBy.at).toEqual({ file, line: 1 });
    expect(other.authorize('glance', 'add_image', 'member').decidedBy.at).toEqual({ file, line: 2 });
  }
});

test('personas are told apart', () => {
  const { authorize } = openWith('"add_image": "role:admin"\n').policy('glance');
  const answers = (['member', 'admin', 'member'] as const).map((persona) => authorize('add_image', persona).allowed);
  expect(answers).toEqual([false, true, false]);
});

const rule = fc.tuple(
  fc.constantFrom('add_image', 'get_image', 'publicize_image', 'default', 'nobody_knows'),
  fc.constantFrom(
    'role:admin',
    'role:member',
    '!',
    '@',
    'rule:nobody_knows',
    'rule:default',
    'project_id:%(owner)s',
    '(',
  ),
);
const text = fc
  .array(fc.tuple(rule, fc.integer({ min: 0, max: 2 })), { minLength: 1, maxLength: 4 })
  .map((rules) => rules.map(([[name, check], blanks]) => `${'#\n'.repeat(blanks)}"${name}": "${check}"\n`).join(''));
const options = fc.subarray([
  'enforce_scope = false',
  'enforce_new_defaults = false',
  'policy_default_rule = get_image',
]);

test('what is remembered is what a judge without a memory finds', () => {
  const policyOf = (openCloudHere: typeof openCloud, [policy, lines]: [string, string[]]) => {
    const conf = `[oslo_policy]\npolicy_dirs = policy.d\n${lines.join('\n')}\n`;
    const cloud = openCloudHere({ 'glance/glance.conf.d/90.conf': conf, [file]: policy });
    const { enforcer, defaults, authorize } = cloud.policy('glance');
    const { unknownOverrides, undefinedReferences, cycles, syntaxErrors } = enforcer;
    const asked = ['add_image', 'get_image', 'publicize_image'].flatMap((name) => [
      ...(['member', 'reader', 'admin'] as const).map((persona) => authorize(name, persona)),
      enforcer.listRoles(name),
      [enforcer.rule(name)?.at, defaults.rule(name)?.at],
    ]);
    return JSON.stringify({ unknownOverrides, undefinedReferences, cycles, syntaxErrors, asked });
  };
  fc.assert(
    fc.property(text, fc.array(fc.tuple(text, options), { minLength: 1, maxLength: 3 }), (base, others) => {
      const trees: [string, string[]][] = [[base, []], [`#\n${base}`, []], ...others];
      const warm = [...trees, ...trees].map((tree) => policyOf(openCloud, tree));
      const cold = trees.map((tree) => {
        let found = '';
        jest.isolateModules(() => {
          found = policyOf((require('./clouds') as typeof import('./clouds')).openCloud, tree);
        });
        return found;
      });
      expect(warm).toEqual([...cold, ...cold]);
    }),
    { numRuns: 20 },
  );
}, 120_000);
