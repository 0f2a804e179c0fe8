// Property protection files: what is written is read back, and what Glance would stumble over is told.
import fc from 'fast-check';
import { parseProtections } from '../../../../src/documents/property-protections/parse-protections';
import { renderProtections } from '../../../../src/documents/property-protections/render-protections';
import { judgeProperty, withOwnRules } from '../../../../src/emulators/signatures/property-protection';
import type { ReleaseName } from '../../../../src/openstack/types';

const file = 'glance/property-protections.conf';
const nobody = { roles: ['member'], mayPass: () => null };
const operations = 'create = @\nread = @\nupdate = @\ndelete = @\n';

test('parse after render is the identity', () => {
  const role = fc.stringMatching(/^[a-z@!_][a-z_]{0,8}$/).filter((text) => !/[@!]/.test(text));
  const list = fc.oneof(fc.constant(['@']), fc.constant(['!']), fc.array(role, { minLength: 1, maxLength: 3 }));
  const rule = fc.record({
    pattern: fc.stringMatching(/^\^?[a-z_]{1,10}(\.\*)?\$?$/),
    permissions: fc.record({ create: list, read: list, update: list, delete: list }),
    reason: fc.stringMatching(/^[a-z ]{1,30}$/),
  });
  fc.assert(
    fc.property(fc.uniqueArray(rule, { selector: ({ pattern }) => pattern, maxLength: 5 }), (rules) => {
      const read = parseProtections(renderProtections(rules), file);
      expect(read.faults).toEqual([]);
      expect(read.rules.map(({ pattern, permissions }) => ({ pattern, permissions }))).toEqual(
        rules.map(({ pattern, permissions }) => ({ pattern, permissions })),
      );
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['an operation is missing', '[x]\ncreate = @\nread = @\nupdate = @\n'],
  ['everybody and nobody', `[x]\n${operations.replace('create = @', 'create = @,!')}`],
  ['a section twice', `[x]\n${operations}[x]\n${operations}`],
  ['an option twice', `[x]\n${operations}create = @\n`],
  ['a line before any section', `create = @\n[x]\n${operations}`],
  ['junk', `[x]\n${operations}junk\n`],
  ['a percent sign', `[x]\n${operations.replace('create = @', 'create = 5%')}`],
  ['a name that stands for nothing', `[x]\n${operations.replace('create = @', 'create = %(makers)s')}`],
  ['a name that stands for itself', `[x]\n${operations.replace('create = @', 'create = %(create)s')}`],
])('Glance does not start: %s', (_, text) => {
  expect(parseProtections(text, file).faults.map(({ effect }) => effect)).toContain('refuses-to-load');
});

test('comments, colons, continued lines and defaults are read as configparser reads them', () => {
  const text = `; note\n[DEFAULT]\nread: @\n[^a]\nCREATE : admin,\n  member\nupdate=!\ndelete =\n`;
  const { rules, faults } = parseProtections(text, file);
  expect(faults).toEqual([]);
  expect(rules[0]?.permissions).toEqual({ create: ['admin', 'member'], read: ['@'], update: ['!'], delete: [] });
});

test('a name in percent signs stands for another value of its section, or of DEFAULT', () => {
  const text = `[DEFAULT]\nmakers = admin,%(Others)s\nothers = none\n[x]\nothers = a%%\n${operations.replace('@', '%(makers)s,b')}`;
  const { rules, faults } = parseProtections(text, file);
  expect(faults).toEqual([]);
  expect(rules[0]?.permissions.create).toEqual(['admin', 'a%', 'b']);
});

test('several policies for one operation', () => {
  const text = `[x]\n${operations.replace('create = @', 'create = a,b')}`;
  expect(parseProtections(text, file, 'policies').faults).toHaveLength(1);
  expect(parseProtections(text, file, 'roles').faults).toEqual([]);
});

describe('who may touch a property', () => {
  const judge = (text: string, property = 'img_signature', roles = ['member']) =>
    judgeProperty(parseProtections(text, file), 'roles', property, 'update', { ...nobody, roles }).isAllowed;
  const closed = (pattern: string) => `[${pattern}]\ncreate = admin\nread = @\nupdate = Admin\ndelete = admin\n`;

  test('the first rule that is found decides, anywhere in the name', () => {
    expect(judge(`${closed('^img_signature')}[.*]\n${operations}`)).toBe(false);
    expect(judge(`[.*]\n${operations}${closed('^img_signature')}`)).toBe(true);
    expect(judge(`${closed('signature')}[.*]\n${operations}`)).toBe(false);
    expect(judge(`${closed('^signature')}[.*]\n${operations}`)).toBe(true);
    expect(judge(`${closed('^img_signature')}[.*]\n${operations}`, 'os_distro')).toBe(true);
  });

  test('no rule found allows nothing, no rule at all everything', () => {
    expect(judge(closed('^img_signature'), 'os_distro')).toBe(false);
    expect(judge('')).toBe(true);
  });

  test('from 2026.1 on Glance has a rule of its own, and a file without one allows nothing', () => {
    const own = '[os_glance.*]\ncreate = @\nread = @\nupdate = @\ndelete = @\n';
    const ask = (text: string, release: ReleaseName) =>
      judgeProperty(withOwnRules(parseProtections(text, file), release), 'roles', 'img_signature', 'update', nobody)
        .isAllowed;
    expect(['', own.replace('.*', '|img')].map((text) => ask(text, '2025.2'))).toEqual([true, true]);
    expect(['', own.replace('.*', '|img')].map((text) => ask(text, '2026.1'))).toEqual([false, false]);
    expect([closed('^img_signature'), `[.*]\n${operations}`].map((text) => ask(text, '2026.1'))).toEqual([false, true]);
  });

  test('a role of the file is compared in lower case', () => {
    expect(judge(closed('^img_signature'), 'img_signature', ['admin'])).toBe(true);
  });

  test('a pattern for any case is one', () => {
    expect(judge(`${closed('(?i)IMG_SIGNATURE')}[.*]\n${operations}`)).toBe(false);
    expect(judge(`${closed('IMG_SIGNATURE')}[.*]\n${operations}`)).toBe(true);
  });

  test('a pattern that only Python understands is left open', () => {
    expect(judge(closed('(?x)img_signature'))).toBeNull();
    expect(judge(closed('(a+)+$'))).toBeNull();
  });

  test('policies are asked by name', () => {
    const read = parseProtections(`[.*]\n${operations.replace('update = @', 'update = signers')}`, file, 'policies');
    const ask = (answer: boolean | null) =>
      judgeProperty(read, 'policies', 'img_signature', 'update', { roles: [], mayPass: () => answer }).isAllowed;
    expect([ask(true), ask(false), ask(null)]).toEqual([true, false, null]);
  });
});
