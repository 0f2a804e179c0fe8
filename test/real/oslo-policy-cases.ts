// Generates the cases of the differential test against the real oslo.policy: checks, files, credentials, from one seed.
import type { CheckText } from '../../src/documents/policy/model';
import type { PolicyValues } from '../../src/emulators/oslo-policy/python-text';
import type { RuleFacts } from '../../src/openstack/types';

/** A small seeded generator (mulberry32), so that a mismatch can be repeated. */
export class Dice {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  roll(sides: number): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % sides;
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.roll(items.length)];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  }

  times<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.roll(most + 1) }, make);
  }
}

/** Rule names, some of which are never defined. */
export const ruleNames = [
  'default',
  'add_image',
  'old_add',
  'context_is_admin',
  'owner',
  'loop',
  'nowhere',
  'os:api:create',
];

const leaves = [
  '@',
  '!',
  '',
  'role:admin',
  'role:MEMBER',
  'role:%(wanted)s',
  'role:',
  'rule:default',
  'rule:context_is_admin',
  'rule:owner',
  'rule:loop',
  'rule:nowhere',
  'rule:add_image',
  'rule:os:api:create',
  'project_id:%(project_id)s',
  'user_id:%(user.id)s',
  'user.domain.id:d1',
  'user.groups.name:g1',
  'user.groups:g1',
  'roles:admin',
  'is_admin:True',
  'is_admin:true',
  'True:%(protected)s',
  "'public':%(visibility)s",
  '"public":%(visibility)s',
  "'a':'b'",
  'None:%(member_id)s',
  '1:%(count)s',
  '1.5:%(ratio)s',
  '0x10:16',
  '1_0:10',
  '-1:-1',
  '--1:x',
  '1e16:1e+16',
  '01:x',
  'a-b:x',
  'class:x',
  'user.class:x',
  ':x',
  'x:',
  'project_id',
  'service_roles:service',
  'tags:x',
  'nested.list.deep:v',
  'project_id:%(missing)s',
  'project_id:%(project_id)',
  'project_id:%',
  'project_id:100%%',
  'project_id:%s',
  'x:%(a)s%s',
  "'%(visibility)-9s':%(visibility)9s",
  'project_id:%(project_id).1s',
  'project_id:%(visibility)r',
  'project_id:%(visibility)d',
  'project_id:%(visibility)q',
  'text.more:x',
  'nothing.more:x',
  'count:3',
  'ratio:1.5',
  'user:x',
  'system:all',
  'system_scope:all',
  '...:Ellipsis',
  "'it''s':its",
  "b:'x'",
  '1a:x',
  'a#b:x',
  '#:x',
  'a==b:x',
  'a=b:x',
  '%(x)s:y',
  'domain_id:%(domain_id)s',
  'é:x',
  'emoji:\u{1f600}',
] as const;
const glue = [
  'and',
  'or',
  'not',
  'AND',
  'Or',
  '(',
  ')',
  '((',
  '))',
  "'quoted'",
  '"q"',
  '\u00a0',
  '\u0085',
  '\ufeff',
  '\t',
  '\n',
] as const;

/** A check string: mostly well formed, sometimes a heap of tokens. */
export function makeCheckText(dice: Dice): string {
  if (dice.roll(4) === 0) {
    return Array.from({ length: dice.roll(7) }, () => (dice.roll(3) === 0 ? dice.pick(leaves) : dice.pick(glue))).join(
      dice.pick([' ', ' ', '  ', '']),
    );
  }
  return makeExpression(dice, 3);
}

function makeExpression(dice: Dice, depth: number): string {
  if (depth === 0 || dice.roll(3) === 0) return dice.pick(leaves);
  const shape = dice.roll(6);
  if (shape === 0) return `not ${makeExpression(dice, depth - 1)}`;
  if (shape === 1) return `(${makeExpression(dice, depth - 1)})`;
  return `${makeExpression(dice, depth - 1)} ${dice.pick(['and', 'or'])} ${makeExpression(dice, depth - 1)}`;
}

/** A check in either syntax. */
export function makeCheck(dice: Dice): CheckText {
  if (dice.roll(6) !== 0) return makeCheckText(dice);
  return dice.times(3, () => (dice.roll(3) === 0 ? dice.pick(leaves) : dice.times(3, () => dice.pick(leaves))));
}

/** One load of a policy and requests to it. */
export interface RequestsCase {
  readonly kind: 'requests';
  readonly overrides: readonly (readonly [string, CheckText])[];
  readonly defaults: readonly RuleFacts[];
  readonly enforceNewDefaults: boolean;
  readonly enforceScope: boolean;
  readonly requests: readonly { readonly rule: string; readonly target: PolicyValues; readonly creds: PolicyValues }[];
}

/** A policy with defaults, deprecated defaults and overrides, and `requestCount` requests. */
export function makeRequestsCase(dice: Dice, requestCount: number): RequestsCase {
  const defaults = ruleNames
    .filter((name) => name !== 'nowhere' && name !== 'old_add' && dice.roll(5) !== 0)
    .map((name): RuleFacts => {
      const facts = {
        service: 'glance' as const,
        name,
        check: makeCheckText(dice),
        scopeTypes: makeScopes(dice),
        operations: [],
      };
      const old = dice.pick([name, name, 'old_add']);
      return dice.roll(3) === 0
        ? { ...facts, deprecatedRule: { name: old, check: dice.pick([makeCheckText(dice), facts.check]), since: 's' } }
        : facts;
    });
  const overrides = new Map(
    dice.times(
      4,
      () => [dice.pick(ruleNames), dice.roll(8) === 0 ? `rule:${dice.pick(ruleNames)}` : makeCheck(dice)] as const,
    ),
  );
  return {
    kind: 'requests',
    overrides: [...overrides],
    defaults,
    enforceNewDefaults: dice.roll(2) === 0,
    enforceScope: dice.roll(3) === 0,
    requests: Array.from({ length: requestCount }, () => ({
      rule: dice.pick(ruleNames),
      target: makeTarget(dice),
      creds: makeCreds(dice),
    })),
  };
}

function makeScopes(dice: Dice): string[] {
  return dice.pick([[], ['project'], ['system'], ['system', 'project'], ['domain']]);
}

function makeTarget(dice: Dice): PolicyValues {
  const target: Record<string, PolicyValues[string]> = {};
  const maybe = (key: string, values: readonly PolicyValues[string][]): void => {
    if (dice.roll(4) !== 0) target[key] = dice.pick(values);
  };
  maybe('project_id', ['p1', 'p2', null]);
  maybe('visibility', ['public', 'private', 'a\'b"c\n']);
  maybe('wanted', ['Admin', 'member', 7]);
  maybe('member_id', ['p1', null]);
  maybe('count', [1, 2, 1.5]);
  maybe('ratio', [1.5, 1e-7, 1e22, -0.25]);
  maybe('protected', [true, false, 'True']);
  maybe('user.id', ['u1', { a: ['b', null] }]);
  maybe('domain_id', ['d1']);
  maybe('a', ['b']);
  return target;
}

function makeCreds(dice: Dice): PolicyValues {
  const creds: Record<string, PolicyValues[string]> = {};
  const maybe = (key: string, values: readonly PolicyValues[string][]): void => {
    if (dice.roll(5) !== 0) creds[key] = dice.pick(values);
  };
  maybe('roles', [
    ['admin', 'Member'],
    ['member', 'reader'],
    ['ADMIN'],
    [],
    ['member', 'reader'],
    null,
    'admin',
    ['reader', 3],
  ]);
  maybe('project_id', ['p1', 'p2', '100%', 'p']);
  maybe('user_id', ['u1', "{'a': ['b', None]}"]);
  maybe('is_admin', [true, false]);
  maybe('service_roles', [['service'], [], ['other']]);
  maybe('user', [
    'x',
    { domain: { id: 'd1' }, groups: [{ name: 'g0' }, { name: 'g1' }] },
    { domain: 'flat', groups: ['g0', 'g1'] },
    { groups: [[], 'g1'] },
  ]);
  maybe('system_scope', [null, 'all', '']);
  maybe('domain_id', [null, 'd1']);
  maybe('tags', [['x', 'y'], ['x:y']]);
  maybe('nested', [{ list: [{ deep: ['w', 'v'] }] }, { list: [] }, {}]);
  maybe('text', ['plain']);
  maybe('nothing', [null]);
  maybe('count', [3, 3.5]);
  maybe('ratio', [1.5]);
  maybe('a-b', ['x']);
  maybe('a#b', ['x']);
  maybe('é', ['x']);
  maybe('emoji', ['\u{1f600}']);
  return creds;
}
